// Settings that are read print as a temd.toml that reads back the same, whatever stood there
// before. A refusal is one line that names the file.

#include <cstdlib>
#include <string>

#include "tem/service_settings.hpp"

namespace {

void hold(bool law) {
  if (!law) std::abort();
}

void hold_refusal(const tem::Error& error) {
  hold(error.code == tem::ErrorCode::bad_settings);
  hold(error.detail.find('\n') == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto one = tem::set_one(text, {}); !one) hold_refusal(one.error());
  const auto settings = tem::parse_service_settings(text, "fuzz.toml");
  if (!settings) {
    hold_refusal(settings.error());
    hold(settings.error().detail.starts_with("fuzz.toml: "));
    return 0;
  }
  const std::string printed = tem::settings_text(*settings);
  tem::ServiceSettings other;
  other.threads = 256;
  other.listen = "[::1]:1";
  const auto again = tem::parse_service_settings(printed, "printed", other);
  hold(again.has_value());
  hold(tem::settings_text(*again) == printed);
  return 0;
}
