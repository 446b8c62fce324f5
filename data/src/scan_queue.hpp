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
    std::function<NamedLot(std::uint32_t)> name_of;
    std::function<Instant()> clock;
    std::function<std::string(Instant)> day_of;
    std::uint64_t last_erasure = 0;
  };
  explicit ScanQueue(Parts parts);
  /// Commits what waits; every `done` was called when it returns.
  ~ScanQueue();

  /// After a failure: a ticket that fails.
  ScanTicket add(ScanChange change);
  void count(Finding verdict, Instant at);
  void when_durable(ScanTicket ticket, Done done);
  /// From now on every ticket that is not durable fails.
  void fail(const Error& error);
  [[nodiscard]] std::optional<Error> failure() const;
  [[nodiscard]] ScanCounts counts() const;

 private:
  struct Waiter {
    ScanTicket ticket;
    Done done;
  };
  void write();
  Result<void> commit(std::vector<ScanChange>& batch, const RefusedCounts& refused);
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
