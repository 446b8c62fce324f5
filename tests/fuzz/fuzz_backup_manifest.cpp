// A manifest that is read has one text, names each file once and none beyond the backup's folder; a
// refusal is one line.

#include <cstdlib>
#include <set>
#include <string>

#include "check_refusal.hpp"
#include "tem/backup_manifest.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto manifest = tem::BackupManifest::parse(text);
  if (!manifest) {
    tem::test::check_refusal(manifest.error());
    return 0;
  }
  if (manifest->str() != text) std::abort();
  std::set<std::string> names;
  for (const auto& file : manifest->files) {
    if (!tem::is_backup_file(file.name) || !names.insert(file.name).second) std::abort();
    if (file.name.find("..") != std::string::npos || file.name.starts_with('/')) std::abort();
  }
  if (!names.contains("ledger.hold") || manifest->total_bytes() > std::uint64_t{1} << 60)
    std::abort();
  return 0;
}
