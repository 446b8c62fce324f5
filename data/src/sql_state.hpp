#pragma once
// State over the projection tables of one connection.

#include "db.hpp"
#include "tem/state.hpp"

namespace tem {

class SqlState final : public State {
 public:
  explicit SqlState(Connection& db) : db_(&db) {}

  Result<std::optional<Producer>> producer(std::string_view id) const override;
  Result<std::optional<std::uint64_t>> producer_entry(std::string_view id) const override;
  Result<std::vector<Producer>> producers() const override;
  Result<std::optional<KeyRecord>> key(KeyNumber number) const override;
  Result<std::vector<KeyRecord>> keys() const override;
  Result<std::optional<KeyRecord>> find_key(const VerifyingKey& key) const override;
  Result<std::optional<ProductRecord>> product(const Gtin& gtin) const override;
  Result<std::vector<ProductRecord>> products() const override;
  Result<std::vector<CertificateRecord>> certificates(const Gtin& gtin) const override;
  Result<std::vector<RunRecord>> runs(const Gtin& gtin, const Lot& lot) const override;
  Result<std::optional<RunRecord>> run_with(const Gtin& gtin, const Lot& lot,
                                            std::uint32_t index) const override;
  Result<std::vector<LotSummary>> lots() const override;
  Result<std::optional<RecallRecord>> recall(const Gtin& gtin, const Lot& lot) const override;
  Result<StampMarks> marks(const Gtin& gtin, const Lot& lot, std::uint32_t index) const override;
  Result<std::vector<MarkedRange>> marked_ranges(const Gtin& gtin, const Lot& lot,
                                                 std::size_t limit) const override;
  Result<std::optional<IndexRange>> overlap(MarkKind kind, const Gtin& gtin, const Lot& lot,
                                            IndexRange range) const override;
  Result<EntryHead> entry_head(std::uint64_t index) const override;
  Result<bool> has_event(const Hash& event_hash) const override;
  Result<std::vector<Gtin>> restricted_gtins() const override;

 private:
  Connection* db_;
};

}  // namespace tem
