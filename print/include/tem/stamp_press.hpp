#pragma once
// From issued stamps to the pages of print files: signs, encodes, reads back, renders; writes
// nothing.
//
//   auto press = StampPress::prepare(registry, choices, gtin, lot, ranges, now, 1);
//   auto block = press->render(0, {0, press->block_size()});   // pages for each target

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tem/lot_stamps.hpp"
#include "tem/print_choices.hpp"
#include "tem/registry.hpp"
#include "tem/stamp_order.hpp"
#include "tem/stamp_renderer.hpp"

namespace tem {

inline constexpr std::uint64_t kStampsInBlock = 1024;  // that a thread takes at once, about

class StampPress {
 public:
  struct Block {
    std::uint64_t from, to;  ///< places in the order
  };
  /// Bytes of a block, for each target.
  struct Rendered {
    std::vector<std::vector<std::string>> pages;
    std::uint64_t count = 0, checked = 0;
  };

  /// The ranges were issued. `workers` threads may render at once. The registry must outlive it.
  /// Errors: those of LotStamps, LabelFace::make; symbol sizes; stars without certificate.
  static Result<StampPress> prepare(const Registry& registry, PrintChoices choices,
                                    const Gtin& gtin, const Lot& lot,
                                    std::vector<IndexRange> ranges, Instant now,
                                    std::size_t workers);
  StampPress(StampPress&&) noexcept;
  StampPress& operator=(StampPress&&) noexcept;
  ~StampPress();

  [[nodiscard]] const PrintChoices& choices() const noexcept;
  [[nodiscard]] const StampOrder& order() const noexcept;
  [[nodiscard]] std::size_t workers() const noexcept;
  /// Of the target of that number in choices().
  [[nodiscard]] const StampRenderer& renderer(std::size_t target) const;
  /// What the labels say, for telling one request from another.
  [[nodiscard]] const std::string& looks() const noexcept;
  /// Whole pages of every target, so that only the last block of a file is not full.
  [[nodiscard]] std::uint64_t block_size() const;
  /// Smallest module of all labels, in mm; none without labels.
  [[nodiscard]] std::optional<double> module_mm() const;

  /// `worker` is below workers() and used by one thread at a time. Errors: no_qr_found (a label
  /// that does not read), those of signing and rendering.
  Result<Rendered> render(std::size_t worker, Block block);

 private:
  struct State;
  explicit StampPress(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The ranges asked for, merged, or all that were issued when there are none. Error:
/// range_not_issued, which names the first index that was not.
Result<std::vector<IndexRange>> issued_ranges(const LotStamps& stamps,
                                              std::vector<IndexRange> ranges);

/// How many of the stamps are void. They are printed all the same: a roll stays in step.
Result<std::uint64_t> count_voided(const State& state, const Gtin& gtin, const Lot& lot,
                                   std::vector<IndexRange> ranges);

}  // namespace tem
