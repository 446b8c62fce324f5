#include "routes.hpp"

#include <algorithm>

#include "shopper_request.hpp"
#include "tem/claim_view.hpp"
#include "tem/hidden_code.hpp"

namespace tem {
namespace {

constexpr FieldRule kFields[] = {{"uri", 2048, true}, {"code", 64, true}, {"place", 8, false}};

/// As a person types it: with spaces, too.
Result<HiddenCode> typed_code(std::string_view text) {
  std::string code(text);
  std::erase_if(code, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  return HiddenCode::parse(code);
}

/// In a time that does not depend on how many characters are right. Errors: those of
/// Registry::serial_secret and ClaimKey::make.
Result<bool> is_right(const HiddenCode& code, const VerifiedStamp& stamp,
                      const Registry& registry) {
  const auto secret = registry.serial_secret();
  if (!secret) return secret.error();
  const auto key = ClaimKey::make(*secret, stamp.gtin(), stamp.lot());
  if (!key) return key.error();
  return code.equals(key->code(stamp.canonical()));
}

Result<ClaimView> try_claim(const Request& request, const Submission& submission, App& app) {
  const auto code = typed_code(submission.fields.get("code"));
  if (!code) return code.error().at("\"code\"");
  const auto sight = sight_of(request, submission, app);
  if (!sight) return sight.error();
  const auto seen = look_again(submission.fields.get("uri"), *sight, app);
  if (!seen) return seen.error();
  const Verdict& verdict = seen->verdict;
  if (!seen->stamp || !is_claimable(verdict)) return not_claimable(verdict);
  const auto right = is_right(*code, *verdict.stamp, app.registry());
  if (!right) return right.error();
  const auto answer = app.scans()->claim(*seen->stamp, *right, *sight);
  if (!answer) return answer.error();
  return view_of(*answer, verdict, [&](Instant at) { return app.registry().local_time(at); });
}

}  // namespace

Response claim_stamp(const Call& call, App& app) {
  const Request& request = call.request;
  const auto submission = read_submission(request, app, "claims", kFields);
  if (!submission) return refuse(submission.error(), request, app);
  const auto view = try_claim(request, *submission, app);
  if (!view) return refuse(view.error(), request, app);
  if (!submission->by_form) return answer(200, kJson, to_json(*view) + "\n");
  const std::string uri(submission->fields.get("uri"));
  return html(200, app.pages().claim(*view, {.uri = uri, .path = page_path(uri, app)}));
}

}  // namespace tem
