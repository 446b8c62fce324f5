#pragma once
// Numbers and rules of ISO/IEC 18004 that every way of making a symbol needs.

#include <cstdint>

#include "tem/qr_symbol.hpp"

namespace tem {

inline constexpr int kMaxQrVersion = 40;
inline constexpr int kQrMasks = 8;
/// Versions whose rows, filled up, fit a 64-bit word.
inline constexpr int kMaxWordVersion = 11;

constexpr int qr_size(int version) { return 17 + 4 * version; }

/// Codewords of a symbol, data and error correction: table 1.
int qr_codewords(int version) noexcept;
/// Those that hold data: table 7.
int qr_data_codewords(int version, QrLevel level) noexcept;
/// Error-correction blocks: table 9.
int qr_blocks(int version, QrLevel level) noexcept;

/// The 15 bits of the format information, masked as they are drawn: §7.9.
std::uint32_t qr_format_bits(QrLevel level, int mask) noexcept;
/// The level of a format's five data bits, `level bits × 8 + mask`: table 25.
QrLevel qr_format_level(int format) noexcept;
/// The 18 bits of the version information: §7.10.
std::uint32_t qr_version_bits(int version) noexcept;
/// Does data mask 0 to 7 turn the module at column x, row y over? Table 10.
bool qr_mask_turns(int mask, int x, int y) noexcept;

}  // namespace tem
