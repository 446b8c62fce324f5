#include <string>

#include "ai_rules.hpp"

namespace tem {
namespace {

/// Reads a coupon's fields from left to right. After the first field that is wrong it reads nothing
/// more, so a caller may look at the outcome once, at the end.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {
    if (text.find_first_not_of("0123456789") != std::string_view::npos) fail("digits", "coupon");
  }

  /// Exactly `size` digits.
  std::string_view digits(std::size_t size, std::string_view what) {
    if (failed_ || rest_.size() < size) return fail("too short", what);
    const std::string_view field = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return field;
  }

  /// One digit out of `allowed`.
  std::string_view one_of(std::string_view allowed, std::string_view what) {
    const std::string_view field = digits(1, what);
    if (failed_) return {};
    return allowed.find(field) == std::string_view::npos ? fail("not a known code", what) : field;
  }

  /// One digit out of `allowed` that tells, less `base`, how many digits follow; then those.
  void counted(std::string_view allowed, std::size_t base, std::string_view what) {
    const std::string_view count = one_of(allowed, what);
    if (!failed_) digits(static_cast<std::size_t>(count[0] - '0') + base, what);
  }

  /// Is the next digit `mark`? Then reads it: an optional field begins.
  bool begins(char mark) {
    if (failed_ || !rest_.starts_with(mark)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// YYMMDD.
  std::string_view date(std::string_view what) {
    const std::string_view field = digits(6, what);
    if (!failed_ && !is_yymmdd(field, false)) {
      fail("not a date YYMMDD", what);
      error_.code = ErrorCode::bad_date;
    }
    return failed_ ? std::string_view() : field;
  }

  std::string_view fail(std::string_view why, std::string_view what) {
    if (!failed_) {
      error_ = {ErrorCode::bad_value,
                std::string("coupon's ").append(what).append(": ").append(why)};
    }
    failed_ = true;
    return {};
  }

  Result<void> finish() {
    if (!rest_.empty()) fail("more digits than its fields", "end");
    if (failed_) return error_;
    return {};
  }

 private:
  std::string_view rest_;
  Error error_{};
  bool failed_ = false;
};

constexpr std::string_view kAnyDigit = "0123456789";
constexpr std::string_view kCompanyPrefix = "0123456";  // 6 to 12 digits

void purchase(Fields& fields) {
  fields.counted("12345", 0, "purchase requirement");
  fields.one_of("012349", "purchase requirement code");
  fields.digits(3, "purchase family code");
}

/// The company prefix of a further purchase; 9 is the first one's.
void further_prefix(Fields& fields) {
  if (!fields.begins('9')) fields.counted(kCompanyPrefix, 6, "purchase company prefix");
}

}  // namespace

Result<void> check_coupon(std::string_view text) {
  Fields fields(text);
  fields.counted(kCompanyPrefix, 6, "company prefix");
  fields.digits(6, "offer code");
  fields.counted("12345", 0, "save value");
  purchase(fields);
  if (fields.begins('1')) {
    fields.one_of("0123", "additional purchase rules code");
    purchase(fields);
    further_prefix(fields);
  }
  if (fields.begins('2')) {
    purchase(fields);
    further_prefix(fields);
  }
  std::string_view expires;
  if (fields.begins('3')) expires = fields.date("expiry date");
  if (fields.begins('4')) {
    const std::string_view starts = fields.date("start date");
    if (!expires.empty() && starts > expires) fields.fail("it ends before it starts", "dates");
  }
  if (fields.begins('5')) fields.counted(kAnyDigit, 6, "serial number");
  if (fields.begins('6')) fields.counted("1234567", 6, "retailer");
  if (fields.begins('9')) {
    fields.one_of("01256", "save value code");
    fields.one_of("012", "save value applies to");
    fields.digits(1, "store coupon flag");
    fields.one_of("01", "don't multiply flag");
  }
  return fields.finish();
}

Result<void> check_coupon_offer(std::string_view text) {
  Fields fields(text);
  fields.one_of("01", "format");
  fields.counted(kCompanyPrefix, 6, "funder");
  fields.digits(6, "offer code");
  fields.counted(kAnyDigit, 6, "serial number");
  return fields.finish();
}

}  // namespace tem
