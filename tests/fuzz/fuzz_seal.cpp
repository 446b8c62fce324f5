// A seal that is read is written back as the same digits.

#include <cstdlib>

#include "tem/seal.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto seal = tem::Seal::parse(text);
  if (!seal) {
    if (seal.error().detail.empty()) std::abort();
    return 0;
  }
  if (seal->key_number == 0 || seal->str() != text) std::abort();
  return 0;
}
