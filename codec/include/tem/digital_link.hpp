#pragma once
// A GS1 Digital Link URI, taken apart strictly: one meaning for one text.
//
//   auto link =
//   DigitalLink::parse("https://tem.example/01/08936000000011/10/L2611A?17=271231&x=y");
//   link->path()       {{"01","08936000000011"},{"10","L2611A"}}
//   link->attributes() {{"17","271231"}}
//   link->others()     {{"x","y"}}
//   link->canonical()  "https://id.gs1.org/01/08936000000011/10/L2611A?17=271231"
//
// GS1 Digital Link URI Syntax 1.7, RFC 3986. Uncompressed form only.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxUriBytes = 2048;  // RFC 9110 §4.1 asks for 8000; a QR holds less

/// An AI, or another key, with its decoded value.
struct Element {
  std::string ai;
  std::string value;
  friend bool operator==(const Element&, const Element&) = default;
};

/// Scheme, host, port and stem of a URI, told apart only as far as they matter.
class BaseUri {
 public:
  /// `https://tem.example`, `http://127.0.0.1:8080/vn`: no query, no fragment, no user part, no
  /// closing slash, no `//`, `.` or `..` in the stem. Errors: too_long, bad_scheme, bad_character,
  /// bad_host, bad_escape, empty_value, bad_value.
  static Result<BaseUri> parse(std::string_view text);

  [[nodiscard]] const std::string& str() const noexcept { return text_; }
  [[nodiscard]] bool is_demonstration() const;  ///< the host ends in `.example`
  /// Same host without regard to case, same port and stem; http and https are one, and a port that
  /// the scheme has anyway is none.
  [[nodiscard]] bool same_place(const BaseUri& other) const;

 private:
  friend class DigitalLink;
  std::string text_, host_, port_, stem_;
};

class DigitalLink {
 public:
  /// Any GS1 Digital Link. Checks kMaxUriBytes first. A fragment is ignored. Query keys that are
  /// not all digits stay as they stand, unless one decodes to digits; a bare `;` in the query, and
  /// `//`, `.` or `..` in the path, are refused: other readers see another text. AIs that GS1 wants
  /// beside one another are not looked at, but for 415 and 8020. Errors: too_long, bad_scheme,
  /// bad_host, bad_escape, bad_character, bad_value, no_digital_link, unknown_ai, not_a_qualifier,
  /// not_an_attribute, duplicate_ai, missing_ai, empty_value, and those of check_ai_value.
  static Result<DigitalLink> parse(std::string_view uri);

  [[nodiscard]] const BaseUri& base() const noexcept { return base_; }
  /// Primary key first, then its qualifiers in their order.
  [[nodiscard]] const std::vector<Element>& path() const noexcept { return path_; }
  /// As they stand in the query.
  [[nodiscard]] const std::vector<Element>& attributes() const noexcept { return attributes_; }
  /// Query keys that are no AI, as they stand; `s` among them.
  [[nodiscard]] const std::vector<Element>& others() const noexcept { return others_; }
  /// The value of an AI in the path, or empty.
  [[nodiscard]] std::string_view find(std::string_view ai) const noexcept;

  /// `https://id.gs1.org` + path + `?` + attributes in ascending order of the AI as text.
  [[nodiscard]] std::string canonical() const;
  /// Under a base: attributes as they stand, other keys after them. parse(print(b)) gives the same
  /// link, unless percent-encoding made it longer than kMaxUriBytes.
  [[nodiscard]] std::string print(const BaseUri& base) const;

 private:
  BaseUri base_;
  std::vector<Element> path_, attributes_, others_;
};

/// Percent-encodes all but `A-Z a-z 0-9 - . _ ~`, with upper-case hex.
std::string percent_encode(std::string_view value);

}  // namespace tem
