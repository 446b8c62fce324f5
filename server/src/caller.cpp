#include "tem/caller.hpp"

#include <algorithm>

namespace tem {
namespace {

constexpr std::string_view kScheme = "bearer";

Error forbidden(std::string why) { return {ErrorCode::forbidden, std::move(why)}; }

/// What a producer may say.
class ProducerRules {
 public:
  ProducerRules(const std::string& producer, const State& state)
      : producer_(producer), state_(state) {}

  Result<void> operator()(const RegistryCreated&) const { return never("registry.created"); }
  Result<void> operator()(const ProducerRegistered&) const { return never("producer.registered"); }
  Result<void> operator()(const ProducerUpdated&) const { return never("producer.updated"); }
  Result<void> operator()(const KeyRegistered&) const { return never("key.registered"); }
  Result<void> operator()(const KeyRetired& fact) const { return own_key(fact.key); }
  Result<void> operator()(const KeyCompromised& fact) const { return own_key(fact.key); }
  Result<void> operator()(const ProductRegistered& fact) const {
    return own(fact.product.producer);
  }
  Result<void> operator()(const ProductUpdated& fact) const {
    if (auto named = own(fact.product.producer); !named) return named;
    return own_goods(fact.product.gtin);
  }
  Result<void> operator()(const CertificateGranted&) const { return never("certificate.granted"); }
  Result<void> operator()(const CertificateRevoked&) const { return never("certificate.revoked"); }
  // A run is issued in one way, which finds its key and its first index.
  Result<void> operator()(const LotIssued&) const {
    return forbidden("lot.issued: order stamps with POST /api/v1/lots");
  }
  Result<void> operator()(const StampsActivated& fact) const { return own_goods(fact.gtin); }
  Result<void> operator()(const StampsVoided& fact) const { return own_goods(fact.gtin); }
  Result<void> operator()(const LotRecalled& fact) const { return own_goods(fact.gtin); }
  // An authority may have recalled it.
  Result<void> operator()(const RecallLifted&) const { return never("recall.lifted"); }
  Result<void> operator()(const EventCaptured& fact) const { return own_goods(fact.gtin); }

 private:
  static Result<void> never(std::string_view type) {
    return forbidden(std::string(type) + ": only an operator says this");
  }
  [[nodiscard]] Result<void> own(std::string_view producer) const {
    if (producer == producer_) return {};
    return forbidden("the token is of producer \"" + producer_ + "\", not of another");
  }
  /// Goods that nobody registered are for may_append to refuse.
  [[nodiscard]] Result<void> own_goods(const Gtin& gtin) const {
    const auto product = state_.product(gtin);
    if (!product) return product.error();
    if (!*product) return {};
    if (auto mine = own((*product)->product.producer); !mine)
      return forbidden("GTIN " + gtin.str() + ": " + mine.error().detail);
    return {};
  }
  [[nodiscard]] Result<void> own_key(KeyNumber number) const {
    const auto key = state_.key(number);
    if (!key) return key.error();
    if (!*key) return {};
    if (auto mine = own((*key)->producer); !mine)
      return forbidden("key " + std::to_string(number) + ": " + mine.error().detail);
    return {};
  }

  const std::string& producer_;
  const State& state_;
};

}  // namespace

bool is_bearer(std::string_view authorization) {
  const std::string_view scheme = authorization.substr(0, authorization.find(' '));
  return std::ranges::equal(scheme, kScheme, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

Result<Caller> find_caller(std::string_view authorization, const TokenStore& tokens, Instant now) {
  if (authorization.empty()) return Caller{};
  if (!is_bearer(authorization))
    return Error{ErrorCode::unauthorized, "Authorization: must be `Bearer` and a token"};
  authorization.remove_prefix(std::min(authorization.size(), kScheme.size() + 1));
  const auto read = Token::parse(authorization);
  if (!read) return read.error();
  auto found = tokens.find(authorization, now);
  if (!found) return found.error();
  if (!*found)
    return Error{ErrorCode::unauthorized,
                 "token: not known, or expired, or revoked; ask the registry's operator for one"};
  return Caller{std::move(*found)};
}

Result<void> may_call(const Caller& caller, Roles roles) {
  if (roles.is_anyone()) return {};
  std::string who;
  for (const Role role : {Role::operator_, Role::producer, Role::inspector, Role::till}) {
    if (!roles.has(role)) continue;
    if (caller.is(role)) return {};
    who += (who.empty() ? "" : ", ") + std::string(name(role));
  }
  if (!caller.token)
    return Error{ErrorCode::unauthorized,
                 "this needs a token of role " + who + ": send `Authorization: Bearer …`"};
  return forbidden("a token of role " + std::string(name(caller.token->role)) +
                   " may not; this is for: " + who);
}

Result<void> may_say(const TokenRecord& token, const FactBody& fact, const State& state) {
  switch (token.role) {
    case Role::operator_:
      return {};
    case Role::producer:
      return std::visit(ProducerRules(token.producer, state), fact);
    case Role::inspector:
    case Role::till:
      break;
  }
  return forbidden("a token of role " + std::string(name(token.role)) + " appends no facts");
}

Result<void> may_see(const Caller& caller, const Gtin& gtin, const State& state) {
  const auto product = state.product(gtin);
  if (!product) return product.error();
  if (!*product)
    return Error{ErrorCode::unknown_product,
                 "no product with GTIN " + gtin.str() + " is registered"};
  if (caller.sees((*product)->product.producer)) return {};
  return forbidden("GTIN " + gtin.str() + ": belongs to another producer than the token");
}

}  // namespace tem
