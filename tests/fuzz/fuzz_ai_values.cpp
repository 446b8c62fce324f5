// Any value of any AI gives an answer: input is `AI=value`. A fault names its AI in one line of
// plain text; an AI that is not in the table is found neither under its code nor among the rows.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "tem/ai_table.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return 0;
  const std::string_view code = text.substr(0, equals), value = text.substr(equals + 1);
  const tem::Ai* ai = tem::find_ai(code);
  if (ai == nullptr) {
    for (const tem::Ai& row : tem::ai_table()) {
      if (row.code == code) std::abort();
    }
    return 0;
  }
  if (ai->code != code) std::abort();
  const auto ok = tem::check_ai_value(*ai, value);
  if (!ok) {
    const tem::Error& error = ok.error();
    if (error.code == tem::ErrorCode::internal) std::abort();
    if (!error.detail.starts_with("AI " + std::string(code))) std::abort();
    if (error.detail.find('\n') != std::string::npos || error.detail.size() > 500) std::abort();
    return 0;
  }
  // No character set of GS1 goes beyond printable ASCII, and no value beyond 90 characters.
  if (value.empty() || value.size() > 90) std::abort();
  for (const char c : value) {
    if (c <= ' ' || c >= '~') std::abort();
  }
  return 0;
}
