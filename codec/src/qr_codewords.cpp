#include "qr_codewords.hpp"

#include <cassert>

namespace tem {
namespace {

/// Number of each character in alphanumeric mode: table 5. Digits are their own value.
constexpr std::array<std::uint8_t, 256> kAlphanumeric = []() {
  std::array<std::uint8_t, 256> values{};
  std::uint8_t next = 0;
  for (const char c : std::string_view("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")) {
    values[static_cast<unsigned char>(c)] = next++;
  }
  return values;
}();

/// Which modes hold a character: bit 0 numeric, bit 1 alphanumeric, bit 2 byte.
const std::array<std::uint8_t, 256> kModesOf = []() {
  std::array<std::uint8_t, 256> modes{};
  for (std::size_t c = 0; c < modes.size(); ++c) {
    for (const QrMode mode : {QrMode::numeric, QrMode::alphanumeric, QrMode::byte}) {
      if (!qr_mode_holds(mode, static_cast<char>(c))) continue;
      modes[c] = static_cast<std::uint8_t>(modes[c] | 1U << static_cast<unsigned>(mode));
    }
  }
  return modes;
}();

std::uint32_t alphanumeric(char c) { return kAlphanumeric[static_cast<unsigned char>(c)]; }

class BitWriter {
 public:
  explicit BitWriter(std::uint8_t* out) : out_(out) {}
  /// The lowest `bits` bits of the value, at most 32; the others must be 0.
  void put(std::uint32_t value, unsigned bits) noexcept {
    held_ = held_ << bits | value;
    count_ += bits;
    if (count_ < 32) return;
    count_ -= 32;
    const auto word = static_cast<std::uint32_t>(held_ >> count_);
    for (unsigned i = 0; i < 4; ++i) *out_++ = static_cast<std::uint8_t>(word >> (24 - 8 * i));
  }
  /// What is held, filled up with zeros to a whole byte. Returns the end.
  std::uint8_t* finish() noexcept {
    put(0, (8 - count_ % 8) % 8);
    while (count_ > 0) {
      count_ -= 8;
      // NOLINTNEXTLINE(clang-analyzer-core.BitwiseShift): count_ was a multiple of 8 above 0
      *out_++ = static_cast<std::uint8_t>(held_ >> count_);
    }
    return out_;
  }

 private:
  std::uint8_t* out_;
  std::uint64_t held_ = 0;
  unsigned count_ = 0;  ///< bits held and not written: below 32 between calls
};

void put_digits(BitWriter& bits, std::string_view text) noexcept {
  std::size_t i = 0;
  for (; i + 3 <= text.size(); i += 3) {
    bits.put(
        100 * alphanumeric(text[i]) + 10 * alphanumeric(text[i + 1]) + alphanumeric(text[i + 2]),
        10);
  }
  if (text.size() - i == 2) bits.put(10 * alphanumeric(text[i]) + alphanumeric(text[i + 1]), 7);
  if (text.size() - i == 1) bits.put(alphanumeric(text[i]), 4);
}

void put_pairs(BitWriter& bits, std::string_view text) noexcept {
  std::size_t i = 0;
  for (; i + 2 <= text.size(); i += 2) {
    bits.put(45 * alphanumeric(text[i]) + alphanumeric(text[i + 1]), 11);
  }
  if (i < text.size()) bits.put(alphanumeric(text[i]), 6);
}

void put_bytes(BitWriter& bits, std::string_view text) noexcept {
  for (const char c : text) bits.put(static_cast<unsigned char>(c), 8);
}

// GF(256) of §7.5: x^8 + x^4 + x^3 + x^2 + 1, 2 generates it.
constexpr std::uint8_t times(std::uint8_t a, std::uint8_t b) {
  unsigned product = 0;
  for (int bit = 7; bit >= 0; --bit) {
    product = product << 1 ^ (product >> 7 & 1) * 0x11DU;
    if ((b >> bit & 1) != 0) product ^= a;
  }
  return static_cast<std::uint8_t>(product);
}

}  // namespace

bool qr_pieces_hold(std::span<const QrPiece> pieces, std::string_view text) noexcept {
  std::size_t at = 0;
  for (const QrPiece& piece : pieces) {
    if (piece.length > text.size() - at) return false;
    unsigned held = 1U << static_cast<unsigned>(piece.mode);
    for (const char c : text.substr(at, piece.length)) {
      held &= kModesOf[static_cast<unsigned char>(c)];
    }
    if (held == 0) return false;
    at += piece.length;
  }
  return at == text.size();
}

void qr_write_data(std::span<const QrPiece> pieces, std::string_view text, int version,
                   std::span<std::uint8_t> data) noexcept {
  BitWriter bits(data.data());
  std::size_t capacity = 8 * data.size();
  std::size_t at = 0;
  for (const QrPiece& piece : pieces) {
    const std::string_view part = text.substr(at, piece.length);
    at += piece.length;
    assert(qr_segment_bits(piece.mode, part.size(), version) <= capacity);
    capacity -= qr_segment_bits(piece.mode, part.size(), version);
    bits.put(1U << static_cast<unsigned>(piece.mode), 4);
    bits.put(static_cast<std::uint32_t>(part.size()), qr_length_bits(piece.mode, version));
    switch (piece.mode) {
      case QrMode::numeric:
        put_digits(bits, part);
        break;
      case QrMode::alphanumeric:
        put_pairs(bits, part);
        break;
      case QrMode::byte:
        put_bytes(bits, part);
        break;
    }
  }
  bits.put(0, static_cast<unsigned>(capacity < 4 ? capacity : 4));  // the terminator
  std::uint8_t* end = bits.finish();
  for (std::uint8_t pad = 0xEC; end != data.data() + data.size(); pad ^= 0xEC ^ 0x11) *end++ = pad;
}

QrBlocks QrBlocks::of(int version, QrLevel level) noexcept {
  const int all = qr_codewords(version), data = qr_data_codewords(version, level);
  const int count = qr_blocks(version, level);
  return {count, count - data % count, data / count, (all - data) / count};
}

std::vector<std::uint16_t> QrBlocks::interleaved() const {
  std::vector<std::uint16_t> order;
  for (int i = 0; i <= data; ++i) {
    for (int block = i < data ? 0 : short_ones; block < count; ++block) {
      const int longer_before = block > short_ones ? block - short_ones : 0;
      order.push_back(static_cast<std::uint16_t>(block * data + longer_before + i));
    }
  }
  for (int i = 0; i < check; ++i) {
    for (int block = 0; block < count; ++block) {
      order.push_back(static_cast<std::uint16_t>(data_codewords() + block * check + i));
    }
  }
  return order;
}

ReedSolomon::ReedSolomon(int check) : check_(check) {
  assert(check >= 1 && check <= static_cast<int>(8 * kWords));
  const auto degree = static_cast<std::size_t>(check);
  // The product of (x - 2^i) for i below the degree, highest coefficient first, without the leading
  // 1.
  std::array<std::uint8_t, 8 * kWords> generator{};
  generator[degree - 1] = 1;
  std::uint8_t root = 1;
  for (std::size_t i = 0; i < degree; ++i) {
    for (std::size_t k = 0; k < degree; ++k) {
      const std::uint8_t next = k + 1 < degree ? generator[k + 1] : std::uint8_t{0};
      generator[k] = static_cast<std::uint8_t>(times(generator[k], root) ^ next);
    }
    root = times(root, 2);
  }
  for (std::size_t lead = 1; lead < multiples_.size(); ++lead) {
    const std::size_t others = lead & (lead - 1), lowest = lead ^ others;
    if (others != 0) {  // the multiple of a sum is the sum of the multiples
      for (std::size_t k = 0; k < kWords; ++k) {
        multiples_[lead][k] = multiples_[others][k] ^ multiples_[lowest][k];
      }
      continue;
    }
    for (std::size_t k = 0; k < degree; ++k) {
      const std::uint64_t product = times(static_cast<std::uint8_t>(lead), generator[k]);
      multiples_[lead][k / 8] |= product << (56 - k % 8 * 8);
    }
  }
}

template <std::size_t kUsed>
void ReedSolomon::append_with(const QrBlocks& blocks,
                              std::span<std::uint8_t> codewords) const noexcept {
  const std::uint8_t* data = codewords.data();
  std::uint8_t* out = codewords.data() + blocks.data_codewords();
  for (int block = 0; block < blocks.count; ++block) {
    const std::uint8_t* const end = data + blocks.data + (block < blocks.short_ones ? 0 : 1);
    std::array<std::uint64_t, kUsed> rest{};
    for (; data != end; ++data) {
      const auto& multiple = multiples_[*data ^ rest[0] >> 56];
      for (std::size_t k = 0; k < kUsed; ++k) {
        const std::uint64_t next = k + 1 < kUsed ? rest[k + 1] >> 56 : 0;
        rest[k] = (rest[k] << 8 | next) ^ multiple[k];
      }
    }
    for (std::size_t k = 0; k < static_cast<std::size_t>(blocks.check); ++k) {
      *out++ = static_cast<std::uint8_t>(rest[k / 8] >> (56 - k % 8 * 8));
    }
  }
}

void ReedSolomon::append(const QrBlocks& blocks, std::span<std::uint8_t> codewords) const noexcept {
  assert(blocks.check == check_);
  assert(codewords.size() == static_cast<std::size_t>(blocks.codewords()));
  switch ((check_ - 1) / 8) {
    case 0:
      return append_with<1>(blocks, codewords);
    case 1:
      return append_with<2>(blocks, codewords);
    case 2:
      return append_with<3>(blocks, codewords);
    default:
      return append_with<4>(blocks, codewords);
  }
}

}  // namespace tem
