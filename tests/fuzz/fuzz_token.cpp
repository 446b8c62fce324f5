// A token that is read is written back byte for byte; any other text gets one plain line that does
// not repeat it.

#include <cstdlib>

#include "tem/token.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto token = tem::Token::parse(text);
  if (token) {
    if (token->str() != text) std::abort();
    return 0;
  }
  const std::string& why = token.error().detail;
  if (token.error().code != tem::ErrorCode::unauthorized || why.empty() || why.size() > 200) {
    std::abort();
  }
  if (text.size() >= 12 && why.find(text.substr(8)) != std::string::npos) std::abort();
  return 0;
}
