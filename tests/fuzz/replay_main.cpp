// Runs a fuzz target over files instead of libFuzzer: each argument is a file, or a folder whose
// every file is run. A law that does not hold aborts. Prints how many inputs were run.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fs = std::filesystem;

namespace {

/// The files to run, in an order that does not depend on the file system.
std::vector<fs::path> files_of(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool run(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in) {
    std::cerr << file.string() << ": could not be read\n";
    return false;
  }
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) try {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const fs::path& file : files_of(argv[i])) {
      if (!run(file)) return 1;
      ++count;
    }
  }
  std::cout << count << " inputs\n";
  // A folder that was renamed must not pass as one whose inputs all hold.
  if (count == 0) std::cerr << "no input: name a file or a folder that holds some\n";
  return count == 0 ? 1 : 0;
} catch (const fs::filesystem_error& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
