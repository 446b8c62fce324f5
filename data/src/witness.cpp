#include "tem/witness.hpp"

#include <algorithm>
#include <atomic>
#include <limits>

#include "db.hpp"
#include "embedded.hpp"
#include "files.hpp"
#include "new_folder.hpp"
#include "tem/cosignature.hpp"
#include "tem/log_proof.hpp"
#include "tem/quote.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFile = "witness.db";
constexpr std::string_view kPlain = "text/plain; charset=utf-8";
constexpr std::size_t kMaxKeyBytes = 16 * 1024;
constexpr std::int64_t kApplicationId = 0x74656D77;  // "temw"
// SQLite's integers are signed.
constexpr std::uint64_t kMaxTreeSize = std::numeric_limits<std::int64_t>::max();

WitnessAnswer refuse(int status, const std::string& why) {
  return {status, std::string(kPlain), why + "\n"};
}

WitnessAnswer size_conflict(std::uint64_t size) {
  return {409, std::string(kTreeSizeType), std::to_string(size) + "\n"};
}

/// Nothing was cosigned, and it is not the client's doing; the detail may name files.
WitnessAnswer failed(const Error& error) {
  auto answer = refuse(http_status(error.code), "the witness cannot answer now; try again later");
  answer.log = error.str();
  return answer;
}

/// The latest checkpoint that was cosigned for a log; before the first, the empty tree's.
struct Head {
  std::uint64_t size = 0;
  Hash root = empty_root();
  std::string note;
};

Head read_head(Connection& db, const std::string& origin) {
  Query row(db, "SELECT size, root, note FROM head WHERE origin = ?", origin);
  Head head;
  if (!row.step()) return head;
  head.size = row.integer(0);
  std::ranges::copy(row.blob(1), head.root.begin());
  head.note = row.text(2);
  return head;
}

void write_head(Connection& db, const TreeHead& head, std::string_view note, Instant now) {
  const std::span<const std::byte> root(head.root);
  if (Query known(db, "SELECT 1 FROM head WHERE origin = ?", head.origin); known.step()) {
    Query(db, "UPDATE head SET size = ?, root = ?, note = ?, cosigned_at = ? WHERE origin = ?",
          head.size, root, note, now.str(), head.origin)
        .run();
  } else {
    Query(db, "INSERT INTO head (origin, size, root, note, cosigned_at) VALUES (?, ?, ?, ?, ?)",
          head.origin, head.size, root, note, now.str())
        .run();
  }
}

void keep_fork(Connection& db, const TreeHead& head, std::string_view ours, std::string_view theirs,
               Instant now) {
  Query count(db, "SELECT count(*) FROM fork WHERE origin = ?", head.origin);
  if (count.step() && count.integer(0) >= kMaxForksKept) return;
  Query(db,
        "INSERT OR IGNORE INTO fork (origin, size, root, ours, theirs, seen_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        head.origin, head.size, std::span<const std::byte>(head.root), ours, theirs, now.str())
      .run();
}

std::vector<NoteKey> keys_of(Connection& db, const std::string& origin) {
  std::vector<NoteKey> keys;
  Query rows(db, "SELECT vkey FROM log WHERE origin = ?", origin);
  while (rows.step()) {
    if (auto key = NoteKey::parse(rows.text(0))) keys.push_back(std::move(*key));
  }
  return keys;
}

}  // namespace

Result<AddCheckpoint> AddCheckpoint::parse(std::string_view body) {
  if (body.size() > kMaxAddCheckpointBytes) {
    return Error{ErrorCode::too_long,
                 "request: longer than " + std::to_string(kMaxAddCheckpointBytes) + " bytes"};
  }
  constexpr std::string_view kOld = "old ";
  const auto end = body.find('\n');
  if (!body.starts_with(kOld) || end == std::string_view::npos) {
    return Error{ErrorCode::bad_value, "request: the first line must be \"old <size>\""};
  }
  const auto old_size = parse_decimal(body.substr(kOld.size(), end - kOld.size()));
  if (!old_size) return old_size.error().at("request: old size");
  body.remove_prefix(end + 1);
  auto proof = take_hash_lines(body);
  if (!proof) return proof.error();
  return AddCheckpoint{*old_size, std::move(*proof), std::string(body)};
}

std::string AddCheckpoint::str() const {
  std::string text = "old " + std::to_string(old_size) + "\n";
  for (const Hash& hash : proof) text += to_base64(hash) + "\n";
  return text + "\n" + checkpoint;
}

struct Witness::State {
  State(const fs::path& folder, NoteKey note_key, SigningKey private_key)
      : dir(folder),
        db(folder / kFile, Connection::Mode::write),
        vkey(std::move(note_key)),
        key(std::move(private_key)) {}
  fs::path dir;
  std::shared_ptr<std::atomic<bool>> sync_failed;  ///< of all that are open on it in this process
  Connection db;
  NoteKey vkey;
  SigningKey key;

  WitnessAnswer decide(const AddCheckpoint& asked, const SignedNote& note, const TreeHead& head,
                       Instant now);
};

Witness::Witness(std::unique_ptr<State> state) : state_(std::move(state)) {}
Witness::Witness(Witness&&) noexcept = default;
Witness& Witness::operator=(Witness&&) noexcept = default;
Witness::~Witness() = default;

Result<void> Witness::create(const fs::path& dir, const std::string& name, const SigningKey& key) {
  if (!is_note_name(name)) {
    return Error{
        ErrorCode::bad_value,
        tem::quoted(name) + ": must be a name such as witness.example, without space or plus sign"};
  }
  auto folder = NewFolder::make(dir, 0700);
  if (!folder) return folder.error();
  auto made = guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Connection db(folder->path() / kFile, Connection::Mode::create);
        Transaction transaction(db, "BEGIN IMMEDIATE");
        db.execute(std::string(embedded::tem_data("witness.sql")));
        db.execute("PRAGMA application_id = " + std::to_string(kApplicationId));
        transaction.commit();
        return {};
      },
      kFile);
  if (!made) return made;
  const NoteKey vkey{name, key.verifying_key(), NoteAlgorithm::cosignature_v1};
  std::string pem = key.pem();
  auto written = write_new_file(folder->path() / "witness.pem", pem, 0600);
  wipe(pem);
  if (written) {
    written = write_new_file(folder->path() / "witness.vkey", vkey.str() + "\n", 0644);
  }
  if (!written) return folder->told(written.error());
  return folder->commit();
}

Result<Witness> Witness::open(const fs::path& dir) {
  return open_with(dir, std::make_shared<std::atomic<bool>>(false));
}

Result<Witness> Witness::open_again() const { return open_with(state_->dir, state_->sync_failed); }

Result<Witness> Witness::open_with(const fs::path& dir,
                                   std::shared_ptr<std::atomic<bool>> sync_failed) {
  auto text = read_file(dir / "witness.vkey", kMaxKeyBytes);
  if (!text && text.error().code == ErrorCode::not_found) {
    return Error{ErrorCode::not_found, dir.string() +
                                           ": no witness there (witness.vkey is missing); make one "
                                           "with `tem witness init`"};
  }
  if (!text) return text.error();
  if (text->ends_with('\n')) text->pop_back();
  auto vkey = NoteKey::parse(*text, NoteAlgorithm::cosignature_v1);
  if (!vkey) return vkey.error().at((dir / "witness.vkey").string());
  const fs::path file = dir / "witness.pem";
  auto pem = read_secret(file, kMaxKeyBytes);
  if (!pem) return pem.error();
  auto key = SigningKey::from_pem(*pem);
  wipe(*pem);
  if (!key) return key.error().at(file.string());
  if (key->verifying_key() != vkey->key) {
    return Error{ErrorCode::bad_key, file.string() + ": is not the key of witness.vkey"};
  }
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<Witness> {
        auto state = std::make_unique<State>(dir, std::move(*vkey), std::move(*key));
        state->sync_failed = std::move(sync_failed);
        if (state->db.raw().execAndGet("PRAGMA application_id").getInt64() != kApplicationId) {
          return Error{ErrorCode::cannot_read, (dir / kFile).string() + ": not a witness's file"};
        }
        return Witness(std::move(state));
      },
      kFile);
}

const NoteKey& Witness::vkey() const noexcept { return state_->vkey; }

Result<void> Witness::add_log(const NoteKey& log) {
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        Query insert(state_->db, "INSERT OR IGNORE INTO log (vkey, origin) VALUES (?, ?)",
                     log.str(), log.name);
        insert.run();
        if (state_->db.raw().getChanges() > 0) return {};
        return Error{ErrorCode::already_done, tem::quoted(log.name) + ": is watched already"};
      },
      kFile);
}

Result<std::vector<WatchedLog>> Witness::logs() const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<std::vector<WatchedLog>> {
        std::vector<WatchedLog> logs;
        Query rows(state_->db,
                   "SELECT vkey, size, cosigned_at, note FROM log LEFT JOIN head USING (origin) "
                   "ORDER BY origin, vkey");
        while (rows.step()) {
          auto key = NoteKey::parse(rows.text(0));
          if (!key) return key.error().at(kFile);
          WatchedLog log{std::move(*key), 0, std::nullopt, {}};
          if (!rows.is_null(1)) {
            const auto at = Instant::parse(rows.text(2));
            if (!at) return at.error().at(kFile);
            log.size = rows.integer(1);
            log.cosigned_at = *at;
            log.checkpoint = rows.text(3);
          }
          logs.push_back(std::move(log));
        }
        return logs;
      },
      kFile);
}

Result<std::vector<Fork>> Witness::forks() const {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<std::vector<Fork>> {
        std::vector<Fork> forks;
        Query rows(state_->db,
                   "SELECT origin, size, ours, theirs, seen_at FROM fork ORDER BY seen_at, size");
        while (rows.step()) {
          const auto at = Instant::parse(rows.text(4));
          if (!at) return at.error().at(kFile);
          forks.push_back({rows.text(0), rows.integer(1), rows.text(2), rows.text(3), *at});
        }
        return forks;
      },
      kFile);
}

WitnessAnswer Witness::add_checkpoint(std::string_view body, Instant now) {
  const auto asked = AddCheckpoint::parse(body);
  if (!asked) return refuse(400, asked.error().str());
  const auto note = SignedNote::parse(asked->checkpoint);
  if (!note) return refuse(400, note.error().str());
  const auto head = TreeHead::parse(note->text);
  if (!head) return refuse(400, head.error().str());
  if (head->size > kMaxTreeSize) return refuse(400, "checkpoint: the size is too large");
  if (*state_->sync_failed) {
    return failed({ErrorCode::cannot_write,
                   std::string(kFile) + ": a write did not reach the disk; what was cosigned before "
                                        "may not be remembered: check the disk, then start it again"});
  }
  const auto answer = guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<WitnessAnswer> {
        const auto keys = keys_of(state_->db, head->origin);
        if (keys.empty()) {
          return refuse(404, tem::quoted(head->origin) + ": this log is not watched here");
        }
        if (!std::ranges::any_of(keys, [&](const NoteKey& key) {
              return open_checkpoint(asked->checkpoint, key).has_value();
            })) {
          return refuse(403, "checkpoint: no valid signature of " + tem::quoted(head->origin));
        }
        try {
          return state_->decide(*asked, *note, *head, now);
        } catch (const SQLite::Exception& failure) {
          // The kernel tells of it once and then takes the pages for written.
          if (is_failed_sync(failure)) *state_->sync_failed = true;
          throw;
        }
      },
      kFile);
  return answer ? *answer : failed(answer.error());
}

/// The checkpoint is signed by a log that is watched. The check and what follows from it are one
/// transaction: of two requests at once, the second is checked against what the first left.
WitnessAnswer Witness::State::decide(const AddCheckpoint& asked, const SignedNote& note,
                                     const TreeHead& head, Instant now) {
  Transaction transaction(db, "BEGIN IMMEDIATE");
  const Head last = read_head(db, head.origin);
  const bool forked = head.size == last.size && head.root != last.root;
  if (forked && !last.note.empty()) {
    keep_fork(db, head, last.note, asked.checkpoint, now);
    transaction.commit();
  }
  if (asked.old_size > head.size) {
    return refuse(400, "old size " + std::to_string(asked.old_size) +
                           " is above the checkpoint's, " + std::to_string(head.size));
  }
  if (asked.old_size != last.size) return size_conflict(last.size);
  if (forked) {
    return refuse(409, "another root was cosigned for size " + std::to_string(head.size));
  }
  if (auto ok = check_consistency(last.size, last.root, head.size, head.root, asked.proof); !ok) {
    return refuse(422, ok.error().str());
  }
  const std::string line = cosign(note.text, vkey.name, key, now).str() + "\n";
  write_head(db, head, asked.checkpoint, now);
  transaction.commit();
  return {200, std::string(kPlain), line};
}

}  // namespace tem
