#include "tem/token.hpp"

#include <algorithm>
#include <array>

#include "files.hpp"
#include "random.hpp"
#include "tem/passphrase.hpp"
#include "tem/serial.hpp"

namespace tem {
namespace {

struct RoleName {
  Role role;
  std::string_view name, prefix;
};
constexpr std::array<RoleName, 4> kRoles = {{{Role::operator_, "operator", "tem_ope_"},
                                             {Role::producer, "producer", "tem_pro_"},
                                             {Role::inspector, "inspector", "tem_ins_"},
                                             {Role::till, "till", "tem_til_"}}};

constexpr std::size_t kPrefixBytes = 8, kRandomBytes = 32, kCheckBytes = 3;
constexpr std::size_t kDigits =
    (kRandomBytes + kCheckBytes) * 8 / 5;  // 56, and no bit is left over
static_assert(kDigits * 5 == (kRandomBytes + kCheckBytes) * 8);

const RoleName& entry_of(Role role) noexcept {
  return *std::ranges::find(kRoles, role, &RoleName::role);
}

char digit(unsigned value) {
  const char upper = kSerialAlphabet[value];
  return upper >= 'A' ? static_cast<char>(upper - 'A' + 'a') : upper;
}

std::string base32(std::span<const std::byte> bytes) {
  std::string out;
  unsigned held = 0, bits = 0;
  for (const std::byte each : bytes) {
    held = held << 8 | std::to_integer<unsigned>(each);
    for (bits += 8; bits >= 5;) out += digit(held >> (bits -= 5) & 31U);
    held &= (1U << bits) - 1;
  }
  return out;
}

/// None: a character that base32 does not write.
std::optional<Bytes<kRandomBytes + kCheckBytes>> from_base32(std::string_view text) {
  Bytes<kRandomBytes + kCheckBytes> bytes{};
  unsigned held = 0, bits = 0;
  std::size_t at = 0;
  for (const char c : text) {
    unsigned value = 0;
    while (value < 32 && digit(value) != c) ++value;
    if (value == 32) return std::nullopt;
    held = (held << 5 | value) & 0xFFFFU;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = static_cast<std::byte>(held >> bits & 0xFFU);
  }
  return bytes;
}

/// Over the role too, so that no token reads as one of another role.
std::array<std::byte, kCheckBytes> check_of(std::string_view prefix,
                                            std::span<const std::byte> random) {
  const Hash hash = sha256({as_bytes(prefix), random});
  return {hash[0], hash[1], hash[2]};
}

}  // namespace

std::string_view name(Role role) noexcept { return entry_of(role).name; }

std::optional<Role> parse_role(std::string_view text) noexcept {
  const auto* found = std::ranges::find(kRoles, text, &RoleName::name);
  if (found == kRoles.end()) return std::nullopt;
  return found->role;
}

Token Token::from_random(Role role, const Bytes<32>& random) {
  const std::string_view prefix = entry_of(role).prefix;
  Bytes<kRandomBytes + kCheckBytes> bytes{};
  const auto check = check_of(prefix, random);
  std::ranges::copy(check, std::ranges::copy(random, bytes.begin()).out);
  return Token(role, std::string(prefix) + base32(bytes));
}

Result<Token> Token::parse(std::string_view text) {
  const auto refused = [](std::string why) {
    return Error{ErrorCode::unauthorized, "token: " + std::move(why)};
  };
  const auto* known = std::ranges::find(kRoles, text.substr(0, kPrefixBytes), &RoleName::prefix);
  if (known == kRoles.end())
    return refused("must begin with tem_ope_, tem_pro_, tem_ins_ or tem_til_");
  const std::string_view digits = text.substr(kPrefixBytes);
  if (digits.size() != kDigits)
    return refused("has " + std::to_string(text.size()) + " characters, not " +
                   std::to_string(kPrefixBytes + kDigits) + ": it was not copied whole");
  const auto bytes = from_base32(digits);
  if (!bytes) return refused("holds a character that no token has; copy it again");
  const auto all = std::span<const std::byte>(*bytes);
  if (!std::ranges::equal(check_of(known->prefix, all.first(kRandomBytes)),
                          all.subspan(kRandomBytes)))
    return refused("its checksum does not match: a character is wrong; copy it again");
  return Token(known->role, std::string(text));
}

Token::~Token() { wipe(text_); }

Result<Token> read_token(const std::filesystem::path& file) {
  constexpr std::size_t kMaxTokenFileBytes = 4096;
  auto text = read_secret(file, kMaxTokenFileBytes);
  if (!text) return text.error();
  text->erase(text->find_last_not_of(" \t\r\n") + 1);
  auto token = Token::parse(*text);
  wipe(*text);
  if (!token) return token.error().at(file.string());
  return token;
}

}  // namespace tem
