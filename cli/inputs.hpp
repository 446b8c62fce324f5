#pragma once
// What `tem verify` is given, as pieces of work in the order in which it was given.
//
//   Inputs inputs({"photos/", "https://tem.example/01/…", "-"});
//   while (auto piece = inputs.next()) …

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "pdf_pages.hpp"
#include "tem/verdict.hpp"
#include "uri_list.hpp"
#include "zip_archive.hpp"

namespace tem::cli {

inline constexpr std::size_t kMaxTextFileBytes = std::size_t{64} << 20;
inline constexpr std::size_t kTextsInPiece = 256;

/// Texts from the command line or a file of them.
struct TextPiece {
  std::vector<Found> found;
};
/// A picture that is still to be read; with bytes when it came from standard input or an archive.
struct PicturePiece {
  std::string file;
  std::optional<std::string> bytes;
};
struct PagePiece {
  std::string file;
  std::shared_ptr<const PdfFile> pdf;
  int page;
};
/// An input that could not be read, or held nothing.
struct FailedPiece {
  std::string file;
  Error error;  ///< which names the file too
};
using Piece = std::variant<TextPiece, PicturePiece, PagePiece, FailedPiece>;

class Inputs {
 public:
  explicit Inputs(std::vector<std::string> inputs);
  /// Empty when there are no more. Files that are no kind of input are told on standard error where
  /// they lie in a folder or an archive, and are a FailedPiece where they were named. A name with
  /// `*`, `?` or `[` that no file has is a pattern (glob(7)), for shells that leave it as it stands.
  /// What is in an archive has the name `photos.zip/inner.jpg`; an archive in it is a FailedPiece.
  std::optional<Piece> next();
  /// Files and pages that are known to come after the piece that came last; none while a list of
  /// texts is read, whose length nobody knows.
  [[nodiscard]] std::optional<std::uint64_t> left() const;

 private:
  struct Entry {
    std::string name;
    bool in_folder;
  };
  std::optional<Piece> begin(const Entry& entry);
  std::optional<Piece> begin_file(const Entry& entry);
  std::optional<Piece> begin_zip(const std::string& name, Result<ZipArchive> zip);
  std::optional<Piece> next_member();
  std::optional<Error> expand(const std::string& pattern, bool& is_pattern);
  std::optional<Piece> begin_bytes(const std::string& name, std::string bytes);
  Piece begin_text(const std::string& name, std::string text);
  Piece begin_pdf(const std::string& name, Result<PdfFile> pdf);
  std::optional<Error> open_folder(const std::string& folder);

  std::deque<Entry> waiting_;
  // The file that is being taken apart.
  std::unique_ptr<UriList> texts_;
  std::optional<PagePiece> pages_;
  // The archive that these lie in, if they do.
  std::optional<ZipArchive> zip_;
  std::string zip_name_;
  bool any_in_zip_ = false;
};

}  // namespace tem::cli
