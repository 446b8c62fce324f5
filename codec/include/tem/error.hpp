#pragma once
// Every way a call can fail, in one table: name, HTTP status, exit status, text.
//
//   return Error{ErrorCode::bad_check_digit, "GTIN 08936000000012: last digit should be 1"};
//
// `detail` is the one clear line a person reads: what is wrong, where, and what to do. It carries
// no secret. A verdict such as *forged* is an answer and never stands here.

#include <string>
#include <string_view>
#include <utility>

namespace tem {

// clang-format off
// Exit status as in `tem --help`: 1 the answer is no, 2 the caller can mend it, 3 could not read,
// write or look up.
#define TEM_ERRORS(X) \
  /* text of a stamp or a Digital Link */ \
  X(too_long,             400, 2, "longer than the limit") \
  X(bad_scheme,           400, 2, "not an http or https URI") \
  X(bad_host,             400, 2, "no valid host in the URI") \
  X(bad_escape,           400, 2, "broken percent-encoding") \
  X(no_digital_link,      400, 2, "no GS1 Digital Link in the URI") \
  X(unknown_ai,           400, 2, "not a GS1 Application Identifier") \
  X(not_a_qualifier,      400, 2, "AI does not qualify this key, or is out of order") \
  X(not_an_attribute,     400, 2, "AI may not stand in the query") \
  X(duplicate_ai,         400, 2, "AI given twice") \
  X(missing_ai,           400, 2, "a required AI is missing") \
  X(empty_value,          400, 2, "empty value") \
  X(bad_length,           400, 2, "wrong length") \
  X(bad_character,        400, 2, "character not allowed") \
  X(bad_check_digit,      400, 2, "check digit does not match") \
  X(bad_date,             400, 2, "not a date") \
  X(bad_value,            400, 2, "value not allowed") \
  X(not_a_stamp,          400, 2, "a GS1 Digital Link, but no stamp") \
  X(bad_serial,           400, 2, "not a stamp's serial") \
  X(bad_seal,             400, 2, "not a stamp's seal") \
  X(bad_code,             400, 2, "not a hidden code") \
  /* keys and signatures */ \
  X(bad_signature,        400, 2, "signature does not verify") \
  X(bad_key,              400, 2, "not a usable key") \
  X(bad_note,             400, 2, "not a signed note") \
  X(bad_proof,            422, 1, "proof does not verify") \
  X(bad_policy,           400, 2, "not a witness policy") \
  /* pictures and labels */ \
  X(bad_image,            400, 3, "not a readable picture") \
  X(unsupported_format,   415, 2, "format not supported") \
  X(no_qr_found,          422, 3, "no QR code found") \
  X(label_overflow,       422, 2, "text does not fit the label") \
  X(symbol_too_small,     422, 2, "QR symbol would be too small to scan") \
  X(printed_before,       409, 2, "printed before") \
  /* facts: what may be appended, and why not */ \
  X(bad_json,             400, 2, "not valid JSON") \
  X(bad_field,            400, 2, "field missing or not allowed") \
  X(unknown_producer,     422, 2, "no such producer") \
  X(unknown_key,          422, 2, "no such key") \
  X(unknown_product,      422, 2, "no such product") \
  X(unknown_lot,          422, 2, "no such lot") \
  X(unknown_certificate,  422, 2, "no such certificate") \
  X(already_registered,   409, 2, "already registered") \
  X(not_owner,            422, 2, "belongs to another producer") \
  X(key_not_in_force,     422, 2, "key is not in force") \
  X(run_overlaps,         422, 2, "overlaps a run already issued") \
  X(range_not_issued,     422, 2, "range lies outside what was issued") \
  X(already_done,         409, 2, "already so") \
  X(not_recalled,         409, 2, "lot is not recalled") \
  X(expires_before_start, 422, 2, "ends before it starts") \
  X(clock_behind,         503, 3, "clock is behind the ledger") \
  /* the ledger and the machine */ \
  X(ledger_damaged,       500, 1, "ledger fails its check") \
  X(not_compared,         503, 3, "restored ledger was not compared with what was published") \
  X(ledger_busy,          503, 3, "another process is writing the ledger") \
  X(idempotency_mismatch, 409, 2, "idempotency key was used for another request") \
  X(log_forked,           409, 1, "log shows two histories") \
  X(not_reachable,        502, 3, "could not be reached") \
  X(not_trusted,          502, 3, "its certificate is not trusted") \
  X(not_found,            404, 3, "not found") \
  X(exists,               409, 2, "already exists") \
  X(cannot_read,          500, 3, "could not be read") \
  X(cannot_write,         500, 3, "could not be written") \
  X(key_unusable,         500, 2, "a private key of the registry could not be used") \
  X(bad_usage,            400, 2, "wrong usage") \
  X(bad_settings,         500, 2, "settings are wrong") \
  X(crypto_failed,        500, 3, "a cryptographic library call failed") \
  X(internal,             500, 3, "unexpected failure") \
  /* HTTP */ \
  X(unauthorized,         401, 2, "a token is needed") \
  X(forbidden,            403, 2, "the token's role does not allow this") \
  X(rate_limited,         429, 3, "too many requests") \
  X(method_not_allowed,   405, 2, "method not allowed here") \
  X(not_acceptable,       406, 2, "no such representation") \
  X(body_too_large,       413, 2, "request body too large") \
  X(too_busy,             503, 3, "too much at once") \
  X(too_many,             422, 2, "more than one request may carry")
// clang-format on

enum class ErrorCode {
#define X(name, http, exit, text) name,
  TEM_ERRORS(X)
#undef X
};

/// `bad_check_digit`, as it stands in JSON.
std::string_view name(ErrorCode code) noexcept;
/// "check digit does not match"
std::string_view title(ErrorCode code) noexcept;
/// The HTTP status of a problem+json answer.
int http_status(ErrorCode code) noexcept;
/// The exit status of the command line.
int exit_status(ErrorCode code) noexcept;

struct Error {
  ErrorCode code{};
  std::string detail;  ///< one line for a person; may be empty, then title(code) serves

  /// detail, or the code's title when there is none.
  [[nodiscard]] std::string str() const;
  /// The same error with `where + ": "` before its line: "lot.json: …".
  [[nodiscard]] Error at(std::string_view where) const;

  friend bool operator==(const Error&, const Error&) = default;
};

}  // namespace tem
