// The demonstration registry's content, from data/demo/catalogue.json.

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "embedded.hpp"
#include "json_text.hpp"
#include "tem/registry.hpp"

namespace tem {

namespace json = boost::json;

namespace {

constexpr int kMonths = 36;  // that a certificate is in force

std::string_view text(const json::object& object, std::string_view key) {
  return object.at(key).as_string();
}

/// The catalogue counts days from today, so that the same certificates are in force, expiring and
/// expired whenever it is used.
FactBody grant(const Gtin& gtin, const json::object& c, Date today) {
  const int days = static_cast<int>(c.at("expires_in_days").as_int64());
  const Date granted = today.plus_days(days).plus_months(-kMonths);
  std::optional<int> stars;
  if (const auto* given = c.if_contains("stars")) stars = static_cast<int>(given->as_int64());
  return CertificateGranted{gtin,
                            std::string(text(c, "scheme")),
                            stars,
                            std::string(text(c, "decision")),
                            std::string(text(c, "authority")),
                            granted,
                            granted.plus_months(kMonths)};
}

Result<void> add_product(std::vector<FactBody>& facts, const json::object& item, Date today) {
  auto product = parse_fact_body("product.registered", canonical_json(item.at("product")));
  if (!product) return product.error();
  const Gtin gtin = std::get<ProductRegistered>(*product).product.gtin;
  facts.push_back(std::move(*product));
  const auto* certificates = item.if_contains("certificates");
  if (certificates == nullptr) return {};
  for (const auto& value : certificates->as_array()) {
    const auto& c = value.as_object();
    facts.push_back(grant(gtin, c, today));
    if (const auto* reason = c.if_contains("revoked")) {
      facts.push_back(CertificateRevoked{gtin, std::string(text(c, "scheme")),
                                         std::string(text(c, "decision")),
                                         std::string(reason->as_string())});
    }
  }
  return {};
}

}  // namespace

Result<void> add_demonstration(Registry& registry, Instant now, const Passphrase* passphrase) {
  if (!registry.settings().is_demonstration()) {
    return Error{ErrorCode::bad_settings, "sample data belongs only in a registry whose origin's host ends in "
                                          ".example, such as tem.example/quangninh"};
  }
  const auto catalogue = parse_json(embedded::tem_data("catalogue.json"));
  if (!catalogue) return catalogue.error().at("catalogue.json");
  const Date today = registry.local_date(now);
  // "Today" here may be tomorrow in UTC; a key must be in force at once in both.
  const Date in_force = Date::from_days(std::chrono::floor<std::chrono::days>(now.time()));
  std::vector<FactBody> facts;
  for (const auto& value : catalogue->at("producers").as_array()) {
    auto producer = parse_fact_body("producer.registered", canonical_json(value));
    if (!producer) return producer.error().at("catalogue.json");
    const std::string id = std::get<ProducerRegistered>(*producer).producer.id;
    facts.push_back(std::move(*producer));
    const SigningKey key = generate_key();
    if (auto ok = registry.store_producer_key(key, passphrase); !ok) return ok;
    facts.push_back(KeyRegistered{id, key.verifying_key(), in_force, {}});
  }
  for (const auto& value : catalogue->at("products").as_array()) {
    if (auto ok = add_product(facts, value.as_object(), today); !ok) {
      return ok.error().at("catalogue.json");
    }
  }
  const auto done = registry.append(std::move(facts), now);
  if (!done) return done.error();
  return {};
}

}  // namespace tem
