// A bundle that is read is as many entries as its width, and they make the same bytes. Input: the
// width, less one; then the bundle.

#include <cstdlib>

#include "check_refusal.hpp"
#include "tem/tile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const unsigned width = 1U + data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto entries = tem::split_bundle(bytes, width);
  if (!entries) {
    tem::test::check_refusal(entries.error());
    return 0;
  }
  if (entries->size() != width || tem::split_bundle(bytes, width + 1)) std::abort();
  std::string made;
  for (const auto& entry : *entries) tem::add_to_bundle(made, entry);
  if (made != bytes) std::abort();
  return 0;
}
