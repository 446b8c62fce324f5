#pragma once
// The table of routes: what is served where, by which method, to whom. Internal.
//
//   for (const Route& route : routes()) …      // test_roles and test_openapi walk it

#include <optional>
#include <span>

#include "call.hpp"

namespace tem {

enum class Method { get, post };

struct Route {
  Method method;
  /// As in OpenAPI: `{name}` is one segment that is not empty; `{+rest}` at the end is all of it.
  std::string_view path;
  Roles roles;
  Lane lane;
  Response (*serve)(const Call&, App&);
  bool own_machine = false;  ///< open to whoever asks from this machine itself, too
};

std::span<const Route> routes() noexcept;

/// What stands where the pattern has braces, or none when the path is another.
std::optional<std::vector<std::string_view>> match(std::string_view pattern, std::string_view path);

}  // namespace tem
