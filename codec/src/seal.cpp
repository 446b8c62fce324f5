#include "tem/seal.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <limits>

namespace tem {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::size_t kMaxKeyDigits = 10;  // 4294967295
constexpr std::size_t kLimbs = 8;          // 512 bits, least significant first
constexpr std::size_t kChunkDigits = 19;   // the most whose value fits 64 bits
constexpr std::uint64_t kChunk = 10'000'000'000'000'000'000U;
// Printing divides by the constant 10^9 in 64-bit steps, which compiles to multiplications; 128-bit
// division by 10^19 would call a slow library routine.
constexpr std::size_t kWordDigits = 9;
constexpr std::uint64_t kWord = 1'000'000'000U;
constexpr std::size_t kWords = (kSignatureDigits + kWordDigits - 1) / kWordDigits;

Error bad_seal(std::string why) { return {ErrorCode::bad_seal, "seal: " + std::move(why)}; }

/// The integer that the digits write, as 64 bytes; false when it is 2^512 or more.
bool read_integer(std::string_view digits, Signature& out) {
  std::array<std::uint64_t, kLimbs> limbs{};
  std::size_t take = digits.size() % kChunkDigits;  // the short chunk comes first
  for (std::size_t at = 0; at < digits.size(); at += take, take = kChunkDigits) {
    std::uint64_t carry = 0;
    for (const char c : digits.substr(at, take))
      carry = carry * 10 + static_cast<unsigned>(c - '0');
    for (auto& limb : limbs) {
      const Wide wide = static_cast<Wide>(limb) * kChunk + carry;
      limb = static_cast<std::uint64_t>(wide);
      carry = static_cast<std::uint64_t>(wide >> 64);
    }
    if (carry != 0) return false;
  }
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[out.size() - 1 - i] = static_cast<std::byte>(limbs[i / 8] >> (i % 8 * 8));
  }
  return true;
}

/// Exactly kSignatureDigits digits, to the end of `out`.
void write_integer(const Signature& bytes, char* out) {
  std::array<std::uint64_t, kWords> words{};  // base 10^9, least significant first
  std::size_t used = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 4) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < 4; ++j)
      carry = carry << 8 | std::to_integer<unsigned>(bytes[at + j]);
    for (std::size_t i = 0; i < used; ++i) {
      carry += words[i] << 32;
      words[i] = carry % kWord;
      carry /= kWord;
    }
    for (; carry != 0; carry /= kWord) words[used++] = carry % kWord;
  }
  char* at = out + kSignatureDigits;
  for (std::size_t i = 0; i < kWords; ++i) {
    std::uint64_t word = words[i];
    for (std::size_t j = 0; j < kWordDigits && at != out; ++j, word /= 10) {
      *--at = static_cast<char>('0' + word % 10);
    }
  }
}

}  // namespace

Result<Seal> Seal::parse(std::string_view digits) {
  constexpr std::size_t kMin = kSignatureDigits + 1, kMax = kSignatureDigits + kMaxKeyDigits;
  if (digits.size() < kMin || digits.size() > kMax) {
    return bad_seal(std::to_string(digits.size()) + " characters; a seal has 156 to 165 digits");
  }
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return bad_seal("a character is no decimal digit");
  }
  const auto number = digits.substr(0, digits.size() - kSignatureDigits);
  if (number.front() == '0') return bad_seal("the key number begins with zero");
  Seal seal{};
  if (std::from_chars(number.data(), number.data() + number.size(), seal.key_number).ec !=
      std::errc{}) {
    return bad_seal("the key number is above 4294967295");
  }
  if (!read_integer(digits.substr(number.size()), seal.signature)) {
    return bad_seal("the signature's number is not below 2^512");
  }
  return seal;
}

std::string Seal::str() const {
  assert(key_number >= 1);
  std::array<char, kMaxKeyDigits + kSignatureDigits> text;
  char* end = std::to_chars(text.data(), text.data() + kMaxKeyDigits, key_number).ptr;
  write_integer(signature, end);
  return {text.data(), end + kSignatureDigits};
}

}  // namespace tem
