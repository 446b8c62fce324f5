// A hidden code that is read prints as one that is read as the same code, in lower case and without
// its hyphen too. A refusal is one line, the same whatever characters of a code were typed.

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "tem/hidden_code.hpp"

namespace {

/// The same with other characters, as good or as bad.
std::string masked(std::string text) {
  constexpr std::string_view others = "abcdefghijklmnopqrstvwxyzILO";  // no U
  for (char& c : text) {
    if (c == '-') continue;
    const bool good = tem::kSerialAlphabet.find(c) != std::string_view::npos ||
                      others.find(c) != std::string_view::npos;
    c = good ? '7' : '*';
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto code = tem::HiddenCode::parse(text);
  if (!code) {
    tem::test::check_refusal(code.error());
    const auto other = tem::HiddenCode::parse(masked(text));
    if (other || other.error().detail != code.error().detail) std::abort();
    return 0;
  }
  const std::string printed = code->str();
  if (printed.size() != tem::kHiddenCodeLength + 1 || printed[4] != '-') std::abort();
  std::string typed = printed;
  std::erase(typed, '-');
  for (const char c : typed) {
    if (tem::kSerialAlphabet.find(c) == std::string_view::npos) std::abort();
  }
  std::ranges::transform(typed, typed.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto again = tem::HiddenCode::parse(printed), lower = tem::HiddenCode::parse(typed);
  if (!again || !again->equals(*code) || !lower || !lower->equals(*code)) std::abort();
  typed.front() = typed.front() == '2' ? '3' : '2';
  const auto other = tem::HiddenCode::parse(typed);
  if (!other || other->equals(*code)) std::abort();
  return 0;
}
