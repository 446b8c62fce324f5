#pragma once
// Stamps on their way into print files, in every format at once.
//
//   auto files = StampFiles::prepare({"lot.pdf", "lot.csv"}, Template::a4_21(), 1000);
//   write_stamps(registry, gtin, lot, {{0, 999}}, *files, progress);
//   files->commit();                     // now they are there, whole

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tem/fact.hpp"
#include "tem/label.hpp"
#include "tem/registry.hpp"
#include "tem/stamp.hpp"
#include "terminal.hpp"

namespace tem::cli {

inline constexpr std::uint64_t kMaxPicturePages = 100;  // SVG and PNG: a file a page
/// A PDF is made in memory, about 5 KiB a label.
inline constexpr std::uint64_t kMaxPdfStamps = 50'000;

/// Error: bad_value, which lists the names that there are.
Result<const Template*> find_template(std::string_view name);

/// Takes stamps in the order of their indices.
class StampSink {
 public:
  virtual ~StampSink() = default;
  virtual Result<void> add(const SignedStamp& stamp, const Label& label) = 0;
  virtual Result<void> commit() = 0;
  /// The files it makes.
  [[nodiscard]] virtual std::vector<std::string> names() const = 0;
};

class StampFiles {
 public:
  /// Refuses what cannot be made, and opens every file, before any stamp is issued or signed.
  /// Errors: unsupported_format, too_many (pages), bad_usage (one file twice), cannot_write.
  static Result<StampFiles> prepare(const std::vector<std::string>& paths, const Template& layout,
                                    std::uint64_t stamps);

  [[nodiscard]] bool empty() const noexcept { return sinks_.empty(); }
  /// Is one of them a sheet of labels?
  [[nodiscard]] bool has_labels() const noexcept { return has_labels_; }
  Result<void> add(const SignedStamp& stamp, const Label& label);
  /// Each file under its name. Error: cannot_write; files not yet committed are not there then.
  Result<void> commit();
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::vector<std::unique_ptr<StampSink>> sinks_;
  bool has_labels_ = false;
};

/// What a label shows of a stamp; `sample` when its registry is a demonstration.
Label label_of(const Product& product, const SignedStamp& stamp, const LotIssued& run,
               bool sample = false);

/// Signs the stamps of issued ranges, on several threads, and adds them to the files. Errors: those
/// of LotStamps and of the files.
Result<void> write_stamps(const Registry& registry, const Gtin& gtin, const Lot& lot,
                          const std::vector<IndexRange>& ranges, StampFiles& files,
                          Progress& progress);

}  // namespace tem::cli
