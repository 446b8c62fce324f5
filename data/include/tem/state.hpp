#pragma once
// What the facts so far say: the ledger's projections, read one record at a time.
//
//   auto key = ledger.state().key(4);        // Result<std::optional<KeyRecord>>
//
// Every call may fail with ledger_busy or cannot_read: a failure to look is never an answer.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/fact.hpp"

namespace tem {

struct KeyRecord {
  KeyNumber number;
  std::string producer;
  VerifyingKey public_key;
  Date not_before;
  std::optional<Date> not_after;
  std::optional<std::uint64_t> retired_at;        ///< log index of the retirement
  std::optional<std::uint64_t> compromised_from;  ///< lots issued from this log index on
  std::optional<std::string> compromise_reason;
};

struct ProductRecord {
  std::uint64_t entry;  ///< log index of the latest registration or update
  Product product;
};

struct CertificateRecord {
  std::uint64_t entry;
  CertificateGranted granted;
  std::optional<std::uint64_t> revoked_at;  ///< log index
  std::optional<std::string> revoke_reason;
};

/// One `lot.issued`.
struct RunRecord {
  std::uint64_t entry;
  LotIssued issued;
};

struct RecallRecord {
  std::uint64_t entry;
  std::string reason;
  std::optional<std::string> advice;
};

/// What was said of one stamp of a lot.
struct StampMarks {
  bool activated = false;
  bool voided = false;
  std::optional<std::string> void_reason;
  std::optional<std::uint64_t> activated_entry, voided_entry;  ///< log indexes
};

/// Of an entry of the log: what kind of fact it is, and when it was made.
struct EntryHead {
  std::string type;  ///< "lot.issued"
  Instant at;
};

enum class MarkKind { activated, voided };

/// One range of `stamps.activated` or `stamps.voided`.
struct MarkedRange {
  std::uint64_t entry;
  MarkKind kind;
  IndexRange range;
  std::optional<std::string> reason;
};

struct LotSummary {
  Gtin gtin;
  Lot lot;
  std::uint64_t count;  ///< stamps issued, over all runs
};

class State {
 public:
  virtual ~State() = default;
  virtual Result<std::optional<Producer>> producer(std::string_view id) const = 0;
  /// Log index of its latest registration or update.
  virtual Result<std::optional<std::uint64_t>> producer_entry(std::string_view id) const = 0;
  virtual Result<std::vector<Producer>> producers() const = 0;
  virtual Result<std::optional<KeyRecord>> key(KeyNumber number) const = 0;
  virtual Result<std::vector<KeyRecord>> keys() const = 0;
  /// By its public key, whoever registered it.
  virtual Result<std::optional<KeyRecord>> find_key(const VerifyingKey& key) const = 0;
  virtual Result<std::optional<ProductRecord>> product(const Gtin& gtin) const = 0;
  virtual Result<std::vector<ProductRecord>> products() const = 0;
  /// Newest grant first.
  virtual Result<std::vector<CertificateRecord>> certificates(const Gtin& gtin) const = 0;
  /// Ascending by first index.
  virtual Result<std::vector<RunRecord>> runs(const Gtin& gtin, const Lot& lot) const = 0;
  virtual Result<std::optional<RunRecord>> run_with(const Gtin& gtin, const Lot& lot,
                                                    std::uint32_t index) const = 0;
  virtual Result<std::vector<LotSummary>> lots() const = 0;
  virtual Result<std::optional<RecallRecord>> recall(const Gtin& gtin, const Lot& lot) const = 0;
  virtual Result<StampMarks> marks(const Gtin& gtin, const Lot& lot,
                                   std::uint32_t index) const = 0;
  /// The first `limit` ranges of a lot, of both kinds.
  virtual Result<std::vector<MarkedRange>> marked_ranges(const Gtin& gtin, const Lot& lot,
                                                         std::size_t limit) const = 0;
  /// A range of that kind that shares an index with `range`, if there is one.
  virtual Result<std::optional<IndexRange>> overlap(MarkKind kind, const Gtin& gtin, const Lot& lot,
                                                    IndexRange range) const = 0;
  /// Error beside the usual: not_found.
  virtual Result<EntryHead> entry_head(std::uint64_t index) const = 0;
  virtual Result<bool> has_event(const Hash& event_hash) const = 0;
  /// Those of restricted circulation prefix 29, ascending.
  virtual Result<std::vector<Gtin>> restricted_gtins() const = 0;
};

/// The one rule for what may be appended at `at`, over the state so far. The
/// error names the rule: already_registered, unknown_producer, unknown_key, unknown_product,
/// unknown_lot, unknown_certificate, not_owner, key_not_in_force, run_overlaps, range_not_issued,
/// already_done, not_recalled, expires_before_start, bad_value. `next_index` is the log index that
/// the fact would get.
Result<void> may_append(const FactBody& body, Instant at, std::uint64_t next_index,
                        const State& state);

/// The lowest free number of GS1's restricted circulation prefix 29, for a producer with no GS1
/// prefix of its own. `drawn` were drawn before and are not appended yet. Error: too_many.
Result<Gtin> next_restricted_gtin(const State& state, std::span<const Gtin> drawn = {});

}  // namespace tem
