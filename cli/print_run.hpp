#pragma once
// From issued stamps to print files: signs on all cores, renders, checks, and releases part by part.
//
//   auto run = PrintRun::prepare(registry, choices, gtin, lot, ranges, now);   // all that can be refused
//   auto done = run->write(Printing::once, context.progress);                           // files are there, whole

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "print_files.hpp"
#include "tem/lot_stamps.hpp"
#include "tem/print_log.hpp"
#include "tem/registry.hpp"

namespace tem::cli {

struct PrintReport {
  std::uint64_t count = 0;
  std::vector<std::string> files;       ///< made now
  std::uint64_t parts = 1, parts_before = 0;
  std::optional<Instant> goes_on_from;  ///< when the run began that this one finished
  std::uint64_t checked = 0;            ///< labels read back
};

class PrintRun {
 public:
  /// The ranges were issued. Errors: those of LotStamps, LabelFace::make, try_files; symbol sizes.
  static Result<PrintRun> prepare(const Registry& registry, PrintChoices choices, const Gtin& gtin,
                                  const Lot& lot, std::vector<IndexRange> ranges, Instant now);
  PrintRun(PrintRun&&) noexcept;
  ~PrintRun();

  /// Smallest module of all labels, in mm, with the template and dpi it is of; none without labels.
  [[nodiscard]] std::optional<double> module_mm() const;
  /// Errors: printed_before (which says when, and that --again prints once more), no_qr_found (a label
  /// that does not read), those of signing and writing. What was released before stays.
  Result<PrintReport> write(Printing printing, bool progress);

 private:
  struct State;
  Result<void> refuse_printed(const PrintLog& log, const PrintJob& job) const;
  explicit PrintRun(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tem::cli
