#pragma once
// A request on its way to the route that answers it. Internal.

#include <string>
#include <string_view>
#include <vector>

#include "tem/app.hpp"
#include "tem/caller.hpp"

namespace tem {

inline constexpr std::string_view kHtml = "text/html; charset=utf-8";
inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kNdjson = "application/x-ndjson";
inline constexpr std::string_view kText = "text/plain; charset=utf-8";

/// A request with its target taken apart.
struct Call {
  const Request& request;
  const Caller& caller;
  std::string_view path;                ///< without the stem
  std::string_view query;               ///< with its `?`, or empty
  std::vector<std::string_view> parts;  ///< of the path, where the route has {…}; as sent
};

Response html(int status, Page page);
Response not_acceptable(std::string_view what);
/// The media type of the body is `type`, or the answer that says so.
std::optional<Response> refuse_other_type(const Request& request, std::string_view type,
                                          std::string_view example);

/// `{gtin}` and `{lot}` of a path.
struct LotName {
  Gtin gtin;
  Lot lot;
};
/// Errors: bad_escape, those of Gtin and Lot.
Result<LotName> lot_of(const Call& call);

/// An address that names goods or a lot that are not there: 404.
Response not_there(const Error& error);

/// Where there is no Appender: a copy of a log.
Error nothing_is_appended();

/// The Idempotency-Key of a request, for its token alone. Error: bad_value.
Result<std::optional<Idempotency>> once_of(const Call& call, std::string text);

}  // namespace tem
