#include "inputs.hpp"

#include <glob.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <span>

#include "files.hpp"
#include "tem/bytes.hpp"
#include "tem/code_point.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHeadBytes = 512;  // tells every kind but text

/// In a folder only these are read as lists of URIs: a README is none.
bool is_list_name(const std::string& name) {
  constexpr std::array<std::string_view, 3> kEndings = {".txt", ".csv", ".ndjson"};
  return std::ranges::find(kEndings, extension(name)) != kEndings.end();
}

/// A file with such a name is meant to be a picture, whatever is in it: passing one over would
/// report on less than was given.
bool is_picture_name(const std::string& name) {
  constexpr std::array<std::string_view, 12> kEndings = {".jpg",  ".jpeg", ".png",  ".webp",
                                                         ".heic", ".heif", ".avif", ".tif",
                                                         ".tiff", ".pgm",  ".gif",  ".bmp"};
  return std::ranges::find(kEndings, extension(name)) != kEndings.end();
}

Error unsupported(const std::string& name) {
  return {ErrorCode::unsupported_format,
          name + ": no kind of file that is read here: JPEG, PNG, WebP, HEIC, TIFF, PDF, ZIP, text "
                 "or CSV"};
}

bool is_archive_name(const std::string& name) { return extension(name) == ".zip"; }

/// Of a file beside others that nobody named: is it meant to be checked?
bool is_wanted(const std::string& name, FileKind kind) {
  return is_picture(kind) || kind == FileKind::pdf || is_list_name(name) || is_picture_name(name) ||
         is_archive_name(name);
}

/// Finder's and Explorer's own files, which look like pictures.
bool is_hidden_member(const std::string& name) {
  const auto last = name.substr(name.find_last_of("/\\") + 1);
  return name.starts_with("__MACOSX/") || last.starts_with("._") || last == "Thumbs.db";
}

Error no_uri(const std::string& name) { return {ErrorCode::no_qr_found, name + ": no URI in it"}; }

/// Where a text stops being one, in bytes as an editor counts them.
std::optional<Error> not_text(const std::string& name, std::string_view text) {
  std::size_t line = 1, column = 1;
  while (!text.empty()) {
    const std::size_t had = text.size();
    const auto point = take_code_point(text);
    if (!point || *point == 0) {
      return Error{ErrorCode::unsupported_format,
                   name + ": line " + std::to_string(line) + ", byte " + std::to_string(column) +
                       (point ? ": a zero byte, which no text holds"
                              : ": not UTF-8; save the file as UTF-8")};
    }
    column += had - text.size();
    if (*point != '\n') continue;
    ++line;
    column = 1;
  }
  return std::nullopt;
}

bool is_markup(std::string_view text) {
  auto begin = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return begin != std::string_view::npos && text[begin] == '<';
}

Result<FileKind> kind_of(const std::string& name) {
  auto file = open_to_read(name);
  if (!file) return file.error();
  std::array<char, kHeadBytes> head{};
  ssize_t got = ::pread(file->get(), head.data(), head.size(), 0);
  if (got < 0) return FileKind::text;  // a pipe: is read as a whole, then looked at again
  return sniff(as_bytes({head.data(), static_cast<std::size_t>(got)}));
}

}  // namespace

Inputs::Inputs(std::vector<std::string> inputs) {
  for (auto& input : inputs) waiting_.push_back({std::move(input), false});
}

std::optional<Piece> Inputs::next() {
  while (true) {
    if (texts_) {
      TextPiece piece;
      while (piece.found.size() < kTextsInPiece) {
        auto found = texts_->next();
        if (!found) break;
        piece.found.push_back(std::move(*found));
      }
      if (!piece.found.empty()) return piece;
      texts_.reset();
    }
    if (pages_) {
      PagePiece piece = *pages_;
      if (piece.pdf->is_out_of_time()) {  // one line for all the pages that are left
        pages_.reset();
        return FailedPiece{piece.file,
                           {ErrorCode::cannot_read,
                            piece.file + ": page " + std::to_string(piece.page) +
                                " and all after it: not drawn, the file took too long; split "
                                "the PDF"}};
      }
      if (piece.page == piece.pdf->pages()) {
        pages_.reset();
      } else {
        ++pages_->page;
      }
      return piece;
    }
    if (zip_) {
      if (auto piece = next_member()) return piece;
      continue;
    }
    if (waiting_.empty()) return std::nullopt;
    Entry entry = std::move(waiting_.front());
    waiting_.pop_front();
    if (auto piece = begin(entry)) return piece;
  }
}

std::optional<std::uint64_t> Inputs::left() const {
  if (texts_) return std::nullopt;
  const int pages = pages_ ? pages_->pdf->pages() - pages_->page + 1 : 0;
  return waiting_.size() + (zip_ ? zip_->left() : 0) + static_cast<std::uint64_t>(pages);
}

std::optional<Piece> Inputs::begin(const Entry& entry) {
  const std::string& name = entry.name;
  if (name == "-") {
    auto bytes = read_file(name, kMaxPdfBytes);
    if (!bytes) return FailedPiece{name, bytes.error()};
    return begin_bytes(name, std::move(*bytes));
  }
  std::error_code failure;
  const bool there = fs::exists(name, failure);
  if (!there && !entry.in_folder && name.find("://") == std::string::npos) {
    bool is_pattern = false;
    if (auto error = expand(name, is_pattern)) return FailedPiece{name, *error};
    if (is_pattern) return std::nullopt;
  }
  bool is_text =
      looks_like_uri(name) ||
      (!there && (name.find("://") != std::string::npos || name.find("/01/") != std::string::npos));
  if (is_text && !entry.in_folder) return TextPiece{{Found{name, Source()}}};
  if (fs::is_directory(name, failure)) {
    if (auto error = open_folder(name)) return FailedPiece{name, *error};
    return std::nullopt;
  }
  if (!entry.in_folder) return begin_file(entry);
  if (!fs::is_regular_file(name, failure)) {
    remark(name + ": passed over: no regular file");
    return std::nullopt;
  }
  auto kind = kind_of(name);
  if (!kind || is_wanted(name, *kind)) return begin_file(entry);
  remark(name + ": passed over: no picture, PDF, archive or list of URIs");
  return std::nullopt;
}

/// Puts the files of a pattern before what is still waiting; `is_pattern` when there were any.
std::optional<Error> Inputs::expand(const std::string& pattern, bool& is_pattern) {
  if (pattern.find_first_of("*?[") == std::string::npos) return std::nullopt;
  glob_t found{};
  // A folder that cannot be searched ends it, since less than was given must not pass for all of it.
  const auto is_serious = [](const char*, int why) -> int { return why != ENOENT && why != ENOTDIR; };
  const int status = ::glob(pattern.c_str(), 0, is_serious, &found);
  if (status == 0) {
    is_pattern = true;
    for (std::size_t i = found.gl_pathc; i-- > 0;) waiting_.push_front({found.gl_pathv[i], false});
  }
  ::globfree(&found);
  // A URI without a scheme may hold a question mark.
  if (status == 0 || (status == GLOB_NOMATCH && pattern.find("/01/") != std::string::npos)) {
    return std::nullopt;
  }
  if (status == GLOB_NOMATCH) {
    return Error{ErrorCode::not_found, pattern + ": no such file, and no file fits the pattern"};
  }
  return Error{ErrorCode::cannot_read, pattern + ": its folders could not be searched"};
}

std::optional<Piece> Inputs::begin_file(const Entry& entry) {
  const std::string& name = entry.name;
  auto kind = kind_of(name);
  if (!kind) return FailedPiece{name, kind.error()};
  if (is_picture(*kind)) return PicturePiece{name, std::nullopt};
  if (*kind == FileKind::pdf) return begin_pdf(name, PdfFile::open(name));
  if (*kind == FileKind::zip) return begin_zip(name, ZipArchive::open(name));
  if (is_picture_name(name) || is_archive_name(name)) {
    std::error_code failure;
    if (fs::file_size(name, failure) == 0 && !failure) {
      return FailedPiece{name, {ErrorCode::bad_image, name + ": the file is empty"}};
    }
    return FailedPiece{name, unsupported(name)};
  }
  auto bytes = read_file(name, kMaxTextFileBytes);
  if (!bytes) return FailedPiece{name, bytes.error()};
  return begin_bytes(name, std::move(*bytes));
}

std::optional<Piece> Inputs::begin_bytes(const std::string& name, std::string bytes) {
  FileKind kind = sniff(as_bytes(bytes));
  if (is_picture(kind)) return PicturePiece{name, std::move(bytes)};
  if (kind == FileKind::pdf) {
    auto pdf = PdfFile::from_bytes(bytes);
    return begin_pdf(name, pdf ? std::move(pdf) : pdf.error().at(name));
  }
  if (kind == FileKind::zip) {
    if (zip_) {
      return FailedPiece{name,
                         {ErrorCode::unsupported_format,
                          name + ": an archive in an archive is not opened; unpack it first"}};
    }
    auto zip = ZipArchive::from_bytes(std::move(bytes));
    return begin_zip(name, zip ? std::move(zip) : zip.error().at(name));
  }
  if (bytes.empty() && is_picture_name(name)) {
    return FailedPiece{name, {ErrorCode::bad_image, name + ": the file is empty"}};
  }
  if (bytes.empty()) return FailedPiece{name, no_uri(name)};
  if (kind == FileKind::text || is_list_name(name)) {
    if (auto wrong = not_text(name, bytes)) return FailedPiece{name, *wrong};
  }
  if (kind != FileKind::text || is_markup(bytes) || (zip_ && is_picture_name(name))) {
    return FailedPiece{name, unsupported(name)};
  }
  if (bytes.size() > kMaxTextFileBytes) {
    return FailedPiece{name,
                       {ErrorCode::too_long, name + ": larger than the limit of " +
                                                 std::to_string(kMaxTextFileBytes >> 20) + " MiB"}};
  }
  return begin_text(name, std::move(bytes));
}

std::optional<Piece> Inputs::begin_zip(const std::string& name, Result<ZipArchive> zip) {
  if (!zip) return FailedPiece{name, zip.error()};
  zip_ = std::move(*zip);
  zip_name_ = name;
  any_in_zip_ = false;
  return std::nullopt;
}

/// The first piece of the archive's next member; nothing when it has none, or no member is left.
std::optional<Piece> Inputs::next_member() {
  auto member = zip_->next([](const std::string& name, std::span<const std::byte> head) {
    const FileKind kind = sniff(head);
    return !is_hidden_member(name) && is_wanted(name, kind);
  });
  if (!member) {
    zip_.reset();
    if (any_in_zip_) return std::nullopt;
    return FailedPiece{zip_name_, {ErrorCode::not_found,
                                   zip_name_ + ": no picture, PDF or list of URIs in the archive"}};
  }
  const std::string name = zip_name_ + "/" + member->name;
  if (!member->bytes) {
    any_in_zip_ = true;
    return FailedPiece{name, member->bytes.error().at(name)};
  }
  if (!*member->bytes) {
    if (!is_hidden_member(member->name)) {
      remark(name + ": passed over: no picture, PDF or list of URIs");
    }
    return std::nullopt;
  }
  any_in_zip_ = true;
  return begin_bytes(name, std::move(**member->bytes));
}

Piece Inputs::begin_text(const std::string& name, std::string text) {
  texts_ = std::make_unique<UriList>(name, std::move(text));
  auto first = texts_->next();
  if (!first) {
    texts_.reset();
    return FailedPiece{name, no_uri(name)};
  }
  return TextPiece{{std::move(*first)}};
}

Piece Inputs::begin_pdf(const std::string& name, Result<PdfFile> pdf) {
  if (!pdf) return FailedPiece{name, pdf.error()};
  auto shared = std::make_shared<const PdfFile>(std::move(*pdf));
  if (shared->pages() > 1) pages_ = PagePiece{name, shared, 2};
  return PagePiece{name, shared, 1};
}

/// Puts the files below a folder before what is still waiting, sorted by name.
std::optional<Error> Inputs::open_folder(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code failure;
  // Links to folders are not followed: they may lead round in a circle.
  fs::recursive_directory_iterator at(folder, failure);
  for (; !failure && at != fs::recursive_directory_iterator(); at.increment(failure)) {
    std::error_code ignored;
    if (!at->is_directory(ignored)) names.push_back(at->path().string());
  }
  if (failure) {
    return Error{ErrorCode::cannot_read, folder + ": could not be searched: " + failure.message()};
  }
  if (names.empty()) return Error{ErrorCode::not_found, folder + ": no file below this folder"};
  std::ranges::sort(names);
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    waiting_.push_front({std::move(*name), true});
  }
  return std::nullopt;
}

}  // namespace tem::cli
