// Any bytes are an archive within its bounds or an error of one line, of it or of a member; what is
// read of it is no more than its budget, and no name leads out of it.

#include <cstdlib>

#include "check_refusal.hpp"
#include "tem/image.hpp"
#include "zip_archive.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace tem::cli;
  auto zip = ZipArchive::from_bytes(std::string(reinterpret_cast<const char*>(data), size));
  if (!zip) {
    tem::test::check_refusal(zip.error());
    return 0;
  }
  if (zip->left() > kMaxZipMembers) std::abort();
  std::uint64_t read = 0, members = 0;
  while (auto member = zip->next([](const std::string& name, std::span<const std::byte> head) {
    if (head.size() > kZipHeadBytes || !is_inner_path(name)) std::abort();
    return !name.ends_with(".no");
  })) {
    if (++members > kMaxZipMembers) std::abort();
    if (member->bytes && *member->bytes) {
      if ((*member->bytes)->size() > kMaxMemberBytes) std::abort();
      read += (*member->bytes)->size();
    } else if (!member->bytes) {
      tem::test::check_refusal(member->bytes.error());
    }
  }
  if (zip->left() != 0 || read > kMostZipBudget) std::abort();
  return 0;
}
