#pragma once
// A registry in a folder of its own, for tests; it goes with the test.

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "../temp_dir.hpp"
#include "tem/lot_stamps.hpp"
#include "tem/registry.hpp"
#include "tem/verifier.hpp"

namespace tem::test {

inline Instant instant(std::string_view text) { return Instant::parse(text).value(); }
inline Date date(std::string_view text) { return Date::parse(text).value(); }
inline Gtin gtin(std::string_view text) { return Gtin::parse(text).value(); }
inline Lot lot(std::string_view text) { return Lot::parse(text).value(); }

inline const Instant kNow = instant("2026-11-24T03:00:00Z");

inline Settings sample_settings() {
  return {"tem.example/quangninh", "OCOP mẫu", BaseUri::parse("https://tem.example").value()};
}

/// Two producers with a key and a product each, and one lot of the first.
class SampleRegistry {
 public:
  explicit SampleRegistry(const std::function<Result<void>(Registry&)>& fill = nullptr)
      : registry_([&] {
          auto made = Registry::create(dir(), sample_settings(), kNow, fill);
          REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error().str()));
          return Registry::open(dir(), Access::append).value();
        }()) {}

  [[nodiscard]] std::filesystem::path dir() const { return temp_.path() / "registry"; }
  Registry& operator*() { return registry_; }
  Registry* operator->() { return &registry_; }

  Result<Appended> try_append(FactBody body, Instant at = kNow) {
    return registry_.append(std::vector<FactBody>{std::move(body)}, at);
  }
  /// The log index of the fact.
  std::uint64_t append(FactBody body, Instant at = kNow) {
    auto done = try_append(std::move(body), at);
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().str()));
    return done->first;
  }

  KeyNumber add_key(const std::string& producer, std::optional<Date> not_after = {}) {
    const SigningKey key = generate_key();
    REQUIRE(registry_.store_producer_key(key).has_value());
    return static_cast<KeyNumber>(
        append(KeyRegistered{producer, key.verifying_key(), date("2026-01-01"), not_after}));
  }

 private:
  TempDir temp_;
  Registry registry_;
};

inline Producer producer(const std::string& id) {
  return {id, "Cơ sở " + id + " (mẫu)", "Thôn Mẫu, Quảng Ninh", "VN", {}, {}, {}, {}};
}

inline const Gtin kTea = gtin("08936000000011");
inline const Gtin kSquid = gtin("08936000000028");

/// Producers `tra` and `muc`, key `tea_key` and `squid_key`, products kTea and kSquid.
struct Story {
  SampleRegistry registry;
  KeyNumber tea_key, squid_key;

  Story() {
    registry.append(ProducerRegistered{producer("tra")});
    registry.append(ProducerRegistered{producer("muc")});
    tea_key = registry.add_key("tra");
    squid_key = registry.add_key("muc");
    registry.append(ProductRegistered{{kTea, "tra", "Trà hoa vàng Ba Chẽ", {}}});
    registry.append(ProductRegistered{{kSquid, "muc", "Chả mực Hạ Long", {}}});
  }

  /// Issues `count` stamps of a tea lot; the log index.
  std::uint64_t issue(std::string_view name, std::uint64_t first, std::uint64_t count,
                      std::string_view expires = "2027-11-01", bool active = true) {
    return registry.append(LotIssued{kTea, lot(name), tea_key, first, count, date("2026-11-01"),
                                     date(expires), active});
  }
  std::string uri(std::string_view name, std::uint32_t index) {
    return LotStamps::open(*registry, kTea, lot(name)).value().sign(index).value().uri;
  }
  Verdict check(std::string_view text, Instant at = kNow) {
    auto verdict = Verifier::make(*registry).value().check(text, {at});
    REQUIRE_MESSAGE(verdict.has_value(), (verdict ? "" : verdict.error().str()));
    return *verdict;
  }
};

}  // namespace tem::test
