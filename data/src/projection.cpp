#include "projection.hpp"

#include <array>

#include "fact_json.hpp"

namespace tem {
namespace {

struct Projector {
  Connection& db;
  std::uint64_t index;

  void operator()(const RegistryCreated&) const {}  // entry 0 itself says it

  void operator()(const ProducerRegistered& f) const { put(f.producer, fields_of(f)); }
  void operator()(const ProducerUpdated& f) const { put(f.producer, fields_of(f)); }

  void operator()(const KeyRegistered& f) const {
    Query(db,
          "INSERT INTO signing_key (number, producer, public_key, not_before, not_after) "
          "VALUES (?, ?, ?, ?, ?)",
          index, f.producer, std::span<const std::byte>(f.public_key.bytes()), f.not_before.str(),
          text(f.not_after))
        .run();
  }
  void operator()(const KeyRetired& f) const {
    Query(db, "UPDATE signing_key SET retired_at = ? WHERE number = ?", index, f.key).run();
  }
  void operator()(const KeyCompromised& f) const {
    Query(db,
          "UPDATE signing_key SET compromised_at = ?, compromised_from = ?, compromise_reason = ? "
          "WHERE number = ?",
          index, f.from, f.reason, f.key)
        .run();
  }

  void operator()(const ProductRegistered& f) const { put(f.product, fields_of(f)); }
  void operator()(const ProductUpdated& f) const { put(f.product, fields_of(f)); }

  void operator()(const CertificateGranted& f) const {
    Query(db,
          "INSERT INTO certificate (gtin, scheme, decision, entry, body) VALUES (?, ?, ?, ?, ?)",
          f.gtin.view(), f.scheme, f.decision, index, fields_of(f))
        .run();
  }
  void operator()(const CertificateRevoked& f) const {
    Query(db,
          "UPDATE certificate SET revoked_at = ?, revoke_reason = ? "
          "WHERE gtin = ? AND scheme = ? AND decision = ?",
          index, f.reason, f.gtin.view(), f.scheme, f.decision)
        .run();
  }

  void operator()(const LotIssued& f) const {
    Query(db,
          "INSERT INTO run (gtin, lot, first, count, entry, key, produced, expires, active) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          f.gtin.view(), f.lot.str(), f.first, f.count, index, f.key, f.produced.str(),
          text(f.expires), f.active)
        .run();
  }
  void operator()(const StampsActivated& f) const { put_ranges(f, "activated"); }
  void operator()(const StampsVoided& f) const { put_ranges(f, "voided"); }

  void operator()(const LotRecalled& f) const {
    Query(db, "INSERT INTO recall (gtin, lot, entry, reason, advice) VALUES (?, ?, ?, ?, ?)",
          f.gtin.view(), f.lot.str(), index, f.reason, f.advice)
        .run();
  }
  void operator()(const RecallLifted& f) const {
    Query(db, "DELETE FROM recall WHERE gtin = ? AND lot = ?", f.gtin.view(), f.lot.str()).run();
  }
  void operator()(const EventCaptured& f) const {
    Query(db, "INSERT INTO captured_event (event_hash, entry, gtin, lot) VALUES (?, ?, ?, ?)",
          std::span<const std::byte>(f.event_hash), index, f.gtin.view(), f.lot.str())
        .run();
  }

 private:
  static std::optional<std::string> text(const std::optional<Date>& date) {
    if (!date) return std::nullopt;
    return date->str();
  }
  void put(const Producer& producer, const std::string& body) const {
    Query(db,
          "INSERT INTO producer (id, entry, body) VALUES (?, ?, ?) "
          "ON CONFLICT (id) DO UPDATE SET entry = excluded.entry, body = excluded.body",
          producer.id, index, body)
        .run();
  }
  void put(const Product& product, const std::string& body) const {
    Query(db,
          "INSERT INTO product (gtin, entry, body) VALUES (?, ?, ?) "
          "ON CONFLICT (gtin) DO UPDATE SET entry = excluded.entry, body = excluded.body",
          product.gtin.view(), index, body)
        .run();
  }
  template <class Body>
  void put_ranges(const Body& f, std::string_view kind) const {
    for (const auto& range : f.ranges) {
      Query(db,
            "INSERT INTO stamp_range (gtin, lot, kind, first, last, entry, reason) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            f.gtin.view(), f.lot.str(), kind, range.first, range.last, index, f.reason)
          .run();
    }
  }
};

constexpr std::array<ProjectionTable, 8> kTables = {{
    {"producer", "id"},
    {"signing_key", "number"},
    {"product", "gtin"},
    {"certificate", "gtin, scheme, decision"},
    {"run", "gtin, lot, first"},
    {"stamp_range", "gtin, lot, kind, first"},
    {"recall", "gtin, lot"},
    {"captured_event", "event_hash"},
}};

}  // namespace

void project(Connection& db, std::uint64_t index, const FactBody& body) {
  std::visit(Projector{db, index}, body);
}

std::span<const ProjectionTable> projection_tables() { return kTables; }

}  // namespace tem
