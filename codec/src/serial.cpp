#include "tem/serial.hpp"

#include <openssl/crypto.h>

#include "hkdf.hpp"
#include "tem/locked_memory.hpp"

namespace tem {
namespace {

constexpr std::uint8_t kNone = 0xFF;

constexpr std::array<std::uint8_t, 256> kNumerals = []() {
  std::array<std::uint8_t, 256> numerals{};
  numerals.fill(kNone);
  for (std::size_t i = 0; i < kSerialAlphabet.size(); ++i) {
    numerals[static_cast<unsigned char>(kSerialAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return numerals;
}();

std::uint8_t numeral_of(char c) noexcept { return kNumerals[static_cast<unsigned char>(c)]; }

}  // namespace

Result<Serial> Serial::parse(std::string_view text) {
  Serial serial;
  if (text.size() != serial.chars_.size()) {
    return Error{ErrorCode::bad_serial, "serial: " + std::to_string(text.size()) +
                                            " characters; a stamp's serial has exactly 10"};
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (numeral_of(text[i]) == kNone) {
      return Error{ErrorCode::bad_serial,
                   "serial: character " + std::to_string(i + 1) +
                       " is not allowed; only digits and capitals without I, L, O, U are"};
    }
    serial.chars_[i] = text[i];
  }
  return serial;
}

Serial Serial::from_numerals(const std::array<std::uint8_t, 10>& numerals) noexcept {
  Serial serial;
  for (std::size_t i = 0; i < numerals.size(); ++i) {
    serial.chars_[i] = kSerialAlphabet[numerals[i] % kSerialAlphabet.size()];
  }
  return serial;
}

std::array<std::uint8_t, 10> Serial::numerals() const noexcept {
  std::array<std::uint8_t, 10> numerals;
  for (std::size_t i = 0; i < numerals.size(); ++i) numerals[i] = numeral_of(chars_[i]);
  return numerals;
}

SerialSecret::~SerialSecret() { OPENSSL_cleanse(bytes.data(), bytes.size()); }

Result<SerialCipher> SerialCipher::make(const SerialSecret& secret, const Gtin& gtin,
                                        const Lot& lot) {
  std::string info = "tem/serial/v1\n";
  info.append(gtin.view()).append("\n").append(lot.str()).append("\n");
  const LockedMemory<Bytes<32>> key;
  if (auto made = hkdf_sha256(secret.bytes, info, *key); !made) return made.error();
  auto ff1 = Ff1::make(*key, kSerialAlphabet.size());
  if (!ff1) return ff1.error();
  return SerialCipher(std::move(*ff1));
}

Result<Serial> SerialCipher::serial(std::uint32_t index) const {
  std::array<std::uint8_t, 10> numerals;
  std::uint64_t rest = index;
  for (auto at = numerals.rbegin(); at != numerals.rend(); ++at, rest >>= 5) {
    *at = static_cast<std::uint8_t>(rest & 31U);
  }
  if (auto ok = ff1_.encrypt(numerals); !ok) return ok.error();
  return Serial::from_numerals(numerals);
}

Result<std::optional<std::uint32_t>> SerialCipher::index(const Serial& serial) const {
  auto numerals = serial.numerals();
  if (auto ok = ff1_.decrypt(numerals); !ok) return ok.error();
  std::uint64_t index = 0;
  for (const auto numeral : numerals) index = index << 5 | numeral;
  if (index >= kMaxStampsInLot) return std::optional<std::uint32_t>();
  return std::optional(static_cast<std::uint32_t>(index));
}

}  // namespace tem
