#pragma once
// Who asks: anonymous, or the holder of a token.
//
//   auto caller = find_caller("Bearer tem_pro_…", tokens, now);
//   caller->token->producer

#include <optional>
#include <string>
#include <string_view>

#include "tem/fact.hpp"
#include "tem/state.hpp"
#include "tem/token.hpp"

namespace tem {

/// Roles as a set; `anyone` is who has no token, too.
class Roles {
 public:
  static constexpr Roles anyone() { return Roles(~0U); }
  template <class... Each>
  static constexpr Roles of(Each... roles) {
    return Roles((0U | ... | (1U << static_cast<unsigned>(roles))));
  }
  [[nodiscard]] constexpr bool has(Role role) const {
    return (bits_ >> static_cast<unsigned>(role) & 1U) != 0;
  }
  [[nodiscard]] constexpr bool is_anyone() const { return bits_ == ~0U; }

 private:
  explicit constexpr Roles(unsigned bits) : bits_(bits) {}
  unsigned bits_;
};

struct Caller {
  std::optional<TokenRecord> token{};

  [[nodiscard]] bool is(Role role) const { return token && token->role == role; }
  /// Does the token see what belongs to this producer? A producer's sees its own only.
  [[nodiscard]] bool sees(std::string_view producer) const {
    return token && (token->role != Role::producer || token->producer == producer);
  }
};

/// Is this Authorization field of the scheme whose tokens are read here?
bool is_bearer(std::string_view authorization);

/// From an Authorization field (RFC 6750 §2.1); an empty one is anonymous. Errors: unauthorized (no
/// Bearer token, mistyped, unknown, expired or revoked), those of TokenStore::find.
Result<Caller> find_caller(std::string_view authorization, const TokenStore& tokens, Instant now);

/// Errors: unauthorized (a token is needed), forbidden (which names the roles that may).
Result<void> may_call(const Caller& caller, Roles roles);

/// May the token's holder say this, over what is known? An operator may say everything; a producer
/// what is of its own goods and keys; the others nothing. That the fact fits the ledger is
/// may_append's to tell. Error: forbidden.
Result<void> may_say(const TokenRecord& token, const FactBody& fact, const State& state);

/// May the token's holder ask about these goods? Errors: forbidden, unknown_product.
Result<void> may_see(const Caller& caller, const Gtin& gtin, const State& state);

}  // namespace tem
