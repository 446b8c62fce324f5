#pragma once
// The one writer of scans.db: what waits when a commit ends shares the next one.
//
//   ScanQueue queue(…);                    // its thread runs until it goes
//   queue.add(change)                      // the ticket
//   queue.when_durable(ticket, done)

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "client_salt.hpp"
#include "scan_commit.hpp"
#include "story_shelf.hpp"

namespace tem {

class ScanQueue {
 public:
  using Done = std::function<void(const Result<void>&)>;
  struct Parts {
    Connection& db;  ///< the writer's own from here on
    ScanCommit& commit;
    ClientSalt& salt;
    StoryShelf& shelf;
    std::atomic<ScanTicket>& durable;
    std::atomic<ScanTicket>& settled;  ///< up to it, changes are in the stamps' rows too
    std::function<NamedLot(std::uint32_t)> name_of;
    std::function<Instant()> clock;
    std::function<std::string(Instant)> day_of;
    std::uint64_t last_erasure = 0;
    std::function<void(const Error&)> on_failure{};  ///< once, not while the store closes
  };
  /// A ticket of what was not taken: it fails.
  static constexpr ScanTicket kRefused = ~ScanTicket{0};
  explicit ScanQueue(Parts parts);
  /// Commits what waits; every `done` was called when it returns.
  ~ScanQueue();

  /// After a failure: a ticket that fails.
  ScanTicket add(ScanChange change);
  void count(Finding verdict, Instant at);
  void when_durable(ScanTicket ticket, Done done);
  /// So much waits for a lock or a full disk that nothing more is to be added.
  [[nodiscard]] bool is_full() const;
  /// From now on every ticket that is not durable fails.
  void fail(const Error& error);
  [[nodiscard]] std::optional<Error> failure() const;
  [[nodiscard]] ScanCounts counts() const;

 private:
  struct Waiter {
    ScanTicket ticket;
    Done done;
  };
  enum class Outcome { done, later, failed };
  void write();
  Outcome try_commit(std::vector<ScanChange>& batch, const RefusedCounts& refused,
                     LateRows::Time now, Error& why);
  /// The batch stays first in the queue; who waits is told that it is not in the file.
  void put_back(std::vector<ScanChange> batch, const RefusedCounts& refused, const Error& why);
  /// Throws SQLite::Exception.
  void commit(std::vector<ScanChange>& batch, const RefusedCounts& refused, LateRows::Time now);
  void forget_pruned(std::vector<ScanChange>& batch);
  void tidy();
  void settle(std::vector<Waiter> waiters, const Result<void>& result);

  Parts parts_;
  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::vector<ScanChange> waiting_;
  std::vector<Waiter> waiters_;
  RefusedCounts refused_;
  ScanTicket last_ = 0;
  ScanCounts counts_;
  std::optional<Error> failure_;
  bool stopping_ = false;
  bool held_up_ = false;  ///< the last commit did not get through
  // The writer's own.
  struct Forgotten {
    Erasure erasure;
    ScanTicket until;  ///< changes up to this one may hold what was erased
  };
  std::vector<Forgotten> forgotten_;
  bool old_salt_in_log_ = false;
  std::thread writer_;  // last: it uses the rest
};

}  // namespace tem
