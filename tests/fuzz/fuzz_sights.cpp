// The sights of a stamp that are read from its row of scans.db are written back byte for byte; any
// sights that are written read back the same, and with a byte less they do not.

#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "scan_rows.hpp"
#include "tem/bytes.hpp"

namespace {

constexpr std::size_t kMaxPlace = 16;
constexpr auto kChannels = static_cast<unsigned>(tem::Channel::inspector) + 1;

/// Takes the next number of so many bytes; zeros behind the end.
std::uint64_t take(std::span<const unsigned char>& bytes, int count) {
  std::uint64_t value = 0;
  for (; count > 0; --count) {
    value = value << 8 | (bytes.empty() ? 0U : bytes.front());
    if (!bytes.empty()) bytes = bytes.subspan(1);
  }
  return value;
}

std::vector<tem::Sight> sights_from(std::span<const unsigned char> bytes) {
  std::vector<tem::Sight> sights;
  while (!bytes.empty() && sights.size() < tem::kMaxSights) {
    tem::Sight sight;
    sight.at =
        tem::instant_of(static_cast<std::int64_t>(take(bytes, 8) % (tem::kLatestSecond + 1)));
    sight.client = take(bytes, 8);
    sight.channel = static_cast<tem::Channel>(take(bytes, 1) % kChannels);
    const std::uint64_t flags = take(bytes, 1);
    sight.inactive = (flags & 1) != 0;
    sight.guessed = (flags & 2) != 0;
    for (auto left = take(bytes, 1) % (kMaxPlace + 1); left > 0; --left) {
      sight.place += static_cast<char>(take(bytes, 1));
    }
    sights.push_back(std::move(sight));
  }
  return sights;
}

void check_written(const std::vector<tem::Sight>& sights) {
  const std::string bytes = tem::encode_sights(sights);
  if (tem::decode_sights(tem::as_bytes(bytes)) != sights) std::abort();
  if (bytes.empty()) return;
  const auto cut = std::string_view(bytes).substr(0, bytes.size() - 1);
  if (tem::decode_sights(tem::as_bytes(cut))) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto sights = tem::decode_sights(tem::as_bytes(bytes))) {
    if (sights->size() > tem::kMaxSights || tem::encode_sights(*sights) != bytes) std::abort();
  }
  check_written(sights_from({data, size}));
  return 0;
}
