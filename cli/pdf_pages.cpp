#include "pdf_pages.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>

#include "sandboxed.hpp"
#include "tem/bytes.hpp"

namespace tem::cli {
namespace {

constexpr std::chrono::seconds kPageTime{30};
constexpr std::size_t kMaxInfoBytes = std::size_t{1} << 20;
constexpr std::size_t kPgmHeaderBytes = 64;

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

}  // namespace

Result<PdfFile> PdfFile::counted(Descriptor file) {
  auto run = run_program({"pdfinfo", kItself}, file.get(), {kMaxInfoBytes, kPageTime});
  if (!run) return run.error();
  int pages = run->exit_status == 0 ? pages_in("\n" + run->output) : 0;
  if (pages < 1) {
    return Error{ErrorCode::bad_image, "not a readable PDF: it is damaged or needs a password"};
  }
  if (pages > kMaxPdfPages) {
    return Error{ErrorCode::too_long, std::to_string(pages) + " pages are more than the limit of " +
                                          std::to_string(kMaxPdfPages) + "; split the PDF"};
  }
  return PdfFile(std::move(file), pages);
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
  auto pdf = counted(std::move(*file));
  if (!pdf) return pdf.error().at(path);
  return pdf;
}

Result<PdfFile> PdfFile::from_bytes(std::string_view bytes) {
  Descriptor file(::memfd_create("tem-pdf", MFD_CLOEXEC));
  while (file.is_open() && !bytes.empty()) {
    ssize_t done = ::write(file.get(), bytes.data(), bytes.size());
    if (done <= 0) return Error{ErrorCode::cannot_write, "no memory for the PDF"};
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  if (!file.is_open()) return Error{ErrorCode::cannot_write, "no memory for the PDF"};
  return counted(std::move(file));
}

Result<GreyImage> PdfFile::page(int number, int dpi) const {
  std::string page = std::to_string(number);
  auto run =
      run_program({"pdftoppm", "-gray", "-r", std::to_string(dpi), "-f", page, "-l", page, kItself},
                  file_.get(), {kMaxImagePixels + kPgmHeaderBytes, kPageTime});
  if (!run) return run.error();
  if (run->exit_status != 0 || run->output.empty()) {
    return Error{ErrorCode::bad_image, "the page could not be drawn"};
  }
  return decode_image(as_bytes(run->output));
}

}  // namespace tem::cli
