#include "sql_state.hpp"

namespace tem {
namespace {

/// A stored value that its own type refuses: the row was changed by hand.
Error damaged(std::string_view table, const Error& why) {
  return {ErrorCode::ledger_damaged, "ledger.db: a row of table " + std::string(table) + ": " +
                                         why.str() + "; run `tem log fsck`"};
}

template <class Body>
Result<Body> body_of(std::string_view table, std::string_view type, const std::string& text) {
  auto body = parse_fact_body(type, text);
  if (!body) return damaged(table, body.error());
  return std::get<Body>(std::move(*body));
}

Result<std::optional<Date>> optional_date(Query& row, int column) {
  if (row.is_null(column)) return std::optional<Date>();
  auto date = Date::parse(row.text(column));
  if (!date) return date.error();
  return std::optional(*date);
}

Result<KeyRecord> read_key(Query& row) {
  const auto bytes = row.blob(2);
  if (bytes.size() != 32) return damaged("signing_key", {ErrorCode::bad_key, "no public key"});
  const auto key = VerifyingKey::from_bytes(bytes.first<32>());
  const auto not_before = Date::parse(row.text(3));
  const auto not_after = optional_date(row, 4);
  if (!key) return damaged("signing_key", key.error());
  if (!not_before) return damaged("signing_key", not_before.error());
  if (!not_after) return damaged("signing_key", not_after.error());
  return KeyRecord{static_cast<KeyNumber>(row.integer(0)),
                   row.text(1),
                   *key,
                   *not_before,
                   *not_after,
                   row.optional_integer(5),
                   row.optional_integer(6),
                   row.optional_text(7)};
}

Result<ProductRecord> read_product(Query& row) {
  auto body = body_of<ProductRegistered>("product", "product.registered", row.text(1));
  if (!body) return body.error();
  return ProductRecord{row.integer(0), std::move(body->product)};
}

Result<CertificateRecord> read_certificate(Query& row) {
  auto body = body_of<CertificateGranted>("certificate", "certificate.granted", row.text(1));
  if (!body) return body.error();
  return CertificateRecord{row.integer(0), std::move(*body), row.optional_integer(2),
                           row.optional_text(3)};
}

Result<Producer> read_producer(Query& row) {
  auto body = body_of<ProducerRegistered>("producer", "producer.registered", row.text(0));
  if (!body) return body.error();
  return std::move(body->producer);
}

Result<RunRecord> read_run(Query& row, const Gtin& gtin, const Lot& lot) {
  const auto produced = Date::parse(row.text(4));
  const auto expires = optional_date(row, 5);
  if (!produced) return damaged("run", produced.error());
  if (!expires) return damaged("run", expires.error());
  return RunRecord{row.integer(0),
                   LotIssued{gtin, lot, static_cast<KeyNumber>(row.integer(3)), row.integer(1),
                             row.integer(2), *produced, *expires, row.integer(6) != 0}};
}

Result<LotSummary> read_lot(Query& row) {
  const auto gtin = Gtin::parse(row.text(0));
  const auto lot = Lot::parse(row.text(1));
  if (!gtin) return damaged("run", gtin.error());
  if (!lot) return damaged("run", lot.error());
  return LotSummary{*gtin, *lot, row.integer(2)};
}

/// All rows of a query through a reader.
template <class T, class Read>
Result<std::vector<T>> all(Query& row, Read read) {
  std::vector<T> records;
  while (row.step()) {
    auto record = read(row);
    if (!record) return std::move(record).error();
    records.push_back(std::move(*record));
  }
  return records;
}

/// The first row, or nothing.
template <class T, class Read>
Result<std::optional<T>> first(Query& row, Read read) {
  if (!row.step()) return std::optional<T>();
  auto record = read(row);
  if (!record) return std::move(record).error();
  return std::optional<T>(std::move(*record));
}

template <class Body>
auto reading(Body&& body) {
  return guarded(ErrorCode::cannot_read, std::forward<Body>(body));
}

#define KEY_COLUMNS                                                                      \
  "SELECT number, producer, public_key, not_before, not_after, retired_at, "             \
  "compromised_from, compromise_reason FROM signing_key "
#define RUN_COLUMNS "SELECT entry, first, count, key, produced, expires, active FROM run "

}  // namespace

Result<std::optional<Producer>> SqlState::producer(std::string_view id) const {
  return reading([&] {
    Query row(*db_, "SELECT body FROM producer WHERE id = ?", id);
    return first<Producer>(row, read_producer);
  });
}

Result<std::optional<std::uint64_t>> SqlState::producer_entry(std::string_view id) const {
  return reading([&] {
    Query row(*db_, "SELECT entry FROM producer WHERE id = ?", id);
    return first<std::uint64_t>(row, [](Query& r) { return Result<std::uint64_t>(r.integer(0)); });
  });
}

Result<std::vector<Producer>> SqlState::producers() const {
  return reading([&] {
    Query row(*db_, "SELECT body FROM producer ORDER BY id");
    return all<Producer>(row, read_producer);
  });
}

Result<std::optional<KeyRecord>> SqlState::key(KeyNumber number) const {
  return reading([&] {
    Query row(*db_, KEY_COLUMNS "WHERE number = ?", number);
    return first<KeyRecord>(row, read_key);
  });
}

Result<std::vector<KeyRecord>> SqlState::keys() const {
  return reading([&] {
    Query row(*db_, KEY_COLUMNS "ORDER BY number");
    return all<KeyRecord>(row, read_key);
  });
}

Result<std::optional<KeyRecord>> SqlState::find_key(const VerifyingKey& key) const {
  return reading([&] {
    Query row(*db_, KEY_COLUMNS "WHERE public_key = ?", std::span<const std::byte>(key.bytes()));
    return first<KeyRecord>(row, read_key);
  });
}

Result<std::optional<ProductRecord>> SqlState::product(const Gtin& gtin) const {
  return reading([&] {
    Query row(*db_, "SELECT entry, body FROM product WHERE gtin = ?", gtin.view());
    return first<ProductRecord>(row, read_product);
  });
}

Result<std::vector<ProductRecord>> SqlState::products() const {
  return reading([&] {
    Query row(*db_, "SELECT entry, body FROM product ORDER BY gtin");
    return all<ProductRecord>(row, read_product);
  });
}

Result<std::vector<CertificateRecord>> SqlState::certificates(const Gtin& gtin) const {
  return reading([&] {
    Query row(*db_,
              "SELECT entry, body, revoked_at, revoke_reason FROM certificate WHERE gtin = ? "
              "ORDER BY entry DESC",
              gtin.view());
    return all<CertificateRecord>(row, read_certificate);
  });
}

Result<std::vector<RunRecord>> SqlState::runs(const Gtin& gtin, const Lot& lot) const {
  return reading([&] {
    Query row(*db_, RUN_COLUMNS "WHERE gtin = ? AND lot = ? ORDER BY first", gtin.view(),
              lot.str());
    return all<RunRecord>(row, [&](Query& r) { return read_run(r, gtin, lot); });
  });
}

Result<std::optional<RunRecord>> SqlState::run_with(const Gtin& gtin, const Lot& lot,
                                                    std::uint32_t index) const {
  return reading([&]() -> Result<std::optional<RunRecord>> {
    Query row(*db_,
              RUN_COLUMNS "WHERE gtin = ? AND lot = ? AND first <= ? ORDER BY first DESC LIMIT 1",
              gtin.view(), lot.str(), index);
    auto run = first<RunRecord>(row, [&](Query& r) { return read_run(r, gtin, lot); });
    if (run && *run && index >= (*run)->issued.first + (*run)->issued.count) {
      return std::optional<RunRecord>();
    }
    return run;
  });
}

Result<std::vector<LotSummary>> SqlState::lots() const {
  return reading([&] {
    Query row(*db_, "SELECT gtin, lot, sum(count) FROM run GROUP BY gtin, lot ORDER BY gtin, lot");
    return all<LotSummary>(row, read_lot);
  });
}

Result<std::optional<RecallRecord>> SqlState::recall(const Gtin& gtin, const Lot& lot) const {
  return reading([&] {
    Query row(*db_, "SELECT entry, reason, advice FROM recall WHERE gtin = ? AND lot = ?",
              gtin.view(), lot.str());
    return first<RecallRecord>(row, [](Query& r) {
      return Result<RecallRecord>(RecallRecord{r.integer(0), r.text(1), r.optional_text(2)});
    });
  });
}

namespace {

/// The last range that starts at or before an index: ranges of one kind do not overlap.
constexpr std::string_view kRangeAtOrBefore =
    "SELECT first, last, reason, entry FROM stamp_range "
    "WHERE gtin = ? AND lot = ? AND kind = ? AND first <= ? ORDER BY first DESC LIMIT 1";

std::string_view name(MarkKind kind) {
  switch (kind) {
    case MarkKind::activated: return "activated";
    case MarkKind::voided: return "voided";
  }
  return {};
}

}  // namespace

Result<StampMarks> SqlState::marks(const Gtin& gtin, const Lot& lot, std::uint32_t index) const {
  return reading([&]() -> Result<StampMarks> {
    StampMarks marks;
    for (const auto kind : {MarkKind::activated, MarkKind::voided}) {
      Query row(*db_, kRangeAtOrBefore, gtin.view(), lot.str(), name(kind), index);
      if (!row.step() || row.integer(1) < index) continue;
      if (kind == MarkKind::activated) {
        marks.activated = true;
        marks.activated_entry = row.integer(3);
      } else {
        marks.voided = true;
        marks.void_reason = row.optional_text(2);
        marks.voided_entry = row.integer(3);
      }
    }
    return marks;
  });
}

Result<std::vector<MarkedRange>> SqlState::marked_ranges(const Gtin& gtin, const Lot& lot,
                                                         std::size_t limit) const {
  return reading([&] {
    Query row(*db_,
              "SELECT kind, first, last, reason, entry FROM stamp_range WHERE gtin = ? AND lot = ? LIMIT ?",
              gtin.view(), lot.str(), limit);
    return all<MarkedRange>(row, [](Query& r) -> Result<MarkedRange> {
      const auto kind =
          r.text(0) == name(MarkKind::activated) ? MarkKind::activated : MarkKind::voided;
      return MarkedRange{r.integer(4),
                         kind,
                         {static_cast<std::uint32_t>(r.integer(1)),
                          static_cast<std::uint32_t>(r.integer(2))},
                         r.optional_text(3)};
    });
  });
}

Result<std::optional<IndexRange>> SqlState::overlap(MarkKind kind, const Gtin& gtin, const Lot& lot,
                                                    IndexRange range) const {
  return reading([&]() -> Result<std::optional<IndexRange>> {
    Query row(*db_, kRangeAtOrBefore, gtin.view(), lot.str(), name(kind), range.last);
    if (!row.step() || row.integer(1) < range.first) return std::optional<IndexRange>();
    return std::optional(IndexRange{static_cast<std::uint32_t>(row.integer(0)),
                                    static_cast<std::uint32_t>(row.integer(1))});
  });
}

Result<EntryHead> SqlState::entry_head(std::uint64_t index) const {
  return reading([&]() -> Result<EntryHead> {
    // An entry's text is a BLOB, since its bytes are what is hashed.
    Query row(*db_,
              "SELECT json_extract(CAST(body AS TEXT), '$.type'), "
              "json_extract(CAST(body AS TEXT), '$.at') FROM entry WHERE idx = ?",
              index);
    if (!row.step()) {
      return Error{ErrorCode::not_found, "entry " + std::to_string(index) + ": the log has none"};
    }
    auto at = Instant::parse(row.text(1));
    if (!at) return damaged("entry", at.error());
    return EntryHead{row.text(0), *at};
  });
}

Result<bool> SqlState::has_event(const Hash& event_hash) const {
  return reading([&]() -> Result<bool> {
    return Query(*db_, "SELECT 1 FROM captured_event WHERE event_hash = ?",
                 std::span<const std::byte>(event_hash))
        .step();
  });
}

Result<std::vector<Gtin>> SqlState::restricted_gtins() const {
  return reading([&]() -> Result<std::vector<Gtin>> {
    std::vector<Gtin> out;
    Query row(*db_, "SELECT gtin FROM product WHERE gtin >= '029' AND gtin < '030' ORDER BY gtin");
    while (row.step()) {
      auto gtin = Gtin::parse(row.text(0));
      if (!gtin) return gtin.error();
      out.push_back(*gtin);
    }
    return out;
  });
}

}  // namespace tem
