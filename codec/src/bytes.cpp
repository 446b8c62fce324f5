#include "tem/bytes.hpp"

#include <cstdio>
#include <cstdlib>

#include "openssl_raii.hpp"

namespace tem {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr int kNone = -1;

constexpr std::array<int, 256> values_of(std::string_view alphabet) {
  std::array<int, 256> values{};
  values.fill(kNone);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<int>(i);
  }
  return values;
}
constexpr auto kBase64Values = values_of(kBase64);

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return kNone;
}

Error bad_character(std::string_view form, std::size_t at) {
  return {ErrorCode::bad_character,
          std::string(form) + ": character " + std::to_string(at + 1) + " is not allowed"};
}

// There is no answer a caller could use instead of a hash, and a wrong one would end in the ledger:
// with a context in hand SHA-256 fails only when the process has no memory left, so it stops.
void require(bool ok) {
  if (ok) return;
  std::fputs("tem: SHA-256 failed in OpenSSL; stopping before a wrong hash is used\n", stderr);
  std::abort();
}

}  // namespace

std::string to_hex(std::span<const std::byte> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::byte b : bytes) {
    text += kHex[std::to_integer<unsigned>(b >> 4)];
    text += kHex[std::to_integer<unsigned>(b & std::byte{15})];
  }
  return text;
}

Result<std::vector<std::byte>> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) {
    return Error{ErrorCode::bad_length, "hexadecimal: odd number of digits; each byte takes two"};
  }
  std::vector<std::byte> bytes(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int value = hex_value(text[i]);
    if (value == kNone) return bad_character("hexadecimal", i);
    bytes[i / 2] = bytes[i / 2] << 4 | static_cast<std::byte>(value);
  }
  return bytes;
}

std::string to_base64(std::span<const std::byte> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      group = group << 8 | (j < have ? std::to_integer<unsigned>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      text += j <= have ? kBase64[group >> (18 - 6 * j) & 63U] : '=';
    }
  }
  return text;
}

Result<std::vector<std::byte>> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return Error{ErrorCode::bad_length,
                 "base64: length is no multiple of four; is the padding or a part missing?"};
  }
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  const std::size_t digits = text.size() - padding;
  std::vector<std::byte> bytes;
  bytes.reserve(text.size() / 4 * 3);
  unsigned held = 0;
  int bits = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const int value = kBase64Values[static_cast<unsigned char>(text[i])];
    if (value == kNone) return bad_character("base64", i);
    held = (held << 6 | static_cast<unsigned>(value)) & 0xFFFU;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::byte>(held >> bits & 0xFFU));
    }
  }
  if ((held & ((1U << bits) - 1U)) != 0) {
    return Error{ErrorCode::bad_value, "base64: the unused bits of the last digit must be zero"};
  }
  return bytes;
}

Hash sha256(std::initializer_list<std::span<const std::byte>> parts) {
  // Kept for the thread: making a context and looking SHA-256 up costs three times the hash itself.
  thread_local const openssl::Digest context = [] {
    openssl::Digest made(EVP_MD_CTX_new());
    require(made && EVP_DigestInit_ex(made.get(), EVP_sha256(), nullptr) == 1);
    return made;
  }();
  require(EVP_DigestInit_ex(context.get(), nullptr, nullptr) == 1);
  for (const auto part : parts) {
    require(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  }
  Hash hash;
  unsigned size = 0;
  require(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(hash.data()), &size) ==
              1 &&
          size == hash.size());
  return hash;
}

Hash sha256(std::span<const std::byte> bytes) { return sha256({bytes}); }

}  // namespace tem
