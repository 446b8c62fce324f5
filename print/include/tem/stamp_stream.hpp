#pragma once
// A print file piece by piece, for who takes it over a network. Its bytes are those that a file of
// the same choices would hold.
//
//   auto stream = StampStream::open(registry, choices, order, now);   // all that can be refused
//   while (auto piece = stream->next()) { if (piece->empty()) break; send(*piece); }

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tem/print_log.hpp"
#include "tem/stamp_press.hpp"

namespace tem {

inline constexpr std::size_t kMaxPieceBytes = 64 * 1024;

/// Which stamps, and why.
struct PrintOrder {
  Gtin gtin;
  Lot lot;
  std::vector<IndexRange> ranges;  ///< that were issued
  Printing printing = Printing::once;
  std::string to;      ///< who takes it, for whoever asks later: "token 3"
  std::string once{};  ///< an idempotency key: with it the same request again is no second print
};

class StampStream {
 public:
  /// One target. Labels are remembered in the print log before the first piece: whatever becomes of
  /// the stream, they may have been printed. The same request again after a stream that broke off
  /// is no second print, nor is one of the same idempotency key. Errors: printed_before; too_many (a picture of several pages); those of
  /// StampPress::prepare and PrintLog.
  static Result<StampStream> open(const Registry& registry, PrintChoices choices,
                                  const PrintOrder& order, Instant now);
  StampStream(StampStream&&) noexcept;
  StampStream& operator=(StampStream&&) noexcept;
  ~StampStream();

  /// As StampPress::module_mm.
  [[nodiscard]] std::optional<double> module_mm() const;
  /// At most kMaxPieceBytes; empty at the end, which the print log then has too. Errors: those of
  /// StampPress::render, cannot_write.
  Result<std::string> next();

 private:
  struct State;
  explicit StampStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Why a stamp is printed once.
inline constexpr std::string_view kWhyOnce =
    "two prints of one stamp are two packages that look like copies";

/// "lot L2611A: stamps 0 to 9 were printed on 23/11/2026 17:00, to page.pdf"
std::string tell_earlier(const Registry& registry, const Lot& lot, const EarlierPrint& earlier);

}  // namespace tem
