// How many photographs are read, by whom, and at what cost: read_photo, and in the same run what
// Debian's zxing-cpp-tools and zbar-tools find in the same pixels.
//
//   bench_photos [FOLDER]      FOLDER, or $TEM_PHOTOS, holds pictures and expected.tsv: a heading,
//                              then FILE<tab>TEXT in base64, `-` where no text is expected
//
// Then stamps that the tests make up, by what harms them and how much, as docs/photographs.md shows
// them; and of pictures of 12 million pixels the time from file to stamps beside libjpeg-turbo's
// grey decoding alone.

#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
// <jpeglib.h> needs FILE and size_t declared before it.
#include <jpeglib.h>

#include "../temp_dir.hpp"
#include "stamp_photo.hpp"
#include "tem/bytes.hpp"
#include "tem/photo_reader.hpp"

namespace {

using namespace tem;
using namespace tem::test;
namespace fs = std::filesystem;

constexpr int kSeeds = 10;
constexpr double kSpeedGoal = 1.25;

double milliseconds(const std::function<void()>& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun)
      .count();
}

double quickest(const std::function<void()>& work) {
  constexpr int kRounds = 9;
  double least = milliseconds(work);
  for (int i = 1; i < kRounds; ++i) least = std::min(least, milliseconds(work));
  return least;
}

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

std::string output_of(const std::string& command) {
  std::string output;
  FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
  if (pipe == nullptr) return output;
  char part[4096];
  for (std::size_t got = 0; (got = std::fread(part, 1, sizeof part, pipe)) > 0;) {
    output.append(part, got);
  }
  ::pclose(pipe);
  return output;
}

struct Sample {
  std::string name;
  GreyImage image;
  std::optional<std::string> text;  ///< empty: whatever is read is neither found nor misread
};

/// A file of the folder that the programs are given.
std::string put(const GreyImage& image, const test::TempDir& folder) {
  const fs::path path = folder.path() / "photo.pgm";
  std::ofstream file(path, std::ios::binary);
  file << "P5\n" << image.width << ' ' << image.height << "\n255\n";
  file.write(reinterpret_cast<const char*>(image.pixels.data()),
             static_cast<std::streamsize>(image.pixels.size()));
  return path.string();
}

// What the readers read. --------------------------------------------------------------------------

using Texts = std::vector<std::string>;

Texts by_us(const GreyImage& image) {
  Texts texts;
  const PhotoReads photo = read_photo(image).value();
  for (const PhotoRead& read : photo.reads) texts.push_back(read.text);
  return texts;
}

/// `Text:       "…"` and then `Bytes:` for each symbol.
Texts by_zxing(const std::string& path) {
  constexpr std::string_view kBefore = "Text:       \"", kAfter = "\"\nBytes:";
  const std::string output = output_of("ZXingReader -format QRCode " + path);
  Texts texts;
  for (std::size_t at = output.find(kBefore); at != std::string::npos;
       at = output.find(kBefore, at)) {
    at += kBefore.size();
    texts.push_back(output.substr(at, output.find(kAfter, at) - at));
  }
  return texts;
}

/// All symbols in one, with a line end after each; the bench's samples hold one that matters.
Texts by_zbar(const std::string& path) {
  std::string output =
      output_of("zbarimg --nodbus --quiet --raw -Sdisable -Sqrcode.enable " + path);
  if (output.empty()) return {};
  output.pop_back();
  return {output};
}

struct Tally {
  int found = 0, missed = 0, misread = 0, other = 0;
  double ms = 0;

  void count(const Sample& sample, const Texts& texts, double took) {
    ms += took;
    if (!sample.text) {
      ++other;
    } else if (std::ranges::find(texts, *sample.text) != texts.end()) {
      ++found;
    } else if (texts.empty()) {
      ++missed;
    } else {
      ++misread;
    }
  }
  void print(std::string_view reader, double start_ms) const {
    const int all = found + missed + misread + other;
    std::printf("%-34.*s %6d %7d %8d %8d %9.1f\n", static_cast<int>(reader.size()), reader.data(),
                found, missed, misread, other, ms / std::max(all, 1) - start_ms);
  }
};

struct Readers {
  const test::TempDir scratch;
  Tally us, zxing, zbar;
  double zxing_start = 0, zbar_start = 0;

  Readers() {
    const std::string blank = put({32, 32, std::vector<std::uint8_t>(32 * 32, 255)}, scratch);
    zxing_start = quickest([&] { by_zxing(blank); });
    zbar_start = quickest([&] { by_zbar(blank); });
  }
  void read(const Sample& sample) {
    Texts texts;
    const double ours = milliseconds([&] { texts = by_us(sample.image); });
    us.count(sample, texts, ours);
    const std::string path = put(sample.image, scratch);
    const double its = milliseconds([&] { texts = by_zxing(path); });
    zxing.count(sample, texts, its);
    const double last = milliseconds([&] { texts = by_zbar(path); });
    zbar.count(sample, texts, last);
  }
  void print() const {
    std::printf("%-34s %6s %7s %8s %8s %9s\n", "", "found", "missed", "misread", "no text",
                "ms each");
    us.print("read_photo", 0);
    zxing.print("ZXingReader, start not counted", zxing_start);
    zbar.print("zbarimg, start not counted", zbar_start);
  }
};

// Photographs that were given. --------------------------------------------------------------------

std::string from_base64(const std::string& text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  const auto padding = std::ranges::count(text, '=');
  bytes.resize(static_cast<std::size_t>(std::max<std::ptrdiff_t>(size - padding, 0)));
  return bytes;
}

int bench_folder(const fs::path& folder) {
  std::ifstream list(folder / "expected.tsv");
  std::string line;
  if (!std::getline(list, line)) {
    std::fprintf(stderr, "bench_photos: %s: no expected.tsv\n", folder.c_str());
    return 2;
  }
  Readers readers;
  while (std::getline(list, line)) {
    const std::size_t tab = line.find('\t');
    const std::string bytes = contents(folder / line.substr(0, tab));
    auto image = decode_image(as_bytes(bytes));
    if (!image) {
      std::fprintf(stderr, "bench_photos: %s: %s\n", line.c_str(), image.error().detail.c_str());
      continue;
    }
    const std::string text = line.substr(tab + 1);
    Sample sample{line.substr(0, tab), std::move(*image), std::nullopt};
    if (text != "-") sample.text = from_base64(text);
    readers.read(sample);
  }
  std::printf("## Photographs of %s\n\n", folder.c_str());
  readers.print();
  std::printf("\n");
  return 0;
}

// Photographs that are made up. -------------------------------------------------------------------

void bench_made() {
  std::printf("## Made-up photographs: read of %d, by strength 1 to %d\n\n", kSeeds, kMaxStrength);
  std::printf("| %-11s | read_photo | ZXing-cpp | zbar |\n| --- | --- | --- | --- |\n", "");
  Readers readers;
  for (const Harm harm : kHarms) {
    std::string ours, its, last;
    for (int strength = 1; strength <= kMaxStrength; ++strength) {
      const int us = readers.us.found, zxing = readers.zxing.found, zbar = readers.zbar.found;
      for (unsigned seed = 1; seed <= kSeeds; ++seed) {
        const std::string text = stamp_text(seed);
        const StampPhoto photo = take_photo(QrSymbol::encode(text).value(), {harm, strength, seed});
        const std::string jpeg = jpeg_of(photo.image, photo.jpeg_quality, true);
        readers.read({"", decode_image(as_bytes(jpeg)).value(), text});
      }
      ours += std::to_string(readers.us.found - us) + " ";
      its += std::to_string(readers.zxing.found - zxing) + " ";
      last += std::to_string(readers.zbar.found - zbar) + " ";
    }
    const std::string_view kind = name(harm);
    std::printf("| %-11.*s | %s| %s| %s|\n", static_cast<int>(kind.size()), kind.data(),
                ours.c_str(), its.c_str(), last.c_str());
  }
  std::printf("\n");
  readers.print();
  std::printf("\n");
}

// Speed. ------------------------------------------------------------------------------------------

void decode_grey(const std::string& bytes, std::vector<std::uint8_t>& pixels) {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&jpeg);
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&jpeg, TRUE);
  jpeg.out_color_space = JCS_GRAYSCALE;
  jpeg_start_decompress(&jpeg);
  pixels.resize(std::size_t{jpeg.output_width} * jpeg.output_height);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row = pixels.data() + std::size_t{jpeg.output_scanline} * jpeg.output_width;
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_decompress(&jpeg);
  jpeg_destroy_decompress(&jpeg);
}

std::vector<PhotoRead> read_all_of(const std::string& jpeg) {
  return std::move(read_photo(as_bytes(jpeg)).value().reads);
}

void bench_speed() {
  std::printf("## JPEG of 4,000 × 3,000 pixels, from file to stamps\n\n");
  std::printf("%-22s %8s %12s %10s %7s\n", "stamp's side, pixels", "MB", "decode, ms", "all, ms",
              "ratio");
  double ratios = 0;
  int pictures = 0;
  for (const double module : {24.0, 16.0, 12.0, 8.0, 6.0, 4.0}) {
    const std::string text = stamp_text(7);
    const QrSymbol symbol = QrSymbol::encode(text).value();
    const StampPhoto photo = take_photo(symbol, {Harm::none, 0, 5, 4000, 3000, module});
    const std::string jpeg = jpeg_of(photo.image, 92, true);
    std::vector<std::uint8_t> pixels;
    Texts texts;
    const double decode = quickest([&] { decode_grey(jpeg, pixels); });
    const double all = quickest([&] {
      texts.clear();
      for (const PhotoRead& read : read_all_of(jpeg)) texts.push_back(read.text);
    });
    std::printf("%-22.0f %8.1f %12.1f %10.1f %7.2f%s\n", symbol.size() * module,
                static_cast<double>(jpeg.size()) / 1e6, decode, all, all / decode,
                texts == Texts{text} ? "" : "  NOT READ");
    ratios += all / decode;
    ++pictures;
  }
  std::printf("\nratio %.2f, goal at most %.2f\n", ratios / pictures, kSpeedGoal);
}

}  // namespace

int main(int count, char** words) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  const char* folder = count > 1 ? words[1] : std::getenv("TEM_PHOTOS");
  if (folder != nullptr) {
    if (const int status = bench_folder(folder); status != 0) return status;
  }
  bench_speed();
  std::printf("\n");
  bench_made();
}
