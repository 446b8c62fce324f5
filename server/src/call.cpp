#include "call.hpp"

#include "tem/http_text.hpp"
#include "tem/percent.hpp"

namespace tem {

Response html(int status, Page page) {
  Response response =
      answer(status, kHtml, std::move(page.html), page.content_security_policy);
  // With no-referrer a browser sends `Origin: null` with a form, as if it came from anywhere. This
  // one tells other sites no more.
  if (page.has_form) set_header(response, "Referrer-Policy", "same-origin");
  return response;
}

Response not_acceptable(std::string_view what) {
  return problem({ErrorCode::not_acceptable, "Accept: this is served as " + std::string(what)});
}

std::optional<Response> refuse_other_type(const Request& request, std::string_view type,
                                          std::string_view example) {
  if (media_type(request.content_type) == type) return std::nullopt;
  return problem({ErrorCode::unsupported_format, "Content-Type: must be " + std::string(type) +
                                                     ", the body " + std::string(example)});
}

Result<LotName> lot_of(const Call& call) {
  auto gtin_text = percent_decode(call.parts.at(0), Plus::plus);
  if (!gtin_text) return gtin_text.error().at("path");
  auto lot_text = percent_decode(call.parts.at(1), Plus::plus);
  if (!lot_text) return lot_text.error().at("path");
  auto gtin = Gtin::parse(*gtin_text);
  if (!gtin) return gtin.error();
  auto lot = Lot::parse(*lot_text);
  if (!lot) return lot.error();
  return LotName{*gtin, std::move(*lot)};
}

Response not_there(const Error& error) {
  const bool unknown =
      error.code == ErrorCode::unknown_product || error.code == ErrorCode::unknown_lot;
  return unknown ? problem(error, 404) : problem(error);
}

Error nothing_is_appended() {
  return {ErrorCode::forbidden,
          "this service appends nothing: it serves a copy of the log; ask where its key is held"};
}

Result<std::optional<Idempotency>> once_of(const Call& call, std::string text) {
  const std::string& key = call.request.idempotency_key;
  if (key.empty()) return std::optional<Idempotency>();
  const std::string scope = "token-" + std::to_string(call.caller.token->id) + '/';
  if (scope.size() + key.size() > kMaxIdempotencyKeyBytes)
    return Error{ErrorCode::bad_value, "Idempotency-Key: at most " +
                                           std::to_string(kMaxIdempotencyKeyBytes - scope.size()) +
                                           " characters"};
  return std::optional(Idempotency{scope + key, std::move(text)});
}

}  // namespace tem
