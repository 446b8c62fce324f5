#pragma once
// All that an operator can set of the service: temd.toml in the registry's folder.
//
//   auto settings = parse_service_settings("threads = 4\n[tls]\ncert = \"tem.pem\"\n…",
//   "temd.toml"); settings->threads == 4 settings_text(*settings)     // every setting with its
//   value and what it means; reads back the same
//
// Every key may be left out. One that is not known, of the wrong type or out of bounds is refused
// with its line: a slip of the pen must not leave a limit at its default unnoticed.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tem/listener.hpp"
#include "tem/rate_limiter.hpp"
#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxSettingsBytes = 64 * 1024;
inline constexpr unsigned kMaxThreads = 256;

/// One for each core that this machine has, 1 to kMaxThreads.
unsigned cores() noexcept;

struct ServiceSettings {
  std::string listen = "127.0.0.1:8080";
  unsigned threads = cores();
  unsigned work_threads = cores() + 1;
  unsigned picture_threads = cores();
  bool access_log = false;
  std::vector<std::string> proxies{};  ///< addresses or networks whose X-Forwarded-For is believed
  std::string passphrase_file{};  ///< of the registry's keys; empty: they are plain
  std::string geoip{};  ///< a MaxMind DB file; empty: none
  /// Of scans and reports; 0: for ever. A stamp's goods are sold and used up by then, and the rules
  /// look back a month.
  unsigned retention_days = 730;
  std::string tls_cert{}, tls_key{};   ///< PEM files; both empty: plain HTTP
  ServiceLimits limits{};
  RateLimits rates{};
};

/// `over` with what the text sets. Error: bad_settings, `FILE: line N: "key" …`, one line.
Result<ServiceSettings> parse_service_settings(std::string_view toml, std::string_view file,
                                               ServiceSettings over = {});

/// `over` with one setting as the command line gives it: `limits.header_bytes=8192`, the value as
/// in the file. Error: bad_settings.
Result<ServiceSettings> set_one(std::string_view assignment, ServiceSettings over);

/// What must hold between settings, once all have been read. Error: bad_settings.
Result<void> check_together(const ServiceSettings& settings);

/// A temd.toml of every setting in force, a comment above each.
/// Law: parse_service_settings(settings_text(s), …) is s, whatever `over` was.
std::string settings_text(ServiceSettings settings);

}  // namespace tem
