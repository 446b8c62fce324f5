#pragma once
// Threads of their own for requests that take long, so that they never delay a quick one.
//
//   LanePool pool(std::move(handlers), 256, gauges->work_waiting, gauges->work_running);
//   pool.offer([&](const Handler& answer, std::size_t seat) { … })   false: too many wait already

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "tem/listener.hpp"

namespace tem {

class LanePool {
 public:
  /// Done by the thread `seat` with its own handler; must not throw.
  using Job = std::function<void(const Handler&, std::size_t seat)>;

  /// A thread for each handler.
  LanePool(std::vector<Handler> handlers, std::size_t waiting_limit,
           std::atomic<std::int64_t>& waiting, std::atomic<std::int64_t>& running);
  LanePool(const LanePool&) = delete;
  LanePool& operator=(const LanePool&) = delete;
  ~LanePool();

  /// By whichever thread is free first. False when `waiting_limit` jobs wait already.
  bool offer(Job job);
  /// Would offer refuse now?
  [[nodiscard]] bool is_full() const;
  /// By that thread, in turn with what is offered; never refused, so the caller bounds them. One
  /// thread at least does nothing of this while others do: streams never hold up what is offered.
  void go_on(std::size_t seat, Job job);
  /// Starts nothing more. False when a thread was still at work at that time.
  bool stop(std::chrono::steady_clock::time_point until);

 private:
  enum class From { none, offered, own };
  void serve(std::size_t seat);
  [[nodiscard]] bool may_go_on(std::size_t seat) const;
  From take(std::size_t seat, bool own_first, Job& job);

  std::vector<Handler> handlers_;
  std::size_t waiting_limit_;
  std::atomic<std::int64_t>& waiting_;
  std::atomic<std::int64_t>& running_;
  mutable std::mutex mutex_;
  std::condition_variable work_, ended_;
  std::deque<Job> offered_;
  std::vector<std::deque<Job>> own_;
  std::size_t going_on_ = 0;           ///< threads that do a job of their own
  std::uint64_t turns_ = 0;            ///< such jobs that were begun
  std::vector<std::uint64_t> turn_;    ///< by thread: its last of them
  std::vector<std::uint8_t> is_free_;  ///< by thread: it waits for a job
  bool stopping_ = false;
  std::size_t serving_;
  std::vector<std::jthread> threads_;
};

}  // namespace tem
