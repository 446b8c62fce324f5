#include <fcntl.h>
#include <unistd.h>

#include "db.hpp"
#include "embedded.hpp"
#include "random.hpp"
#include "tem/places.hpp"
#include "tem/token.hpp"
#include "utf8.hpp"

namespace tem {
namespace {

constexpr std::string_view kFile = "tokens.db";
constexpr std::string_view kColumns =
    "SELECT id, role, producer, place, label, created, expires, revoked FROM token ";

Result<TokenRecord> record_of(Query& row) {
  const auto role = parse_role(row.text(1));
  if (!role) return Error{ErrorCode::cannot_read, std::string(kFile) + ": a role that is none"};
  TokenRecord record{.id = row.integer(0),
                     .role = *role,
                     .producer = row.text(2),
                     .place = row.text(3),
                     .label = row.text(4),
                     .created = {},
                     .expires = {},
                     .revoked = {}};
  const auto created = Instant::parse(row.text(5));
  const auto expires = Instant::parse(row.text(6));
  if (!created) return created.error().at(kFile);
  if (!expires) return expires.error().at(kFile);
  record.created = *created;
  record.expires = *expires;
  if (const auto text = row.optional_text(7)) {
    const auto revoked = Instant::parse(*text);
    if (!revoked) return revoked.error().at(kFile);
    record.revoked = *revoked;
  }
  return record;
}

Result<void> check(const TokenRecord& wanted, Instant now) {
  const auto refused = [](std::string why) { return Error{ErrorCode::bad_value, std::move(why)}; };
  if (wanted.expires <= now)
    return refused("expires: " + wanted.expires.str() + " is not in the future");
  const bool of_producer = wanted.role == Role::producer;
  if (of_producer && wanted.producer.empty())
    return refused("producer: a token of role producer names its producer");
  if (!of_producer && !wanted.producer.empty())
    return refused("producer: only a token of role producer has one");
  const bool stands_somewhere = wanted.role == Role::till || wanted.role == Role::inspector;
  if (!wanted.place.empty() && !stands_somewhere)
    return refused("place: only a till or an inspector has one");
  if (!wanted.place.empty() && !find_place(wanted.place))
    return refused("place: must be a province such as VN-13, or a geohash of five characters");
  if (wanted.label.size() > kMaxTokenLabelBytes || !is_plain_text(wanted.label))
    return refused("label: must be one line of text of at most " +
                   std::to_string(kMaxTokenLabelBytes) + " bytes");
  return {};
}

/// Only the owner may read it: SQLite gives the files beside it the same mode.
void make_private(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0) ::close(fd);  // a failure is told by SQLite, which opens it next
}

}  // namespace

struct TokenStore::Db {
  std::filesystem::path file;
  Access access;
  std::unique_ptr<Connection> connection;

  /// Null: nobody made a token yet. Throws SQLite::Exception.
  Connection* find() {
    if (connection) return connection.get();
    std::error_code ec;
    if (access == Access::read && !std::filesystem::exists(file, ec)) return nullptr;
    if (access == Access::read) {
      auto opened = std::make_unique<Connection>(file, Connection::Mode::read);
      // The file is there a moment before its table.
      if (!opened->raw().tableExists("token")) return nullptr;
      connection = std::move(opened);
      return connection.get();
    }
    make_private(file);
    auto opened = std::make_unique<Connection>(file, Connection::Mode::create);
    Transaction transaction(*opened, "BEGIN IMMEDIATE");
    opened->execute(std::string(embedded::tem_data("tokens.sql")));
    transaction.commit();
    connection = std::move(opened);
    return connection.get();
  }
};

TokenStore::TokenStore(std::unique_ptr<Db> db) : db_(std::move(db)) {}
TokenStore::TokenStore(TokenStore&&) noexcept = default;
TokenStore& TokenStore::operator=(TokenStore&&) noexcept = default;
TokenStore::~TokenStore() = default;

Result<TokenStore> TokenStore::open(const std::filesystem::path& registry, Access access) {
  return guarded(
      access == Access::append ? ErrorCode::cannot_write : ErrorCode::cannot_read,
      [&]() -> Result<TokenStore> {
        auto db = std::make_unique<Db>(Db{registry / kFile, access, nullptr});
        db->find();
        return TokenStore(std::move(db));
      },
      kFile);
}

Result<NewToken> TokenStore::create(TokenRecord wanted, Instant now) {
  if (auto fits = check(wanted, now); !fits) return fits.error();
  const Token token = Token::from_random(wanted.role, random_bytes<32>());
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<NewToken> {
        Connection* db = db_->find();
        if (db == nullptr) return Error{ErrorCode::cannot_write, "tokens.db: opened to read"};
        const Hash hash = token.hash();
        Query(*db,
              "INSERT INTO token (hash, role, producer, place, label, created, expires) "
              "VALUES (?, ?, ?, ?, ?, ?, ?)",
              std::span<const std::byte>(hash), name(wanted.role), wanted.producer, wanted.place,
              wanted.label, now.str(), wanted.expires.str())
            .run();
        wanted.id = static_cast<std::uint64_t>(db->raw().getLastInsertRowid());
        wanted.created = now;
        wanted.revoked.reset();
        return NewToken{token.str(), std::move(wanted)};
      },
      kFile);
}

Result<std::optional<TokenRecord>> TokenStore::find(std::string_view text, Instant now) const {
  const auto token = Token::parse(text);
  if (!token) return std::optional<TokenRecord>();
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<std::optional<TokenRecord>> {
        Connection* db = db_->find();
        if (db == nullptr) return std::optional<TokenRecord>();
        // By the hash: how far two hashes agree tells nothing about a token that is not known.
        const Hash hash = token->hash();
        static const std::string kByHash = std::string(kColumns) + "WHERE hash = ?";
        Query row(*db, kByHash, std::span<const std::byte>(hash));
        if (!row.step()) return std::optional<TokenRecord>();
        auto record = record_of(row);
        if (!record) return record.error();
        if (record->revoked || record->expires <= now) return std::optional<TokenRecord>();
        return std::optional(std::move(*record));
      },
      kFile);
}

Result<std::vector<TokenRecord>> TokenStore::list() const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<std::vector<TokenRecord>> {
        std::vector<TokenRecord> all;
        Connection* db = db_->find();
        if (db == nullptr) return all;
        static const std::string kAll = std::string(kColumns) + "ORDER BY id";
        Query rows(*db, kAll);
        while (rows.step()) {
          auto record = record_of(rows);
          if (!record) return record.error();
          all.push_back(std::move(*record));
        }
        return all;
      },
      kFile);
}

Result<void> TokenStore::revoke(std::uint64_t id, Instant now) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Connection* db = db_->find();
        if (db == nullptr) return Error{ErrorCode::cannot_write, "tokens.db: opened to read"};
        Transaction transaction(*db, "BEGIN IMMEDIATE");
        std::optional<std::string> revoked;
        {
          Query row(*db, "SELECT revoked FROM token WHERE id = ?", id);
          if (!row.step())
            return Error{ErrorCode::not_found, "no token " + std::to_string(id) +
                                                   "; `tem token list` shows those there are"};
          revoked = row.optional_text(0);
        }
        if (revoked)
          return Error{ErrorCode::already_done,
                       "token " + std::to_string(id) + " was revoked at " + *revoked};
        Query(*db, "UPDATE token SET revoked = ? WHERE id = ?", now.str(), id).run();
        transaction.commit();
        return {};
      },
      kFile);
}

}  // namespace tem
