// Scans recorded durably, by 64 who wait for each of theirs, beside what the disk takes of syncs alone.
//
//   bench_scans [FOLDER]     a registry is made in a folder of its own there, and removed

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tem/registry.hpp"
#include "tem/scan_store.hpp"

using namespace tem;
using Steady = std::chrono::steady_clock;

namespace {

constexpr int kCallers = 64;
constexpr std::chrono::seconds kTime{3};

Instant now() {
  return Instant(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

double syncs(const std::filesystem::path& folder) {
  const int fd = ::open((folder / "syncs").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  const std::string page(4096, 'x');
  const auto end = Steady::now() + kTime;
  int count = 0;
  while (Steady::now() < end) {
    if (::write(fd, page.data(), page.size()) < 0 || ::fdatasync(fd) != 0) break;
    ++count;
  }
  ::close(fd);
  return count / static_cast<double>(kTime.count());
}

/// `stamps` of them, one after another; 0: each look at another stamp.
double scans(ScanStore& store, std::uint32_t stamps) {
  const Gtin gtin = Gtin::parse("08936000000011").value();
  const Lot lot = Lot::parse(stamps == 0 ? "EACH" : "HOT").value();
  std::atomic<std::uint32_t> next = 0;
  std::atomic<std::uint64_t> done = 0;
  const auto end = Steady::now() + kTime;
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < kCallers; ++i) {
      callers.emplace_back([&] {
        while (Steady::now() < end) {
          const std::uint32_t n = next++;
          const auto ticket = store.record({{gtin, lot, stamps == 0 ? n : n % stamps},
                                            {now(), Channel::page, "VN-13", n + 1},
                                            Finding::genuine_});
          if (!store.wait(ticket)) return;
          ++done;
        }
      });
    }
  }
  return static_cast<double>(done) / static_cast<double>(kTime.count());
}

}  // namespace

int main(int argc, char** argv) {
  const auto folder = std::filesystem::path(argc > 1 ? argv[1] : "/tmp") /
                      ("bench-scans-" + std::to_string(::getpid()));
  const Settings settings{"bench.example", "Bench", BaseUri::parse("https://bench.example").value()};
  if (auto made = Registry::create(folder, settings, now()); !made) {
    std::fprintf(stderr, "bench_scans: %s\n", made.error().str().c_str());
    return 3;
  }
  {
    auto store = ScanStore::open(folder, {}, now);
    if (!store) {
      std::fprintf(stderr, "bench_scans: %s\n", store.error().str().c_str());
      return 3;
    }
    std::printf("4 KB and fdatasync, one after another   %9.0f /s\n", syncs(folder));
    const double each = scans(**store, 0);
    std::printf("each stamp once, %d callers             %9.0f scans/s\n", kCallers, each);
    std::printf("1,000 hot stamps                        %9.0f scans/s\n", scans(**store, 1'000));
    const auto counts = (*store)->counts();
    std::printf("scans in one commit                     %9.1f\n",
                static_cast<double>(counts.recorded) / static_cast<double>(counts.commits));
  }
  std::filesystem::remove_all(folder);
}
