#pragma once
// Where in a QR symbol (ISO/IEC 18004:2015) what stands: for those who draw modules, and for those who
// read them off a picture.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "qr_spec.hpp"

namespace tem {

/// What a module is before anything is known of the text.
enum class ModuleRole : std::uint8_t { data, dark, light, format };

class SymbolLayout {
 public:
  /// Precondition: 1 ≤ version ≤ 40. Kept for the life of the program.
  static const SymbolLayout& of(int version);

  [[nodiscard]] int version() const noexcept { return version_; }
  [[nodiscard]] int size() const noexcept { return qr_size(version_); }
  [[nodiscard]] ModuleRole role(int x, int y) const noexcept {
    return roles_[static_cast<std::size_t>(y * size() + x)];
  }
  /// Indices y × size + x of the data modules in the order of the bits (§7.7.3).
  [[nodiscard]] std::span<const int> bit_order() const noexcept { return bit_order_; }
  [[nodiscard]] int codewords() const noexcept { return static_cast<int>(bit_order_.size()) / 8; }

 private:
  explicit SymbolLayout(int version);
  void put(int x, int y, ModuleRole role);
  void put_finder(int middle_x, int middle_y);
  void put_alignment(int middle_x, int middle_y);
  void put_format();
  void put_version();
  void order_bits();

  int version_;
  std::vector<ModuleRole> roles_;
  std::vector<int> bit_order_;
};

struct FormatPlace {
  int x, y, bit;  ///< of qr_format_bits, 14 the first
};
/// Both copies of all 15 bits.
std::array<FormatPlace, 30> format_places(int size) noexcept;

}  // namespace tem
