#pragma once
// Print files of one part of a run: rendered by several threads, written by one, released together.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "files.hpp"
#include "print_choices.hpp"
#include "tem/fact.hpp"
#include "tem/stamp.hpp"

namespace tem::cli {

/// SVG and PNG are a file a page, all held open until they are whole.
inline constexpr std::uint64_t kMaxPicturePages = 500;
/// Offsets of a PDF have ten digits.
inline constexpr std::uint64_t kMaxPdfStamps = 10'000'000;

/// A stamp on its way to paper.
struct MadeStamp {
  SignedStamp stamp;
  const LotIssued* run;
  std::size_t face;  ///< which of the faces shows it
  std::optional<QrSymbol> symbol;
  std::string hidden_code;  ///< empty unless asked for
};

/// Turns stamps into the bytes of one target. Threads may share one.
class StampRenderer {
 public:
  virtual ~StampRenderer() = default;
  /// Labels a page; 0 where there are none.
  [[nodiscard]] virtual std::uint64_t per_page() const = 0;
  [[nodiscard]] virtual bool page_is_file() const = 0;
  [[nodiscard]] virtual bool needs_symbol() const = 0;
  [[nodiscard]] virtual Result<std::string> page(std::span<const MadeStamp> stamps) const = 0;
  [[nodiscard]] virtual std::unique_ptr<LabelFile> begin_file() const = 0;
};

/// `faces` outlive it; a list needs none. `product` is what lists call it. Error: internal.
Result<std::unique_ptr<StampRenderer>> make_renderer(const PrintTarget& target,
                                                     const std::vector<const LabelFace*>& faces,
                                                     const std::string& product);

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
