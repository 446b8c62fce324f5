#pragma once
// URIs in a text file: one a line, a CSV table, or one JSON object a line as `tem print` writes
// them.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tem/csv.hpp"
#include "tem/verdict.hpp"

namespace tem::cli {

/// A text that may be a stamp, and where it stands.
struct Found {
  std::string text;
  Source source;
};

class UriList {
 public:
  /// A table when the name ends in .csv, a cell of the first line is `uri`, or the first line is
  /// neither a bare URI nor JSON but has a cell that is a URI.
  UriList(std::string file, std::string text);
  UriList(const UriList&) = delete;
  UriList& operator=(const UriList&) = delete;

  /// The next text; blank lines and empty cells are passed over. In a table it is the cell of the
  /// column `uri`, whatever it holds; where no column has that name, of the column in which the
  /// first URI stands, and the first row is a heading unless it has a URI there. In a line of JSON
  /// it is the member `uri`. Any other line stands as it is.
  std::optional<Found> next();
  [[nodiscard]] const std::string& file() const noexcept { return file_; }

 private:
  std::optional<Found> next_row();
  std::optional<Found> next_line();
  [[nodiscard]] Found found(std::string text, int line) const;

  std::string file_, text_;
  std::string_view rest_;
  int line_ = 0;
  std::optional<CsvReader> table_;
  std::optional<std::size_t> column_;
  bool named_ = false;  ///< the column has the name `uri`
};

/// Starts with http:// or https://, in any case.
bool looks_like_uri(std::string_view text) noexcept;

}  // namespace tem::cli
