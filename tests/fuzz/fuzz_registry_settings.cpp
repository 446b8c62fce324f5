// A registry.toml that is read is written in our own form, which reads back the same; a refusal is
// one line that names the file.

#include <cstdlib>

#include "../../data/src/settings.hpp"
#include "check_refusal.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = tem::parse_settings(text);
  if (!read) {
    tem::test::check_refusal(read.error());
    if (read.error().code != tem::ErrorCode::bad_settings) std::abort();
    if (!read.error().detail.starts_with("registry.toml: ")) std::abort();
    return 0;
  }
  const auto& [settings, key] = *read;
  if (!tem::check_settings(settings) || key.name != settings.origin) std::abort();
  const std::string written = tem::settings_text(settings, key);
  const auto again = tem::parse_settings(written);
  if (!again || tem::settings_text(again->first, again->second) != written) std::abort();
  if (again->first.name != settings.name || again->first.copy_of != settings.copy_of) std::abort();
  return 0;
}
