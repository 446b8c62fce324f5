#include "tem/image.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "image_formats.hpp"
#include "tem/bytes.hpp"
#include "tem/code_point.hpp"

namespace tem {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kSniffBytes = 4096;

bool is_pgm_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool looks_like_text(std::string_view text) {
  const bool cut = text.size() > kSniffBytes;
  text = text.substr(0, kSniffBytes);
  if (text.empty()) return false;
  while (!text.empty()) {
    const auto point = take_code_point(text);
    if (!point) return cut && text.size() < 4;  // a character that the cut may have gone through
    const bool line = *point == '\t' || *point == '\n' || *point == '\r';
    if ((*point < 0x20 && !line) || *point == 0x7F) return false;
  }
  return true;
}

// What else people send, so that the error can say it.
std::string_view known_but_unsupported(std::string_view text) {
  if (text.substr(0, 8).ends_with("ftyp")) return "a film";
  if (text.starts_with("BM")) return "a BMP picture";
  if (text.starts_with("P2") || text.starts_with("P6")) return "another Netpbm picture than P5";
  return {};
}

// The brands of ISO/IEC 23008-12 §10 and AVIF 1.1 §6; films begin in the same way.
bool is_heif(std::string_view text) {
  constexpr std::array<std::string_view, 10> kBrands = {"heic", "heix", "heim", "heis", "hevc",
                                                        "hevx", "mif1", "msf1", "avif", "avis"};
  return text.size() >= 12 && text.substr(4, 4) == "ftyp" &&
         std::ranges::find(kBrands, text.substr(8, 4)) != kBrands.end();
}

std::string_view name_of(FileKind kind) {
  switch (kind) {
    case FileKind::gif:
      return "a GIF picture";
    case FileKind::zip:
      return "a ZIP archive";
    case FileKind::pdf:
      return "a PDF document";
    case FileKind::text:
      return "a text";
    case FileKind::jpeg:
    case FileKind::png:
    case FileKind::pgm:
    case FileKind::webp:
    case FileKind::heif:
    case FileKind::tiff:
    case FileKind::unknown:
      break;
  }
  return "a file of an unknown kind";
}

Result<void> check_file_size(std::span<const std::byte> bytes) {
  if (bytes.size() > kMaxImageBytes) {
    return Error{ErrorCode::too_long, "picture of " + std::to_string(bytes.size()) +
                                          " bytes; at most " + std::to_string(kMaxImageBytes) +
                                          " are read, scale it down"};
  }
  if (bytes.empty()) return Error{ErrorCode::bad_image, "picture: the file is empty"};
  return {};
}

// A number of a PGM header with the white space and comments before it.
std::optional<std::uint64_t> take_pgm_number(std::string_view& text) {
  while (!text.empty() && (is_pgm_space(text.front()) || text.front() == '#')) {
    if (text.front() == '#') {
      text.remove_prefix(std::min(text.find('\n'), text.size()));
    } else {
      text.remove_prefix(1);
    }
  }
  std::uint64_t value = 0;
  std::size_t digits = 0;
  while (digits < text.size() && digits < 10 && text[digits] >= '0' && text[digits] <= '9') {
    value = 10 * value + static_cast<std::uint64_t>(text[digits++] - '0');
  }
  text.remove_prefix(digits);
  if (digits == 0 || digits == 10) return std::nullopt;
  return value;
}

}  // namespace

Result<void> check_image_size(std::uint64_t width, std::uint64_t height) {
  const std::string size = std::to_string(width) + " × " + std::to_string(height) + " pixels";
  if (width == 0 || height == 0) return Error{ErrorCode::bad_image, "picture of " + size};
  if (width > kMaxImageSide || height > kMaxImageSide || width * height > kMaxImagePixels) {
    return Error{ErrorCode::too_long, "picture of " + size + "; at most " +
                                          std::to_string(kMaxImagePixels / 1'000'000) +
                                          " million are read, scale it down"};
  }
  return {};
}

FileKind sniff(std::span<const std::byte> bytes) noexcept {
  const std::string_view text = as_text(bytes);
  if (text.starts_with("\xFF\xD8\xFF")) return FileKind::jpeg;
  if (text.starts_with("\x89PNG\r\n\x1A\n")) return FileKind::png;
  if (text.size() > 2 && text.starts_with("P5") && (is_pgm_space(text[2]) || text[2] == '#')) {
    return FileKind::pgm;
  }
  if (text.starts_with("RIFF") && text.substr(0, 12).ends_with("WEBP")) return FileKind::webp;
  if (is_heif(text)) return FileKind::heif;
  if (text.starts_with("II*\0"sv) || text.starts_with("MM\0*"sv)) return FileKind::tiff;
  if (text.starts_with("GIF8")) return FileKind::gif;
  if (text.starts_with("PK\3\4"sv) || text.starts_with("PK\5\6"sv)) return FileKind::zip;
  if (text.starts_with("%PDF-")) return FileKind::pdf;
  if (looks_like_text(text)) return FileKind::text;
  return FileKind::unknown;
}

Result<GreyImage> decode_pgm(std::span<const std::byte> bytes) {
  std::string_view text = as_text(bytes);
  text.remove_prefix(2);
  const auto width = take_pgm_number(text);
  const auto height = width ? take_pgm_number(text) : std::nullopt;
  const auto most = height ? take_pgm_number(text) : std::nullopt;
  if (!most || text.empty() || !is_pgm_space(text.front())) {
    return Error{ErrorCode::bad_image, "PGM: the header is not `P5 width height 255`"};
  }
  text.remove_prefix(1);
  if (*most != 255) {
    return Error{ErrorCode::unsupported_format,
                 "PGM: the maximum is " + std::to_string(*most) + ", only 255 is read"};
  }
  if (auto ok = check_image_size(*width, *height); !ok) return ok.error().at("PGM");
  if (text.size() != *width * *height) {
    return Error{ErrorCode::bad_image, "PGM: " + std::to_string(text.size()) +
                                           " bytes of pixels, " + std::to_string(*width * *height) +
                                           " expected"};
  }
  GreyImage image;
  image.width = static_cast<int>(*width);
  image.height = static_cast<int>(*height);
  image.pixels.assign(text.begin(), text.end());
  return image;
}

bool is_picture(FileKind kind) noexcept {
  return kind == FileKind::jpeg || kind == FileKind::png || kind == FileKind::pgm ||
         kind == FileKind::webp || kind == FileKind::heif || kind == FileKind::tiff;
}

Result<int> count_pages(std::span<const std::byte> bytes) {
  if (auto ok = check_file_size(bytes); !ok) return ok.error();
  return sniff(bytes) == FileKind::tiff ? count_tiff_pages(bytes) : 1;
}

Result<GreyImage> decode_image(std::span<const std::byte> bytes, int page) {
  if (auto ok = check_file_size(bytes); !ok) return ok.error();
  const FileKind kind = sniff(bytes);
  if (page < 1 || (page > 1 && kind != FileKind::tiff)) {
    return Error{ErrorCode::bad_image, "picture: no page " + std::to_string(page)};
  }
  switch (kind) {
    case FileKind::jpeg:
      return decode_jpeg(bytes);
    case FileKind::png:
      return decode_png(bytes);
    case FileKind::pgm:
      return decode_pgm(bytes);
    case FileKind::webp:
      return decode_webp(bytes);
    case FileKind::heif:
      return decode_heif(bytes);
    case FileKind::tiff:
      return decode_tiff(bytes, page);
    case FileKind::gif:
    case FileKind::zip:
    case FileKind::pdf:
    case FileKind::text:
    case FileKind::unknown:
      break;
  }
  std::string_view what = known_but_unsupported(as_text(bytes));
  if (what.empty()) what = name_of(kind);
  return Error{ErrorCode::unsupported_format, "picture: this is " + std::string(what) +
                                                  "; send JPEG, PNG, WebP, HEIC or TIFF"};
}

}  // namespace tem
