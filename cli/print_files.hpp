#pragma once
// Print files of one part of a run: written by one thread, released together.

#include <memory>
#include <string>
#include <vector>

#include "files.hpp"
#include "tem/stamp_renderer.hpp"

namespace tem::cli {

/// SVG and PNG are a file a page, all held open until they are whole.
inline constexpr std::uint64_t kMaxPicturePages = 500;
/// Offsets of a PDF have ten digits.
inline constexpr std::uint64_t kMaxPdfStamps = 10'000'000;

/// The files of one target in one part.
class PartFiles {
 public:
  /// Opens them; names without a number when there is but one. Error: cannot_write.
  static Result<PartFiles> open(const PrintTarget& target, const StampRenderer& renderer,
                                const std::vector<std::string>& names);
  /// The next page. Error: cannot_write.
  Result<void> add(std::string page);
  /// Each file under its name. Error: cannot_write.
  Result<void> commit();

 private:
  const StampRenderer* renderer_ = nullptr;
  std::vector<OutputFile> files_;
  std::unique_ptr<LabelFile> writer_;
  std::size_t at_ = 0;
};

/// Can the files of so many stamps be made? Errors: too_many (pages that are files), cannot_write.
Result<void> try_files(const PrintChoices& choices, std::uint64_t stamps);

/// "lot.png" for one file, else "lot-1.png", "lot-2.png", …: number `index` of `count`.
std::string numbered(const std::string& path, std::uint64_t index, std::uint64_t count);

}  // namespace tem::cli
