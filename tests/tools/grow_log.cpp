// grow_log REGISTRY SIZE: appends sample producers until the log has SIZE entries. For tests that need
// logs of sizes that no hand would make.

#include <charconv>
#include <cstdio>
#include <string>

#include "tem/registry.hpp"

int main(int argc, char** argv) {
  using namespace tem;
  constexpr std::uint64_t kBatch = 4096;
  std::uint64_t wanted = 0;
  const std::string_view text = argc == 3 ? argv[2] : "";
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), wanted);
  if (text.empty() || ec != std::errc{} || end != text.data() + text.size()) {
    std::fprintf(stderr, "usage: grow_log REGISTRY SIZE\n");
    return 2;
  }
  auto registry = Registry::open(argv[1], Access::append);
  if (!registry) {
    std::fprintf(stderr, "grow_log: %s\n", registry.error().str().c_str());
    return 3;
  }
  const auto now =
      Instant(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  for (;;) {
    const auto size = registry->ledger().checkpoint()->head.size;
    if (size >= wanted) return 0;
    std::vector<FactBody> facts;
    for (std::uint64_t i = size; i < std::min(size + kBatch, wanted); ++i) {
      facts.push_back(ProducerRegistered{{"mau-" + std::to_string(i), "Cơ sở mẫu " + std::to_string(i),
                                          "Thôn mẫu, tỉnh Quảng Ninh", "VN", {}, {}, {}, {}}});
    }
    if (const auto done = registry->append(std::move(facts), now); !done) {
      std::fprintf(stderr, "grow_log: %s\n", done.error().str().c_str());
      return 3;
    }
  }
}
