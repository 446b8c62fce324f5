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
#include <vector>

#include "tem/calendar.hpp"
#include "tem/ledger.hpp"
#include "tem/result.hpp"

namespace tem {

enum class Role { operator_, producer, inspector, till };

std::string_view name(Role role) noexcept;  ///< "operator"
std::optional<Role> parse_role(std::string_view text) noexcept;

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

class TokenStore {
 public:
  /// Errors: cannot_read, cannot_write.
  static Result<TokenStore> open(const std::filesystem::path& registry, Access access);
  TokenStore(TokenStore&&) noexcept;
  TokenStore& operator=(TokenStore&&) noexcept;
  ~TokenStore();

  /// Errors: bad_value (expires in the past, a producer role without producer), cannot_write.
  Result<NewToken> create(TokenRecord wanted, Instant now);
  /// None: no such token, or expired, or revoked. Sees revocations by other processes at once.
  [[nodiscard]] Result<std::optional<TokenRecord>> find(std::string_view token, Instant now) const;
  [[nodiscard]] Result<std::vector<TokenRecord>> list() const;
  /// Errors: not_found, already_done.
  Result<void> revoke(std::uint64_t id, Instant now);

 private:
  struct Db;
  explicit TokenStore(std::unique_ptr<Db> db);
  std::unique_ptr<Db> db_;
};

}  // namespace tem
