#include "tem/ff1.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <mutex>
#include <string>

#include "openssl_raii.hpp"

namespace tem {
namespace {

__extension__ using Wide = unsigned __int128;
using Block = std::array<unsigned char, 16>;

constexpr std::size_t kMaxTweakBytes = 64;
constexpr std::size_t kMaxNumerals = 24;
constexpr unsigned kMaxRadix = 36;
constexpr std::uint64_t kMinDomain = 100;  // SP 800-38G §5.1
constexpr int kRounds = 10;

const EVP_CIPHER* aes_of(std::size_t key_bytes) {
  switch (key_bytes) {
    case 16:
      return EVP_aes_128_ecb();
    case 24:
      return EVP_aes_192_ecb();
    case 32:
      return EVP_aes_256_ecb();
    default:
      return nullptr;
  }
}

/// `value`, big-endian, at the end of `out`.
void put_big_endian(std::span<unsigned char> out, std::uint64_t value) {
  for (auto at = out.rbegin(); at != out.rend(); ++at, value >>= 8) {
    *at = static_cast<unsigned char>(value);
  }
}

/// NUM_radix. Half a message is at most 12 numerals, and 36^12 < 2^63.
std::uint64_t number_of(std::span<const std::uint8_t> numerals, unsigned radix) {
  std::uint64_t number = 0;
  for (const auto numeral : numerals) number = number * radix + numeral;
  return number;
}

/// STR_radix.
void put_numerals(std::span<std::uint8_t> out, std::uint64_t number, unsigned radix) {
  for (auto at = out.rbegin(); at != out.rend(); ++at, number /= radix) {
    *at = static_cast<std::uint8_t>(number % radix);
  }
}

std::uint64_t power(unsigned radix, std::size_t exponent) {
  std::uint64_t value = 1;
  while (exponent-- > 0) value *= radix;
  return value;
}

}  // namespace

struct Ff1::State {
  openssl::Cipher aes;
  unsigned radix = 0;
  std::vector<unsigned char> tweak;
  // A context holds state even in ECB mode. The lock costs some 20 ns where the ten rounds take a
  // microsecond, so threads may share a cipher.
  std::mutex busy;

  bool encipher(Block& block) const {
    int length = 0;
    return EVP_EncryptUpdate(aes.get(), block.data(), &length, block.data(), int{sizeof block}) ==
               1 &&
           length == int{sizeof block};
  }

  /// CIPH(chain ⊕ block), one step of the CBC-MAC.
  bool absorb(Block& chain, const Block& block) const {
    for (std::size_t i = 0; i < chain.size(); ++i) chain[i] ^= block[i];
    return encipher(chain);
  }
};

namespace {

/// The round function of one message: everything that does not change from round to round, done
/// once. Names as in SP 800-38G algorithm 7.
template <class State>
class RoundFunction {
 public:
  RoundFunction(const State& state, std::size_t n, std::uint64_t modulus_v) : state_(state) {
    // b = ⌈⌈v·log2(radix)⌉ / 8⌉, exactly: the bytes that hold radix^v − 1.
    b_ = (static_cast<std::size_t>(std::bit_width(modulus_v - 1)) + 7) / 8;
    d_ = 4 * ((b_ + 3) / 4) + 4;  // at most 12, so R alone is S
    ok_ = absorb_head(n);
  }

  /// y for round i over the half `half`; false when the cipher failed.
  bool operator()(int i, std::uint64_t half, Wide& y) const {
    Block last = tail_;
    last[15 - b_] = static_cast<unsigned char>(i);
    put_big_endian(std::span(last).last(b_), half);
    Block r = head_;
    if (!ok_ || !state_.absorb(r, last)) return false;
    y = 0;
    for (std::size_t j = 0; j < d_; ++j) y = y << 8 | r[j];
    return true;
  }

 private:
  /// P, and the blocks of Q before its last, which alone holds i and the half (b + 1 ≤ 9 bytes).
  bool absorb_head(std::size_t n) {
    const std::size_t t = state_.tweak.size();
    head_ = {1,       2,
             1,       0,
             0,       static_cast<unsigned char>(state_.radix),
             kRounds, static_cast<unsigned char>(n / 2)};
    put_big_endian(std::span(head_).subspan(8, 4), n);
    put_big_endian(std::span(head_).subspan(12, 4), t);
    if (!state_.encipher(head_)) return false;

    std::vector<unsigned char> q(state_.tweak);
    q.resize((t + b_ + 1 + 15) / 16 * 16);  // zeros between tweak and i
    while (q.size() > sizeof(Block)) {
      Block block;
      std::copy_n(q.begin(), block.size(), block.begin());
      if (!state_.absorb(head_, block)) return false;
      q.erase(q.begin(), q.begin() + sizeof(Block));
    }
    std::copy_n(q.begin(), tail_.size(), tail_.begin());
    return true;
  }

  const State& state_;
  std::size_t b_ = 0, d_ = 0;
  Block head_{}, tail_{};
  bool ok_ = false;
};

Result<void> check(std::span<const std::uint8_t> numerals, unsigned radix) {
  const std::size_t n = numerals.size();
  if (n < 2 || n > kMaxNumerals) {
    return Error{ErrorCode::bad_length, "FF1: " + std::to_string(n) +
                                            " numerals; the cipher takes 2 to " +
                                            std::to_string(kMaxNumerals)};
  }
  std::uint64_t domain = 1;
  for (std::size_t i = 0; i < n && domain < kMinDomain; ++i) domain *= radix;
  if (domain < kMinDomain) {
    return Error{ErrorCode::bad_length,
                 "FF1: radix^length must be at least 100; use more numerals or a larger radix"};
  }
  if (std::any_of(numerals.begin(), numerals.end(), [&](auto x) { return x >= radix; })) {
    return Error{ErrorCode::bad_value, "FF1: a numeral is not below the radix"};
  }
  return {};
}

Error cipher_failed() {
  return {ErrorCode::crypto_failed, "FF1: AES failed in OpenSSL: is it out of memory?"};
}

}  // namespace

Ff1::Ff1(std::unique_ptr<State> state) : state_(std::move(state)) {}
Ff1::Ff1(Ff1&&) noexcept = default;
Ff1& Ff1::operator=(Ff1&&) noexcept = default;
Ff1::~Ff1() = default;

Result<Ff1> Ff1::make(std::span<const std::byte> key, unsigned radix,
                      std::span<const std::byte> tweak) {
  const EVP_CIPHER* aes = aes_of(key.size());
  if (aes == nullptr) {
    return Error{ErrorCode::bad_key,
                 "FF1: key of " + std::to_string(key.size()) + " bytes; AES takes 16, 24 or 32"};
  }
  if (radix < 2 || radix > kMaxRadix) {
    return Error{ErrorCode::bad_value,
                 "FF1: radix " + std::to_string(radix) + "; it must be 2 to 36"};
  }
  if (tweak.size() > kMaxTweakBytes) {
    return Error{ErrorCode::bad_value, "FF1: tweak longer than 64 bytes"};
  }
  const openssl::ErrorScope errors;
  auto state = std::make_unique<State>();
  state->aes.reset(EVP_CIPHER_CTX_new());
  if (!state->aes ||
      EVP_EncryptInit_ex(state->aes.get(), aes, nullptr,
                         reinterpret_cast<const unsigned char*>(key.data()), nullptr) != 1 ||
      EVP_CIPHER_CTX_set_padding(state->aes.get(), 0) != 1) {
    return cipher_failed();
  }
  state->radix = radix;
  for (const std::byte b : tweak) state->tweak.push_back(std::to_integer<unsigned char>(b));
  return Ff1(std::move(state));
}

Result<void> Ff1::encrypt(std::span<std::uint8_t> numerals) const {
  const unsigned radix = state_->radix;
  if (auto ok = check(numerals, radix); !ok) return ok;
  const std::lock_guard lock(state_->busy);
  const auto left = numerals.first(numerals.size() / 2);
  const auto right = numerals.subspan(left.size());
  const std::uint64_t modulus[] = {power(radix, left.size()), power(radix, right.size())};
  const RoundFunction round(*state_, numerals.size(), modulus[1]);
  std::uint64_t a = number_of(left, radix), b = number_of(right, radix);
  for (int i = 0; i < kRounds; ++i) {
    Wide y = 0;
    if (!round(i, b, y)) return cipher_failed();
    const std::uint64_t m = modulus[i % 2];
    // Both terms are below 2^63, so the sum does not wrap.
    const std::uint64_t c = (a + static_cast<std::uint64_t>(y % m)) % m;
    a = b;
    b = c;
  }
  put_numerals(left, a, radix);
  put_numerals(right, b, radix);
  return {};
}

Result<void> Ff1::decrypt(std::span<std::uint8_t> numerals) const {
  const unsigned radix = state_->radix;
  if (auto ok = check(numerals, radix); !ok) return ok;
  const std::lock_guard lock(state_->busy);
  const auto left = numerals.first(numerals.size() / 2);
  const auto right = numerals.subspan(left.size());
  const std::uint64_t modulus[] = {power(radix, left.size()), power(radix, right.size())};
  const RoundFunction round(*state_, numerals.size(), modulus[1]);
  std::uint64_t a = number_of(left, radix), b = number_of(right, radix);
  for (int i = kRounds - 1; i >= 0; --i) {
    Wide y = 0;
    if (!round(i, a, y)) return cipher_failed();
    const std::uint64_t m = modulus[i % 2];
    const std::uint64_t c = (b + m - static_cast<std::uint64_t>(y % m)) % m;
    b = a;
    a = c;
  }
  put_numerals(left, a, radix);
  put_numerals(right, b, radix);
  return {};
}

}  // namespace tem
