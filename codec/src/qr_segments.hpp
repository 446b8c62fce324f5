#pragma once
// How a text is cut into numeric, alphanumeric and byte segments so that a QR symbol is smallest
// (ISO/IEC 18004 §7.4 and annex J).

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tem {

enum class QrMode : std::uint8_t { numeric, alphanumeric, byte };

struct QrSegment {
  QrMode mode;
  std::string_view text;  ///< views into the text that was cut
};

struct QrPlan {
  std::vector<QrSegment> segments;
  std::size_t bits = 0;  ///< headers included, terminator not
};

/// Can a segment of this mode hold the character?
bool qr_mode_holds(QrMode mode, char c) noexcept;

/// Width of a segment's length field: table 3.
unsigned qr_length_bits(QrMode mode, int version) noexcept;

/// Bits of one segment of `length` characters. `version` counts only by its class (1 to 9, 10 to
/// 26, 27 to 40), which sets the width of the length field.
std::size_t qr_segment_bits(QrMode mode, std::size_t length, int version) noexcept;

/// The plan with the fewest bits, found by dynamic programming in O(length).
QrPlan plan_qr_segments(std::string_view text, int version);

}  // namespace tem
