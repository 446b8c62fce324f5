#include "tem/scan_store.hpp"

#include <algorithm>
#include <array>
#include <future>
#include <mutex>

#include "embedded.hpp"
#include "files.hpp"
#include "lot_ids.hpp"
#include "place_area.hpp"
#include "scan_queries.hpp"
#include "scan_queue.hpp"
#include "scan_settle.hpp"
#include "scan_writer_lock.hpp"
#include "settings.hpp"
#include "tem/code_point.hpp"
#include "tem/places.hpp"

namespace tem {
namespace {

constexpr std::size_t kMaxSettingsBytes = 64 * 1024;
constexpr std::chrono::hours kDay{24};

/// Lines as the store keeps them: no carriage returns, no other control characters.
Result<std::string> clean_text(std::string_view what, std::string_view text, std::size_t most) {
  if (text.size() > most) {
    return Error{ErrorCode::too_long, std::string(what) + ": more than " + std::to_string(most) +
                                          " bytes; make it shorter"};
  }
  std::string out;
  while (!text.empty()) {
    const std::string_view before = text;
    const auto point = take_code_point(text);
    if (!point) return Error{ErrorCode::bad_value, std::string(what) + ": not UTF-8"};
    if (*point == U'\r') continue;
    if (*point == U'\t' || (*point < 0x20 && *point != U'\n') || *point == 0x7F) {
      out += ' ';
    } else {
      out += before.substr(0, before.size() - text.size());
    }
  }
  return out;
}

}  // namespace

struct ScanStore::State {
  State(const std::filesystem::path& registry, const ScanOptions& given, Clock now,
        std::string zone)
      : options(given),
        clock(std::move(now)),
        time_zone(std::move(zone)),
        lock(registry),
        file(registry / kScansFile),
        shelf(file, given.sights_in_memory, durable, settled) {}

  [[nodiscard]] Date day_of(Instant at) const { return local_date(at, time_zone); }
  Result<void> open_files();
  Result<void> read();
  void start();
  std::optional<StampKey> find_key(const StampId& stamp) const {
    const auto lot = lots.find(stamp.gtin, stamp.lot);
    if (!lot) return std::nullopt;
    return stamp_key(*lot, stamp.index);
  }
  /// A read that failed stops the store, since what is not known cannot be added to; unless a lock
  /// was in the way, which goes.
  Error stopped(const Error& error) {
    if (error.code != ErrorCode::ledger_busy) queue->fail(error);
    return error;
  }
  Result<void> has_room() const {
    if (!queue->is_full()) return {};
    return Error{ErrorCode::too_busy,
                 std::string(kScansFile) + ": nothing can be written for now; try again later"};
  }
  /// What `make(row, change)` says is to be written is handed to the writer. The ticket of the
  /// stamp's last change; 0: it is in the file.
  template <class Make>
  Result<ScanTicket> change(const StampId& stamp, Make make) {
    const std::uint32_t lot = lots.find_or_make(stamp.gtin, stamp.lot);
    const StampKey key = stamp_key(lot, stamp.index);
    auto last = shelf.change(key, [&](StampRow& row, bool bring) -> ScanTicket {
      ScanChange change{.lot = lot, .key = key};
      if (!make(row, change)) return 0;
      // What a scan adds to a row that the file has can be added later, but for its first mark.
      if (bring || change.first_scan || change.first_suspect || !change.scan) change.row = row;
      return queue->add(std::move(change));
    });
    if (last && *last <= durable) *last = 0;
    return last;
  }
  static void add(StampRow& row, ScanChange& change, Scan scan) {
    // A place that is none would be shown as one.
    if (!find_area(scan.sight.place)) scan.sight.place.clear();
    change.first_scan = row.story.scans == 0;
    remember(row.story, scan.sight);
    change.scan = std::move(scan);
  }
  static void mark_suspect(StampRow& row, ScanChange& change) {
    change.first_suspect = change.scan->verdict == Finding::suspect_ && !row.suspect;
    row.suspect |= change.first_suspect;
  }
  Result<void> wait(ScanTicket ticket) {
    std::promise<Result<void>> promise;
    auto future = promise.get_future();
    queue->when_durable(ticket, [&](const Result<void>& done) { promise.set_value(done); });
    return future.get();
  }

  ScanOptions options;
  Clock clock;
  std::string time_zone;
  ScanWriterLock lock;
  std::filesystem::path file;
  std::unique_ptr<Connection> writer, reader;
  std::mutex reader_mutex;
  LotIds lots;
  std::atomic<ScanTicket> durable = 0, settled = 0;
  StoryShelf shelf;
  std::unique_ptr<ClientSalt> salt;
  std::unique_ptr<ScanCommit> commit;
  std::mutex reports_mutex;
  std::uint64_t next_report = 1;
  std::optional<Date> reports_day;
  std::array<std::size_t, 2> reports_today{};  ///< of issued stamps; of all else
  std::uint64_t last_erasure = 0;
  std::unique_ptr<ScanQueue> queue;  // last: its thread uses the rest
};

Result<void> ScanStore::State::open_files() {
  if (auto ok = lock.take(); !ok) return ok;
  return guarded(
      ErrorCode::cannot_write,
      [&]() -> Result<void> {
        make_private_database(file);  // contacts, and the day's salt
        writer = std::make_unique<Connection>(file, Connection::Mode::create);
        writer->execute("PRAGMA secure_delete = ON");
        {
          Transaction transaction(*writer, "BEGIN IMMEDIATE");
          if (is_made(*writer)) {
            if (auto ok = check_scans_format(*writer); !ok) return ok;
          } else {
            writer->execute(std::string(embedded::tem_data("scans.sql")));
            writer->execute("PRAGMA user_version = " + std::to_string(kScansFormat));
            transaction.commit();
          }
        }
        writer->raw().setBusyTimeout(static_cast<int>(options.lock_time.count()));
        commit = std::make_unique<ScanCommit>(*writer, shelf, options.late_rows,
                                              [this](Instant at) { return day_of(at).str(); });
        reader = std::make_unique<Connection>(file, Connection::Mode::read);
        return {};
      },
      kScansFile);
}

Result<void> ScanStore::State::read() {
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<void> {
        Connection& db = *writer;
        const Instant now = clock();
        if (auto done = settle_all_rows(db); !done) return done;  // of a service that was killed
        commit->known_scans(settled_scan(db));  // no scan that was ever there has a later number
        Query rows(db, "SELECT id, gtin, lot FROM lot");
        while (rows.step()) {
          const auto gtin = Gtin::parse(rows.text(1));
          const auto lot = Lot::parse(rows.text(2));
          if (!gtin || !lot) {
            return Error{ErrorCode::cannot_read,
                         std::string(kScansFile) +
                             ": a lot's name is damaged; restore the file from a backup"};
          }
          const auto id = static_cast<std::uint32_t>(rows.integer(0));
          lots.known(id, {*gtin, *lot});
          commit->known_lot(id);
        }
        Query stamps(db, "SELECT key FROM stamp");
        while (stamps.step()) shelf.known(stamps.integer(0));
        std::optional<ClientSalt::OfDay> stored;
        Query salts(db, "SELECT day, key FROM salt");
        if (salts.step()) {
          const auto day = Date::parse(salts.text(0));
          if (day) {
            stored = ClientSalt::OfDay{*day, {}};
            std::ranges::copy(salts.blob(1), stored->key.begin());
          }
        }
        salt = std::make_unique<ClientSalt>([this](Instant at) { return day_of(at); }, stored, now);
        // Of the last ones the rows may not be rid yet: who erases takes no lock for the whole of it.
        for (const Erasure& erasure : commit->erasures_after(0)) {
          shelf.forget(erasure.before, erasure.stamp);
          last_erasure = erasure.id;
        }
        Query reports(db, "SELECT coalesce(max(id), 0) + 1 FROM report");
        if (reports.step()) next_report = reports.integer(0);
        reports_day = day_of(now);
        Query today(db, "SELECT at, gtin IS NULL FROM report WHERE at > ?", seconds(now) - kDay / std::chrono::seconds(1));
        while (today.step()) {
          const Instant at = instant_of(static_cast<std::int64_t>(today.integer(0)));
          reports_today[today.integer(1)] += day_of(at) == *reports_day;
        }
        return {};
      },
      kScansFile);
}

void ScanStore::State::start() {
  queue = std::make_unique<ScanQueue>(ScanQueue::Parts{
      .db = *writer,
      .commit = *commit,
      .salt = *salt,
      .shelf = shelf,
      .durable = durable,
      .settled = settled,
      .name_of = [this](std::uint32_t id) { return lots.name(id); },
      .clock = clock,
      .day_of = [this](Instant at) { return day_of(at).str(); },
      .last_erasure = last_erasure,
      .on_failure = options.on_failure,
  });
}

ScanStore::ScanStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
ScanStore::~ScanStore() = default;

Result<std::unique_ptr<ScanStore>> ScanStore::open(const std::filesystem::path& registry,
                                                   const ScanOptions& options, Clock clock) {
  const auto text = read_file(registry / "registry.toml", kMaxSettingsBytes);
  if (!text) return text.error();
  const auto settings = parse_settings(*text);
  if (!settings) return settings.error();
  auto state =
      std::make_unique<State>(registry, options, std::move(clock), settings->first.time_zone);
  if (auto ok = state->open_files(); !ok) return ok.error();
  if (auto ok = state->read(); !ok) return ok.error();
  state->start();
  return std::unique_ptr<ScanStore>(new ScanStore(std::move(state)));
}

ClientHash ScanStore::client_hash(std::string_view who, Instant at) const {
  return state_->salt->hash(who, at);
}

Result<ScanStore::Known> ScanStore::find_known(const StampId& stamp) const {
  const auto key = state_->find_key(stamp);
  if (!key) return Known{};
  auto found = state_->shelf.find(*key);
  if (!found) return state_->stopped(found.error());
  return Known{std::move(found->row.story), found->last};
}

Result<StampStory> ScanStore::find(const StampId& stamp) const {
  auto known = find_known(stamp);
  if (!known) return known.error();
  return std::move(known->story);
}

std::chrono::seconds ScanStore::reload_window() const noexcept {
  return state_->options.reload_window;
}

Result<ScanStore::Kept> ScanStore::look(const StampId& stamp, const Sight& sight, bool counts,
                                        const Judge& judge) {
  if (!counts) {
    const auto known = find_known(stamp);
    if (!known) return known.error();
    judge(known->story);
    return Kept{known->ticket, false};
  }
  if (auto room = state_->has_room(); !room) return room.error();
  Kept kept;
  const auto changed = state_->change(stamp, [&](StampRow& row, ScanChange& change) {
    kept.recorded = !repeats(row.story, sight, reload_window());
    if (!kept.recorded) {
      judge(row.story);
      return false;
    }
    State::add(row, change, {stamp, sight, {}});
    change.scan->verdict = judge(row.story);
    State::mark_suspect(row, change);
    return true;
  });
  if (!changed) return state_->stopped(changed.error());
  kept.ticket = *changed;
  return kept;
}

ScanTicket ScanStore::record(Scan scan) {
  if (!state_->has_room()) return ScanQueue::kRefused;
  const auto changed = state_->change(scan.stamp, [&](StampRow& row, ScanChange& change) {
    State::add(row, change, std::move(scan));
    State::mark_suspect(row, change);
    return true;
  });
  if (changed) return *changed;
  state_->stopped(changed.error());
  return ScanQueue::kRefused;
}

void ScanStore::count(Finding verdict, Instant at) { state_->queue->count(verdict, at); }

void ScanStore::when_durable(ScanTicket ticket, std::function<void(const Result<void>&)> done) {
  state_->queue->when_durable(ticket, std::move(done));
}

Result<void> ScanStore::wait(ScanTicket ticket) { return state_->wait(ticket); }

Result<bool> ScanStore::tell_place(const StampId& stamp, const Sight& told,
                                   std::span<const ClientHash> of_address) {
  if (auto room = state_->has_room(); !room) return room.error();
  const auto key = state_->find_key(stamp);  // none: the lot was never scanned
  if (!key || !find_place(told.place)) return false;
  // First without making a story: who tells of a stamp that nobody scanned leaves nothing behind.
  const auto found = state_->shelf.find(*key);
  if (!found) return state_->stopped(found.error());
  if (look_without_place(found->row.story, told.client, told.channel, told.at) == nullptr) {
    return false;
  }
  bool is_told = false;
  const auto changed = state_->change(stamp, [&](StampRow& row, ScanChange& change) {
    Sight before;
    is_told = tem::tell_place(row.story, told, of_address, before);
    if (!is_told) return false;
    Sight scan = before;
    scan.place = told.place;
    change.told = Told{std::move(scan), before.place};
    return true;
  });
  if (!changed) return state_->stopped(changed.error());
  if (!is_told) return false;
  if (auto durable = state_->wait(*changed); !durable) return durable.error();
  return true;
}

Result<ClaimAnswer> ScanStore::claim(const StampId& stamp, bool code_is_right, const Sight& sight) {
  if (auto room = state_->has_room(); !room) return room.error();
  ClaimAnswer answer{ClaimOutcome::locked, {}, 0};
  const auto changed = state_->change(stamp, [&](StampRow& row, ScanChange& change) {
    if (row.locked_until && sight.at < *row.locked_until) {
      answer = {ClaimOutcome::locked, row.locked_until, 0};
      return false;
    }
    if (row.locked_until) row.locked_until.reset(), row.tries = 0;
    if (!code_is_right) {
      ++row.story.wrong_codes;
      if (++row.tries >= kMaxWrongCodes) {
        row.locked_until = Instant(sight.at.time() + kClaimLock);
        answer = {ClaimOutcome::locked, row.locked_until, 0};
      } else {
        answer = {ClaimOutcome::wrong_code, {}, kMaxWrongCodes - row.tries};
      }
    } else if (row.story.claim) {
      const Claim& claim = *row.story.claim;
      answer = {ClaimOutcome::claimed_before, claim.at, 0,
                sight.client != 0 && claim.client == sight.client};
      return false;
    } else {
      const bool known = find_place(sight.place).has_value();
      row.story.claim = Claim{sight.at, sight.client, known ? sight.place : std::string()};
      row.tries = 0;
      change.claimed = true;
      answer = {ClaimOutcome::claimed, sight.at, 0};
    }
    return true;
  });
  if (!changed) return state_->stopped(changed.error());
  // Also of an answer that changed nothing: what it tells may still be on its way to the file.
  if (auto durable = state_->wait(*changed); !durable) return durable.error();
  if (auto failed = state_->queue->failure()) return *failed;
  return answer;
}

Result<std::uint64_t> ScanStore::report(Report report) {
  struct Text {
    std::string_view name;
    std::string Report::*value;
    std::size_t most;
  };
  constexpr std::size_t kMaxName = 32;
  for (const Text& each : {Text{"uri", &Report::uri, kMaxReportUriBytes},
                           Text{"text", &Report::text, kMaxReportBytes},
                           Text{"contact", &Report::contact, kMaxReportContactBytes},
                           Text{"place", &Report::place, kMaxName},
                           Text{"verdict", &Report::verdict, kMaxName}}) {
    auto clean = clean_text(each.name, report.*each.value, each.most);
    if (!clean) return clean.error();
    report.*each.value = std::move(*clean);
  }
  if (report.text.find_first_not_of(" \n") == std::string::npos) {
    return Error{ErrorCode::bad_value, "text: empty; say what is suspicious"};
  }
  if (auto room = state_->has_room(); !room) return room.error();
  ScanChange change;
  if (report.stamp) change.lot = state_->lots.find_or_make(report.stamp->gtin, report.stamp->lot);
  std::uint64_t id = 0;
  {
    const std::lock_guard lock(state_->reports_mutex);
    if (const Date day = state_->day_of(report.at); day != state_->reports_day) {
      state_->reports_day = day;
      state_->reports_today = {};
    }
    const ScanOptions& options = state_->options;
    const std::size_t most = report.stamp ? options.reports_a_day : options.other_reports_a_day;
    std::size_t& today = state_->reports_today[report.stamp ? 0 : 1];
    if (today >= most) {
      return Error{ErrorCode::rate_limited,
                   std::string("too many reports of ") +
                       (report.stamp ? "stamps" : "what is no genuine stamp") +
                       " today; send it again tomorrow, or call the producer"};
    }
    ++today;
    id = report.id = state_->next_report++;
    change.report = std::move(report);
  }
  const ScanTicket ticket = state_->queue->add(std::move(change));
  if (auto durable = state_->wait(ticket); !durable) return durable.error();
  return id;
}

Result<LotScans> ScanStore::lot_scans(const Gtin& gtin, const Lot& lot) const {
  const std::lock_guard guard(state_->reader_mutex);
  return guarded(
      ErrorCode::cannot_read,
      [&]() -> Result<LotScans> { return read_lot_scans(*state_->reader, gtin, lot); }, kScansFile);
}

Result<std::vector<Report>> ScanStore::reports(std::size_t limit) const {
  const std::lock_guard guard(state_->reader_mutex);
  return guarded(
      ErrorCode::cannot_read, [&] { return read_reports(*state_->reader, limit); }, kScansFile);
}

std::optional<Error> ScanStore::failure() const { return state_->queue->failure(); }
ScanCounts ScanStore::counts() const { return state_->queue->counts(); }

}  // namespace tem
