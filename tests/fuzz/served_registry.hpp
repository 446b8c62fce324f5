#pragma once
// A small service without its sockets, for fuzz targets: a registry with one lot, and who may ask
// it.

#include <map>
#include <string>

#include "../temp_dir.hpp"
#include "tem/app.hpp"
#include "tem/hidden_code.hpp"
#include "tem/lot_stamps.hpp"

namespace tem::test {

class ServedRegistry {
 public:
  ServedRegistry() : now_(Instant::parse("2026-11-24T03:00:00Z").value()) {
    make_registry();
    make_tokens();
    scans_ = ScanStore::open(dir_, {}, [this] { return now_; }).value();
    const auto appender = std::make_shared<Appender>(Registry::open(dir_, Access::append).value(),
                                                     [this] { return now_; });
    app_.emplace(
        App::open(dir_, [this] { return now_; }, {.scans = scans_, .appender = appender}).value());
  }

  App& app() { return *app_; }
  ScanStore& scans() { return *scans_; }

  /// What is made anew by each run and cannot stand in a corpus, in the place of its name: `{path}`
  /// and `{uri}` of a genuine stamp, its hidden `{code}`, the token of an `{operator}`, ….
  [[nodiscard]] std::string filled(std::string_view text) const {
    std::string out;
    while (!text.empty()) {
      const auto close = text.front() == '{' ? text.find('}') : std::string_view::npos;
      const auto found = close == std::string_view::npos
                             ? names_.end()
                             : names_.find(std::string(text.substr(1, close - 1)));
      if (found == names_.end()) {
        out += text.front();
        text.remove_prefix(1);
      } else {
        out += found->second;
        text.remove_prefix(close + 1);
      }
    }
    return out;
  }

 private:
  void make_registry() {
    const Settings settings{"tem.example/fuzz", "Mẫu",
                            BaseUri::parse("https://tem.example").value()};
    if (!Registry::create(dir_, settings, now_)) std::abort();
    auto registry = Registry::open(dir_, Access::append).value();
    const SigningKey key = SigningKey::from_seed(Bytes<32>{});
    if (!registry.store_producer_key(key)) std::abort();
    const Gtin gtin = Gtin::parse("08936000000011").value();
    const Lot lot = Lot::parse("L1").value();
    const Date from = Date::parse("2026-01-01").value();
    const auto append = [&](FactBody body) {
      const auto done = registry.append(std::vector<FactBody>{std::move(body)}, now_);
      if (!done) std::abort();
      return static_cast<KeyNumber>(done->first);
    };
    append(ProducerRegistered{{"tra", "Cơ sở trà (mẫu)", "Quảng Ninh", "VN", {}, {}, {}, {}}});
    const KeyNumber number = append(KeyRegistered{"tra", key.verifying_key(), from, {}});
    append(ProductRegistered{{gtin, "tra", "Trà hoa vàng", {}}});
    append(LotIssued{gtin, lot, number, 0, 3, from, Date::parse("2027-11-01").value(), true});
    names_["uri"] = LotStamps::open(registry, gtin, lot).value().sign(0).value().uri;
    names_["path"] = names_["uri"].substr(names_["uri"].find("/01/"));
    const auto secret = registry.serial_secret().value();
    names_["code"] = ClaimKey::make(secret, gtin, lot)
                         .value()
                         .code(DigitalLink::parse(names_["uri"]).value().canonical())
                         .str();
  }

  void make_tokens() {
    auto tokens = TokenStore::open(dir_, Access::append).value();
    for (const Role role : {Role::operator_, Role::producer, Role::inspector, Role::till}) {
      TokenRecord wanted;
      wanted.role = role;
      if (role == Role::producer) wanted.producer = "tra";
      wanted.expires = Instant::parse("2027-11-24T03:00:00Z").value();
      names_[std::string(name(role))] = tokens.create(wanted, now_).value().token;
    }
  }

  TempDir scratch_;
  std::filesystem::path dir_ = scratch_.path() / "registry";
  Instant now_;
  std::map<std::string, std::string> names_;
  std::shared_ptr<ScanStore> scans_;
  std::optional<App> app_;
};

}  // namespace tem::test
