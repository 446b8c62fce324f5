#pragma once
// Scans, claims and reports: registry/scans.db, a file of its own, since a writer in the ledger's
// file halves look-ups.
//
//   auto store = ScanStore::open("registry", {}, clock);            // the one writer
//   const ScanTicket ticket = (*store)->record(scan);               // any thread; returns at once
//   (*store)->when_durable(ticket, [](Result<void> done) { … });    // once it is on the disk
//
// One thread writes; what waits when a commit ends shares the next one. The stories that were used
// last are in memory, and of which stamps there is one at all, so that a look takes no query, or
// one of a row for a stamp that nobody looked at for long.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tem/result.hpp"
#include "tem/scan.hpp"

namespace tem {

/// Which commit a scan belongs to. 0: nothing to wait for.
using ScanTicket = std::uint64_t;

struct ScanOptions {
  std::chrono::seconds reload_window{600};  ///< the same client and stamp within it: a reload
  std::size_t sights_in_memory = 1'000'000;  ///< some 100 MB at most
  /// Of issued stamps whose seal verified, and of all else, which anyone can send without a stamp.
  std::size_t reports_a_day = 1'000, other_reports_a_day = 1'000;
  /// So long a stamp's row may lack scans that are in the file, so that it is not written with each.
  std::chrono::milliseconds late_rows{2'000};
  std::chrono::milliseconds lock_time{10'000};  ///< for another process that writes
  /// Told once, by any thread, when nothing can be recorded any more: the service must stop. A lock
  /// or a full disk is no such failure: what was recorded is written when they are gone.
  std::function<void(const Error&)> on_failure{};
};

inline constexpr int kMaxWrongCodes = 5;  ///< then the stamp's claims are locked
inline constexpr std::chrono::hours kClaimLock{1};
inline constexpr std::size_t kMaxReportBytes = 2'000, kMaxReportUriBytes = 2'048,
                             kMaxReportContactBytes = 200;

enum class ClaimOutcome {
  claimed,        ///< now, by this client
  claimed_before, ///< `at` says when
  wrong_code,     ///< `tries_left` before it is locked
  locked,         ///< until `at`; also the wrong code that locks it
};

struct ClaimAnswer {
  ClaimOutcome outcome;
  std::optional<Instant> at;
  int tries_left = 0;
  bool by_same_client = false;  ///< claimed before, that day, from this address and browser
};

/// A suspicion that a shopper tells.
struct Report {
  std::uint64_t id = 0;            ///< given by the store
  Instant at;
  std::optional<StampId> stamp{};    ///< none: the stamp is not one that was issued
  std::string uri{};                 ///< as scanned, without its seal
  std::string text{};                ///< what the shopper wrote
  std::string place{}, contact{};      ///< empty when not given
  std::string verdict{};             ///< that the page showed, "genuine"
};

struct LotScans {
  std::uint64_t scans = 0;
  std::uint64_t stamps = 0;   ///< that were scanned at all
  std::uint64_t suspect = 0;  ///< stamps that were ever answered with `suspect`
  std::uint64_t claims = 0, reports = 0;
  /// By province, channel, verdict, day of the registry's time zone; most first, days in order.
  std::vector<std::pair<std::string, std::uint64_t>> by_place, by_channel, by_verdict, by_day;
};

/// What a service tells of its work.
struct ScanCounts {
  std::uint64_t recorded = 0, commits = 0, waiting = 0;
};

class ScanStore {
 public:
  using Clock = std::function<Instant()>;
  /// Reads the histories. One process at a time may hold it open to write. Errors: cannot_write,
  /// cannot_read, ledger_busy (another temd serves this registry).
  static Result<std::unique_ptr<ScanStore>> open(const std::filesystem::path& registry,
                                                 const ScanOptions& options, Clock clock);
  ~ScanStore();  ///< commits what waits

  /// The client's hash for today: `who` is an address and a user agent, never kept.
  [[nodiscard]] ClientHash client_hash(std::string_view who, Instant at) const;
  /// What was seen of the stamp before now. Error: cannot_read; a failure to look is no answer.
  [[nodiscard]] Result<StampStory> find(const StampId& stamp) const;
  struct Known {
    StampStory story{};
    ScanTicket ticket = 0;  ///< durable before the story is told; 0: it is in the file
  };
  /// The same, with what a look that records nothing waits for.
  [[nodiscard]] Result<Known> find_known(const StampId& stamp) const;
  [[nodiscard]] std::chrono::seconds reload_window() const noexcept;

  struct Kept {
    ScanTicket ticket = 0;  ///< durable before the story is told; 0: it is in the file
    bool recorded = false;  ///< no reload, and it was to count
  };
  /// What a verdict on a story says of the stamp.
  using Judge = std::function<Finding(const StampStory&)>;
  /// One look, as one step for all threads: `judge` is told what was seen of the stamp, with this
  /// look where it counts and is no reload, and what it finds is recorded. Errors: cannot_read,
  /// too_busy (nothing can be written for now).
  Result<Kept> look(const StampId& stamp, const Sight& sight, bool counts, const Judge& judge);
  /// The story has it at once; the file when the ticket is durable. Whoever records waits for the
  /// ticket before the next one, which bounds what waits.
  ScanTicket record(Scan scan);
  /// A look at what is no issued stamp: counted by day and verdict, within a second.
  void count(Finding verdict, Instant at);
  /// `done` is called once, by any thread, perhaps before this returns: it must not block. While
  /// another process holds the file, or the disk is full, it fails (ledger_busy, cannot_write,
  /// too_busy), and the scan is written later all the same. After any other failed commit every
  /// later call fails too (cannot_write): the service must stop.
  void when_durable(ScanTicket ticket, std::function<void(const Result<void>&)> done);
  /// Blocks.
  Result<void> wait(ScanTicket ticket);

  /// Where the client's last look at the stamp was, told afterwards (tem::tell_place): no scan of its
  /// own. `of_address`: all clients that its address may pass for. False: there is no look to tell
  /// it of, or the address told another place. Durable when it returns (blocks). Error: cannot_write.
  Result<bool> tell_place(const StampId& stamp, const Sight& told,
                          std::span<const ClientHash> of_address);

  /// With the hidden code compared already, in constant time. Five wrong tries lock the stamp's
  /// claims for an hour. Durable when it returns (blocks). Error: cannot_write.
  Result<ClaimAnswer> claim(const StampId& stamp, bool code_is_right, const Sight& sight);
  /// Durable when it returns; the report's id. Errors: cannot_write, rate_limited (bounded a
  /// day), too_long, bad_value (text that is not UTF-8, or empty).
  Result<std::uint64_t> report(Report report);

  [[nodiscard]] Result<LotScans> lot_scans(const Gtin& gtin, const Lot& lot) const;
  /// Newest first.
  [[nodiscard]] Result<std::vector<Report>> reports(std::size_t limit) const;

  /// Why nothing more can be recorded; nothing while all is well.
  [[nodiscard]] std::optional<Error> failure() const;
  [[nodiscard]] ScanCounts counts() const;

 private:
  struct State;
  explicit ScanStore(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tem
