#include "tem/cosignature_store.hpp"

#include <algorithm>

#include "db.hpp"
#include "embedded.hpp"

namespace tem {
namespace {

constexpr std::string_view kFile = "cosignatures.db";

Result<std::optional<Instant>> instant(const std::optional<std::string>& text) {
  if (!text) return std::optional<Instant>();
  const auto at = Instant::parse(*text);
  if (!at) return at.error().at(kFile);
  return std::optional(*at);
}

}  // namespace

struct CosignatureStore::Db {
  Db(const std::filesystem::path& file, Connection::Mode mode) : connection(file, mode) {}
  Connection connection;
};

CosignatureStore::CosignatureStore(std::unique_ptr<Db> db) : db_(std::move(db)) {}
CosignatureStore::CosignatureStore(CosignatureStore&&) noexcept = default;
CosignatureStore& CosignatureStore::operator=(CosignatureStore&&) noexcept = default;
CosignatureStore::~CosignatureStore() = default;

Result<CosignatureStore> CosignatureStore::open(const std::filesystem::path& file, Access access) {
  std::error_code ec;
  if (access == Access::read && !std::filesystem::exists(file, ec)) {
    return Error{ErrorCode::not_found, file.string() + ": no witness was asked yet"};
  }
  const auto mode = access == Access::append ? Connection::Mode::create : Connection::Mode::read;
  return guarded(
      access == Access::append ? ErrorCode::cannot_write : ErrorCode::cannot_read,
      [&]() -> Result<CosignatureStore> {
        auto db = std::make_unique<Db>(file, mode);
        if (access == Access::append) {
          Transaction transaction(db->connection, "BEGIN IMMEDIATE");
          db->connection.execute(std::string(embedded::tem_data("cosignatures.sql")));
          transaction.commit();
        }
        return CosignatureStore(std::move(db));
      },
      kFile);
}

Result<void> CosignatureStore::keep(const NoteKey& witness, std::uint64_t size,
                                    std::string_view text, const NoteSignature& cosignature,
                                    Instant now) {
  Connection& db = db_->connection;
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        const std::string vkey = witness.str();
        const Hash hash = sha256(as_bytes(text));
        Transaction transaction(db, "BEGIN IMMEDIATE");
        Query(db, "INSERT OR REPLACE INTO cosignature (size, vkey, text, line) VALUES (?, ?, ?, ?)",
              size, vkey, std::span<const std::byte>(hash), cosignature.str())
            .run();
        Query(db,
              "INSERT INTO witness (vkey, size, last_success, last_try) VALUES (?1, ?2, ?3, ?3) "
              "ON CONFLICT (vkey) DO UPDATE SET size = max(size, ?2), last_success = ?3, "
              "last_try = ?3, last_error = NULL",
              vkey, size, now.str())
            .run();
        transaction.commit();
        return {};
      },
      kFile);
}

Result<void> CosignatureStore::keep_failure(const NoteKey& witness, const std::string& why,
                                            Instant now) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Query(db_->connection,
              "INSERT INTO witness (vkey, last_try, last_error) VALUES (?1, ?2, ?3) "
              "ON CONFLICT (vkey) DO UPDATE SET last_try = ?2, last_error = ?3",
              witness.str(), now.str(), why)
            .run();
        return {};
      },
      kFile);
}

Result<WitnessState> CosignatureStore::state(const NoteKey& witness) const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<WitnessState> {
        Query row(db_->connection,
                  "SELECT size, last_success, last_try, last_error FROM witness WHERE vkey = ?",
                  witness.str());
        if (!row.step()) return WitnessState{};
        const auto success = instant(row.optional_text(1));
        const auto tried = instant(row.optional_text(2));
        if (!success) return success.error();
        if (!tried) return tried.error();
        return WitnessState{row.integer(0), *success, *tried,
                            row.optional_text(3).value_or(std::string())};
      },
      kFile);
}

Result<void> CosignatureStore::add_to(SignedNote& note, std::uint64_t size) const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<void> {
        const Hash hash = sha256(as_bytes(note.text));
        Query rows(db_->connection,
                   "SELECT line FROM cosignature WHERE size = ? AND text = ? ORDER BY vkey", size,
                   std::span<const std::byte>(hash));
        while (rows.step() && note.signatures.size() < kMaxNoteSignatures) {
          auto line = NoteSignature::parse(rows.text(0));
          if (line) note.signatures.push_back(std::move(*line));
        }
        return {};
      },
      kFile);
}

}  // namespace tem
