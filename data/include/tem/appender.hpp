#pragma once
// Appends for many who wait: what is waiting when the last commit ends shares the next one, with one
// signature and one sync of the disk.
//
//   Appender appender(std::move(registry), clock);
//   auto done = appender.append({draft, std::nullopt});    // from any thread; durable when it returns

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "tem/registry.hpp"

namespace tem {

class Appender {
 public:
  /// The registry is opened with Access::append and is the writer thread's own from here on.
  Appender(Registry registry, std::function<Instant()> clock);
  /// Finishes what is waiting.
  ~Appender();
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;

  /// Waits for the commit. Errors: those of Ledger::append_all.
  Result<Appended> append(AppendRequest request);

 private:
  struct Waiting {
    AppendRequest request;
    std::promise<Result<Appended>> answer;  ///< one each: a commit wakes only those it answers
  };
  void write();

  Registry registry_;
  std::function<Instant()> clock_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::vector<Waiting> waiting_;
  bool stopping_ = false;
  std::thread writer_;  // last: it uses the rest
};

}  // namespace tem
