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

namespace tem::cli {

inline constexpr std::size_t kMaxTextFileBytes = std::size_t{64} << 20;
inline constexpr std::size_t kTextsInPiece = 256;

/// Texts from the command line or a file of them.
struct TextPiece {
  std::vector<Found> found;
};
/// A picture that is still to be read; with bytes when it came from standard input.
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
  Error error;
};
using Piece = std::variant<TextPiece, PicturePiece, PagePiece, FailedPiece>;

class Inputs {
 public:
  explicit Inputs(std::vector<std::string> inputs);
  /// Empty when there are no more. Files that are no kind of input are told on standard error where
  /// they lie in a folder, and are a FailedPiece where they were named.
  std::optional<Piece> next();

 private:
  struct Entry {
    std::string name;
    bool in_folder;
  };
  std::optional<Piece> begin(const Entry& entry);
  Piece begin_file(const Entry& entry);
  Piece begin_bytes(const std::string& name, std::string bytes);
  Piece begin_text(const std::string& name, std::string text);
  Piece begin_pdf(const std::string& name, Result<PdfFile> pdf);
  std::optional<Error> open_folder(const std::string& folder);

  std::deque<Entry> waiting_;
  // The file that is being taken apart.
  std::unique_ptr<UriList> texts_;
  std::optional<PagePiece> pages_;
};

}  // namespace tem::cli
