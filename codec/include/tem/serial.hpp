#pragma once
// A stamp's serial: its index in the lot, enciphered, so that nobody outside can tell how many
// there are or name one that was issued (`serial = FF1(lot key, index)`).
//
//   auto cipher = SerialCipher::make(secret, gtin, lot);
//   cipher->serial(0)->str() == "KVYVF9TDX7"
//   cipher->index(*Serial::parse("KVYVF9TDX7"))     // 0

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "tem/bytes.hpp"
#include "tem/ff1.hpp"
#include "tem/gtin.hpp"
#include "tem/lot.hpp"

namespace tem {

inline constexpr std::string_view kSerialAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
inline constexpr std::uint64_t kMaxStampsInLot = std::uint64_t{1} << 32;

class Serial {
 public:
  /// Exactly ten characters of kSerialAlphabet. Error: bad_serial.
  static Result<Serial> parse(std::string_view text);
  /// Ten numerals below 32.
  static Serial from_numerals(const std::array<std::uint8_t, 10>& numerals) noexcept;

  [[nodiscard]] std::string str() const { return std::string(view()); }
  [[nodiscard]] std::string_view view() const noexcept { return {chars_.data(), chars_.size()}; }
  [[nodiscard]] std::array<std::uint8_t, 10> numerals() const noexcept;

  friend auto operator<=>(const Serial&, const Serial&) = default;

 private:
  Serial() = default;
  std::array<char, 10> chars_{};
};

/// The registry's serial secret: 32 bytes that never leave its folder.
struct SerialSecret {
  Bytes<32> bytes;
  ~SerialSecret();  ///< wipes them
};

/// The cipher of one lot. Making one costs an HKDF; keep it for the lot's run. Threads may share
/// it.
class SerialCipher {
 public:
  /// Error: crypto_failed.
  static Result<SerialCipher> make(const SerialSecret& secret, const Gtin& gtin, const Lot& lot);

  Result<Serial> serial(std::uint32_t index) const;
  /// Empty when the serial belongs to no index below 2^32: it was never issued.
  Result<std::optional<std::uint32_t>> index(const Serial& serial) const;

 private:
  explicit SerialCipher(Ff1 ff1) : ff1_(std::move(ff1)) {}
  Ff1 ff1_;
};

}  // namespace tem
