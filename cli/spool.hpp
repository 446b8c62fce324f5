#pragma once
// Records that wait on the disk until the rest of a report is known, so that memory stays bounded.
//
//   auto spool = Spool::create();
//   spool->add("a row");
//   spool->read(0)   "a row"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "files.hpp"
#include "tem/result.hpp"

namespace tem::cli {

/// A file without a name in $TMPDIR, else /tmp: it goes with the process. Eight bytes of memory a
/// record.
class Spool {
 public:
  /// Error: cannot_write.
  static Result<Spool> create();

  [[nodiscard]] std::size_t size() const noexcept { return ends_.size(); }
  /// Error: cannot_write.
  Result<void> add(std::string_view record);
  /// Precondition: number < size(). Errors: cannot_write, cannot_read.
  Result<std::string> read(std::size_t number);

 private:
  explicit Spool(Descriptor file) : file_(std::move(file)) {}
  Result<void> flush();

  Descriptor file_;
  std::string buffer_;  ///< not yet in the file
  std::vector<std::uint64_t> ends_;
};

}  // namespace tem::cli
