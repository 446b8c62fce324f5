// Whatever picture it is, what is read in it is as many texts as there may be, each lying in the
// picture and no two in one place, in the order of a page; the bound on work ends the reading.

#include <cstdlib>
#include <string>

#include "check_corners.hpp"
#include "tem/bytes.hpp"
#include "tem/photo_reader.hpp"

namespace {

constexpr std::uint64_t kPixelsRead = 1 << 16;  // more takes the fuzzer's time
constexpr double kWork = 20e6;

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto image = tem::decode_image(tem::as_bytes(bytes));
  if (!image || image->pixels.size() > kPixelsRead) return 0;
  const auto photo = tem::read_photo(*image, {.work = kWork});
  if (!photo) std::abort();
  if (photo->reads.size() > tem::kMaxSymbolsInPicture) std::abort();
  for (const tem::PhotoRead& read : photo->reads) tem::test::check_corners(*image, read.corners);
  for (const auto& corners : photo->unread) tem::test::check_corners(*image, corners);

  const auto of_file = tem::read_photo(tem::as_bytes(bytes), {.work = kWork});
  if (!of_file) std::abort();
  int asked = 0;
  const auto cut =
      tem::read_photo(*image, {.work = kWork, .may_go_on = [&] { return ++asked < 2; }});
  if (!cut || cut->reads.size() > photo->reads.size()) std::abort();
  return 0;
}
