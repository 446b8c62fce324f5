// A request to a witness that is read is written back as it stood; a refusal is one line.

#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "tem/witness.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto asked = tem::AddCheckpoint::parse(text);
  if (asked) {
    if (asked->str() != text || asked->proof.size() > tem::kMaxProofHashes) std::abort();
  } else {
    tem::test::check_refusal(asked.error());
  }
  return 0;
}
