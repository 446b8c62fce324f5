#pragma once
// ZIP archives in memory, for tests.

#include <doctest/doctest.h>
#include <zip.h>

#include <filesystem>
#include <string>
#include <vector>

#include "file_bytes.hpp"
#include "fixture.hpp"

namespace tem::test {

struct ZipEntry {
  std::string name, bytes;
  std::string password{};
};

/// Deflated; a name that ends in `/` is a folder.
inline std::string zip_of(const std::vector<ZipEntry>& entries) {
  const TempDir folder;
  const std::string path = (folder.path() / "made.zip").string();
  int why = 0;
  zip_t* zip = zip_open(path.c_str(), ZIP_CREATE, &why);
  REQUIRE(zip != nullptr);
  for (const auto& entry : entries) {
    if (entry.name.ends_with('/')) {
      zip_dir_add(zip, entry.name.c_str(), ZIP_FL_ENC_UTF_8);
      continue;
    }
    zip_source_t* source = zip_source_buffer(zip, entry.bytes.data(), entry.bytes.size(), 0);
    const auto at = zip_file_add(zip, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    REQUIRE(at >= 0);
    if (entry.password.empty()) continue;
    REQUIRE(zip_file_set_encryption(zip, static_cast<zip_uint64_t>(at), ZIP_EM_AES_256,
                                    entry.password.c_str()) == 0);
  }
  REQUIRE(zip_close(zip) == 0);
  return bytes_of(path);
}

}  // namespace tem::test
