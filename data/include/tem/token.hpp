#pragma once
// Bearer tokens: registry/tokens.db holds a hash of each, never the token.
//
//   auto tokens = TokenStore::open("registry", Access::append);
//   auto made = tokens->create({.role = Role::producer, .producer = "trahoavang", .expires = …}, now);
//   made->token == "tem_pro_…"      // shown once
//   tokens->find(text, now)         // who that is, if it is in force

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tem/bytes.hpp"
#include "tem/calendar.hpp"
#include "tem/ledger.hpp"
#include "tem/result.hpp"

namespace tem {

enum class Role { operator_, producer, inspector, till };

std::string_view name(Role role) noexcept;  ///< "operator"
std::optional<Role> parse_role(std::string_view text) noexcept;

/// A token's text: `tem_pro_` and 56 characters, 256 random bits and a checksum of 24, so that a
/// slip of the pen is told from a token that is not known.
class Token {
 public:
  static Token from_random(Role role, const Bytes<32>& random);
  /// Error: unauthorized, which never repeats the text.
  static Result<Token> parse(std::string_view text);
  Token(const Token&) = default;
  Token(Token&&) noexcept = default;
  Token& operator=(const Token&) = default;
  Token& operator=(Token&&) noexcept = default;
  ~Token();  ///< wipes its text

  /// parse(x.str()) == x. A secret.
  [[nodiscard]] const std::string& str() const noexcept { return text_; }
  [[nodiscard]] Role role() const noexcept { return role_; }
  /// What is kept of it.
  [[nodiscard]] Hash hash() const { return sha256(as_bytes(text_)); }

 private:
  Token(Role role, std::string text) : role_(role), text_(std::move(text)) {}
  Role role_;
  std::string text_;
};

/// The token that a file holds, and white space after it. Errors: not_found, cannot_read (also when its
/// group or others may read it), too_long, unauthorized.
Result<Token> read_token(const std::filesystem::path& file);

struct TokenRecord {
  std::uint64_t id = 0;  ///< what `tem token list` and the logs call it
  Role role = Role::inspector;
  std::string producer{};  ///< of role producer
  std::string place{};     ///< of a till or an inspector: where it stands, as places.hpp
  std::string label{};     ///< what the operator calls it
  Instant created, expires;
  std::optional<Instant> revoked;
};

struct NewToken {
  std::string token;  ///< a secret: 256 random bits
  TokenRecord record;
};

inline constexpr std::size_t kMaxTokenLabelBytes = 200;

/// For one thread. A store that is opened to read may find no file: then there are no tokens, until
/// there is one.
class TokenStore {
 public:
  /// Errors: cannot_read, cannot_write, ledger_busy.
  static Result<TokenStore> open(const std::filesystem::path& registry, Access access);
  TokenStore(TokenStore&&) noexcept;
  TokenStore& operator=(TokenStore&&) noexcept;
  ~TokenStore();

  /// Errors: bad_value (expires in the past, a producer role without producer or another with one, a
  /// place that is none or not of a till or an inspector, a label that is too long or no line of
  /// text), cannot_write.
  Result<NewToken> create(TokenRecord wanted, Instant now);
  /// None: no such token, or expired, or revoked. Sees revocations by other processes at once.
  [[nodiscard]] Result<std::optional<TokenRecord>> find(std::string_view text, Instant now) const;
  /// All that were ever made, the first one first.
  [[nodiscard]] Result<std::vector<TokenRecord>> list() const;
  /// Errors: not_found, already_done.
  Result<void> revoke(std::uint64_t id, Instant now);

 private:
  struct Db;
  explicit TokenStore(std::unique_ptr<Db> db);
  std::unique_ptr<Db> db_;
};

}  // namespace tem
