// A token that is read is written back byte for byte; any other text gets one plain line, which is
// the same whatever its secret characters are and however they stand.

#include <algorithm>
#include <cstdlib>
#include <string>

#include "tem/token.hpp"

constexpr std::ptrdiff_t kPrefixBytes = 8;  // tem_pro_

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
  std::string turned(text);
  std::reverse(
      turned.begin() + std::min<std::ptrdiff_t>(kPrefixBytes, turned.end() - turned.begin()),
      turned.end());
  const auto other = tem::Token::parse(turned);
  if (!other && other.error().detail != why) std::abort();
  return 0;
}
