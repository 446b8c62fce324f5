#pragma once
// Whole files, for tests.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace tem::test {

/// Empty when there is no such file.
inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void put_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << bytes;
  REQUIRE_MESSAGE(out.flush().good(), file.string());
}

/// Of tests/, where it must be.
inline std::string kept_bytes(const std::string& name) {
  const std::filesystem::path file = std::filesystem::path(TEM_TESTS_DIR) / name;
  REQUIRE_MESSAGE(std::filesystem::is_regular_file(file), name);
  return bytes_of(file);
}

}  // namespace tem::test
