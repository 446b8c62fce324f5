#include "pdf_pages.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "sandboxed.hpp"
#include "tem/bytes.hpp"

namespace tem::cli {
namespace {

constexpr std::chrono::seconds kPageTime{30};
constexpr std::size_t kMaxInfoBytes = std::size_t{1} << 20;
constexpr double kMaxPagePixels = 20e6;  // a PGM of that is within kMaxImageBytes

// Opens its standard input anew, so that threads do not share one file position, and no file name
// is ever a program's argument.
const char* const kItself = "/dev/stdin";

/// "Pages:           12" in the output of pdfinfo.
int pages_in(std::string_view info) {
  constexpr std::string_view kKey = "\nPages:";
  auto at = info.find(kKey);
  if (at == std::string_view::npos) return 0;
  at = info.find_first_not_of(' ', at + kKey.size());
  if (at == std::string_view::npos) return 0;
  int pages = 0;
  std::from_chars(info.data() + at, info.data() + info.size(), pages);
  return pages;
}

/// A line `Page    1 size:  595.276 x 841.89 pts (A4)` for each page.
std::vector<PageSize> sizes_in(const std::string& info) {
  std::vector<PageSize> sizes;
  std::istringstream lines(info);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string page, is, by;
    int number = 0;
    PageSize size{};
    words >> page >> number >> is >> size.width >> by >> size.height;
    if (words && page == "Page" && is == "size:" && by == "x") sizes.push_back(size);
  }
  return sizes;
}

/// `dpi`, or what keeps the picture of a large page within the bounds on pictures.
double dpi_for(const PageSize& size, int dpi) {
  constexpr double kPointsOfInch = 72, kSlack = 0.99;  // sides are rounded up to whole pixels
  const double inches2 = size.width * size.height / (kPointsOfInch * kPointsOfInch);
  const double longest = std::max(size.width, size.height) / kPointsOfInch;
  if (!(inches2 > 0)) return dpi;
  return std::min({static_cast<double>(dpi),
                   kSlack * std::sqrt(kMaxPagePixels / inches2),
                   kSlack * kMaxImageSide / longest});
}

}  // namespace

Result<PdfFile> PdfFile::measured(Descriptor file) {
  auto run = run_program({"pdfinfo", "-f", "1", "-l", std::to_string(kMaxPdfPages), kItself},
                         file.get(), {kMaxInfoBytes, kPageTime});
  if (!run) return run.error();
  int pages = run->exit_status == 0 ? pages_in("\n" + run->output) : 0;
  if (pages > kMaxPdfPages) {
    return Error{ErrorCode::too_long, std::to_string(pages) + " pages are more than the limit of " +
                                          std::to_string(kMaxPdfPages) + "; split the PDF"};
  }
  auto sizes = sizes_in(run->output);
  if (pages < 1 || sizes.size() != static_cast<std::size_t>(pages)) {
    return Error{ErrorCode::bad_image, "not a readable PDF: it is damaged or needs a password"};
  }
  return PdfFile(std::move(file), std::move(sizes));
}

Result<PdfFile> PdfFile::open(const std::string& path) {
  auto file = open_to_read(path);
  if (!file) return file.error();
  struct stat status {};
  if (::fstat(file->get(), &status) != 0 ||
      static_cast<std::uint64_t>(status.st_size) > kMaxPdfBytes) {
    return Error{ErrorCode::too_long, path + ": larger than the limit of " +
                                          std::to_string(kMaxPdfBytes >> 20) + " MiB"};
  }
  auto pdf = measured(std::move(*file));
  if (!pdf) return pdf.error().at(path);
  return pdf;
}

Result<PdfFile> PdfFile::from_bytes(std::string_view bytes) {
  Descriptor file(::memfd_create("tem-pdf", MFD_CLOEXEC));
  if (!file.is_open() || write_all(file.get(), bytes) != 0) {
    return Error{ErrorCode::cannot_write, "no memory for the PDF"};
  }
  return measured(std::move(file));
}

bool PdfFile::is_out_of_time() const noexcept { return Milliseconds(*spent_) >= kPdfTime; }

Result<GreyImage> PdfFile::page(int number, int dpi) const {
  if (is_out_of_time()) {
    return Error{ErrorCode::cannot_read, "not drawn: the file took longer than " +
                                             std::to_string(kPdfTime.count() / 60) +
                                             " min; split the PDF"};
  }
  const std::string page = std::to_string(number);
  const std::string at = std::to_string(dpi_for(sizes_[static_cast<std::size_t>(number - 1)], dpi));
  const auto begun = std::chrono::steady_clock::now();
  auto run =
      run_program({"pdftoppm", "-gray", "-cropbox", "-r", at, "-f", page, "-l", page, kItself},
                  file_.get(), {kMaxImageBytes, kPageTime});
  const auto took = std::chrono::steady_clock::now() - begun;
  *spent_ += std::chrono::duration_cast<Milliseconds>(took).count();
  if (!run) return run.error();
  if (run->exit_status != 0 || run->output.empty()) {
    return Error{ErrorCode::bad_image, "the page could not be drawn"};
  }
  return decode_image(as_bytes(run->output));
}

}  // namespace tem::cli
