#pragma once
// What people see: the verdict page and the few pages around it, Vietnamese first.
//
//   Page page = pages.verdict(verdict);
//   page.html, page.content_security_policy
//
// No script, no cookie, no font or style from elsewhere. Everything that comes from a stamp or the
// ledger is escaped by the template engine.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tem/verdict.hpp"

namespace tem {

inline constexpr std::size_t kMaxPageBytes = 30'000;  // a page in a second on a weak connection

struct PageSettings {
  std::string registry;                            ///< its name, as people know it
  bool demonstration = true;                       ///< shows "sample data" on every page
  std::string stem;                                ///< before every path, `/vn` or empty
  std::function<std::string(Instant)> local_time;  ///< "23/11/2026 17:00"
};

struct Page {
  std::string html;
  std::string content_security_policy;  ///< allows this page's style by hash, and its picture
};

/// For one thread.
class Pages {
 public:
  explicit Pages(PageSettings settings);
  Pages(Pages&&) noexcept;
  ~Pages();

  Page verdict(const Verdict& verdict);
  Page landing();
  /// "Cannot check now": the ledger could not be read. It says nothing about the stamp.
  Page unavailable();
  /// Nothing is served at the address that a person opened.
  Page not_found();
  /// The one error table, to which the `type` of every problem+json points.
  Page problems();
  /// openapi_document() for people: the routes, who may call them, and what they take.
  Page api();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The icon of tabs and bookmarks, SVG.
std::string_view favicon();

/// OpenAPI 3.1: every route of the service. `test_openapi` walks it against the table of routes.
std::string_view openapi_document();

/// Is it an https URI with a plain host, no user part and only characters that RFC 3986 allows?
/// Only then may it stand in a page and in a policy.
bool is_safe_https(std::string_view uri);

}  // namespace tem
