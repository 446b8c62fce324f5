#include "verify_request.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include "tem/quote.hpp"

namespace tem {
namespace {

namespace json = boost::json;

/// Takes the parser's events and stops at the first that does not belong, so that a hostile body
/// never becomes a tree. boost::json::value would also keep the last of two equal keys in silence.
class UriList {
 public:
  // Required by basic_parser. The counts are refused below, where the reason can be told.
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = 64;
  static constexpr std::size_t max_string_size = std::size_t{1} << 20;

  std::vector<std::string> uris;
  Error refused;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& ec) {
    if (depth_++ == 0) return true;
    return refuse(ec, where() + ": must be a string, not an object");
  }
  bool on_object_end(std::size_t, json::error_code& ec) {
    return seen_ || refuse(ec, "\"uris\": missing; send {\"uris\": [\"https://…\"]}");
  }
  bool on_array_begin(json::error_code& ec) {
    if (depth_ == 1 && seen_) return ++depth_, true;
    return refuse(ec, depth_ == 0 ? "body: must be an object {\"uris\": […]}"
                                  : where() + ": must be a string, not an array");
  }
  bool on_array_end(std::size_t, json::error_code&) { return --depth_, true; }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& ec) {
    key_.append(part.data(), part.size());
    if (key_ != "uris")
      return refuse(ec, tem::quoted(key_) + ": no such field; only \"uris\" is read");
    if (seen_) return refuse(ec, "\"uris\": given twice");
    seen_ = true;
    key_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code& ec) {
    if (depth_ != 2) return refuse(ec, misplaced("string"));
    text_.append(part.data(), part.size());
    if (uris.size() == kMaxUrisInRequest) {
      refused = {ErrorCode::too_many, "\"uris\": more than " + std::to_string(kMaxUrisInRequest) +
                                          "; send them in several requests"};
      ec = json::error::size_mismatch;
      return false;
    }
    uris.push_back(std::move(text_));
    text_.clear();
    return true;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code& ec) { return number(ec); }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) { return number(ec); }
  bool on_double(double, json::string_view, json::error_code& ec) { return number(ec); }
  bool on_bool(bool, json::error_code& ec) { return refuse(ec, misplaced("boolean")); }
  bool on_null(json::error_code& ec) { return refuse(ec, misplaced("null")); }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  bool number(json::error_code& ec) { return refuse(ec, misplaced("number")); }
  [[nodiscard]] std::string where() const {
    return depth_ == 2 ? "\"uris\"[" + std::to_string(uris.size()) + "]" : "\"uris\"";
  }
  [[nodiscard]] std::string misplaced(std::string_view what) const {
    if (depth_ == 0) return "body: must be an object {\"uris\": […]}, not a " + std::string(what);
    if (depth_ == 1) return "\"uris\": must be an array of strings, not a " + std::string(what);
    return where() + ": must be a string, not a " + std::string(what);
  }
  bool refuse(json::error_code& ec, std::string detail) {
    refused = {ErrorCode::bad_field, std::move(detail)};
    ec = json::error::size_mismatch;  // any error stops the parser; `refused` says why
    return false;
  }

  int depth_ = 0;
  bool seen_ = false;
  std::string key_, text_;
};

}  // namespace

Result<std::vector<std::string>> parse_verify_request(std::string_view body) {
  json::basic_parser<UriList> parser{json::parse_options{}};
  json::error_code ec;
  const std::size_t read = parser.write_some(false, body.data(), body.size(), ec);
  if (!parser.handler().refused.detail.empty()) return std::move(parser.handler().refused);
  if (ec) {
    return Error{ErrorCode::bad_json, "body: " + ec.message() + " at byte " + std::to_string(read)};
  }
  if (const auto rest = body.substr(read); rest.find_first_not_of(" \t\r\n") != rest.npos)
    return Error{ErrorCode::bad_json,
                 "body: more text after the object at byte " + std::to_string(read)};
  return std::move(parser.handler().uris);
}

}  // namespace tem
