// A request that is read is JSON of that one form, and written anew is the same list; any other
// body gets one plain line.

#include <boost/json.hpp>
#include <cstdlib>

#include "verify_request.hpp"

namespace json = boost::json;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto uris = tem::parse_verify_request(body);
  if (!uris) {
    const tem::Error& error = uris.error();
    if (error.code != tem::ErrorCode::bad_json && error.code != tem::ErrorCode::bad_field &&
        error.code != tem::ErrorCode::too_many) {
      std::abort();
    }
    if (error.detail.empty() || error.detail.size() > 500) std::abort();
    for (const char c : error.detail) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) std::abort();
    }
    return 0;
  }
  if (uris->size() > tem::kMaxUrisInRequest) std::abort();

  json::error_code ec;
  const json::value read = json::parse(body, ec);
  if (ec || !read.is_object() || read.get_object().size() != 1) std::abort();
  const json::value& list = read.get_object().begin()->value();
  if (!list.is_array() || list.get_array().size() != uris->size()) std::abort();
  for (std::size_t i = 0; i < uris->size(); ++i) {
    const auto* text = list.get_array()[i].if_string();
    if (text == nullptr || std::string_view(*text) != (*uris)[i]) std::abort();
  }

  const json::value written = {{"uris", json::array(uris->begin(), uris->end())}};
  const auto again = tem::parse_verify_request(json::serialize(written));
  if (!again || *again != *uris) std::abort();
  return 0;
}
