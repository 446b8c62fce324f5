// A log whose served files are changed is copied as the log signed it or not at all, and the
// refusal is one line. Input: the file that is changed, and what it is then: the whole of it, or
// (odd) bytes that are turned in it, each a place and what is turned there.

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "../temp_dir.hpp"
#include "check_refusal.hpp"
#include "tem/log_export.hpp"
#include "tem/log_follow.hpp"
#include "tem/registry.hpp"

using namespace tem;

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kEntries = 259;  // two tiles, the second not whole, and one above them

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const fs::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

struct Log {
  test::TempDir scratch;
  fs::path pub = scratch.path() / "pub", copy = scratch.path() / "copy";
  Instant now = Instant::parse("2026-11-24T03:00:00Z").value();
  std::optional<NoteKey> key;
  std::vector<fs::path> files;

  Log() {
    const fs::path dir = scratch.path() / "registry";
    const Settings settings{"tem.example/fuzz", "Mẫu",
                            BaseUri::parse("https://tem.example").value()};
    if (!Registry::create(dir, settings, now)) std::abort();
    auto registry = Registry::open(dir, Access::append);
    std::vector<FactBody> facts;
    for (std::uint64_t i = 1; i < kEntries; ++i) {
      const Producer producer{"p" + std::to_string(i), "Mẫu", "Quảng Ninh", "VN", {}, {}, {}, {}};
      facts.emplace_back(ProducerRegistered{producer});
    }
    if (!registry || !registry->append(std::move(facts), now)) std::abort();
    key = registry->log_vkey();
    if (!export_log(registry->ledger(), *key, pub)) std::abort();
    for (const auto& each : fs::recursive_directory_iterator(pub)) {
      if (each.is_regular_file()) files.push_back(each.path());
    }
    std::ranges::sort(files);
  }
};

/// `bytes` with some turned: each change is a place of two bytes and what is turned there.
std::string turned(std::string bytes, std::string_view changes) {
  for (; changes.size() >= 3 && !bytes.empty(); changes.remove_prefix(3)) {
    const auto high = static_cast<unsigned char>(changes[0]),
               low = static_cast<unsigned char>(changes[1]);
    char& byte = bytes[(high * 256U + low) % bytes.size()];
    byte = static_cast<char>(byte ^ changes[2]);
  }
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static Log log;
  if (size == 0) return 0;
  const fs::path& file = log.files[data[0] / 2 % log.files.size()];
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string honest = read(file);
  const std::string served = data[0] % 2 == 0 ? std::string(rest) : turned(honest, rest);
  write(file, served);
  const auto done = follow_log(
      {.from = log.pub.string(), .key = *log.key, .dir = log.copy, .base = {}, .now = log.now});
  write(file, honest);
  if (done) {
    // What was changed was as it had been, or nothing that is signed.
    for (const fs::path& each : log.files) {
      const auto name = each.lexically_relative(log.pub);
      if (name == "checkpoint") continue;
      if (read(log.copy / name) != read(each)) std::abort();
    }
    if (done->head.size != kEntries) std::abort();
  } else {
    test::check_refusal(done.error());
    if (fs::exists(log.copy / "checkpoint") || fs::exists(log.copy / "ledger.db")) std::abort();
  }
  fs::remove_all(log.copy);
  return 0;
}
