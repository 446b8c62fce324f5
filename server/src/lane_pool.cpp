#include "lane_pool.hpp"

#include <algorithm>
#include <utility>

namespace tem {

LanePool::LanePool(std::vector<Handler> handlers, std::size_t waiting_limit,
                   std::atomic<std::int64_t>& waiting, std::atomic<std::int64_t>& running)
    : handlers_(std::move(handlers)),
      waiting_limit_(waiting_limit),
      waiting_(waiting),
      running_(running),
      own_(handlers_.size()),
      turn_(handlers_.size()),
      is_free_(handlers_.size()),
      serving_(handlers_.size()) {
  for (std::size_t seat = 0; seat < handlers_.size(); ++seat)
    threads_.emplace_back([this, seat] { serve(seat); });
}

LanePool::~LanePool() { stop(std::chrono::steady_clock::now()); }

bool LanePool::offer(Job job) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || offered_.size() >= waiting_limit_) return false;
  offered_.push_back(std::move(job));
  ++waiting_;
  work_.notify_all();  // one alone could be told that may not take it
  return true;
}

bool LanePool::is_full() const {
  const std::lock_guard lock(mutex_);
  return offered_.size() >= waiting_limit_;
}

void LanePool::go_on(std::size_t seat, Job job) {
  const std::lock_guard lock(mutex_);
  own_[seat].push_back(std::move(job));
  ++waiting_;
  work_.notify_all();
}

bool LanePool::stop(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  work_.notify_all();
  return ended_.wait_until(lock, until, [this] { return serving_ == 0; });
}

/// Among the free threads, whoever went on longest ago comes first.
bool LanePool::may_go_on(std::size_t seat) const {
  if (own_[seat].empty()) return false;
  std::size_t before = going_on_;
  for (std::size_t other = 0; other < own_.size(); ++other)
    if (is_free_[other] != 0 && !own_[other].empty() && turn_[other] < turn_[seat]) ++before;
  return before < std::max<std::size_t>(handlers_.size() - 1, 1);
}

/// A stream's next piece and a new request in turn: neither waits for all of the other.
LanePool::From LanePool::take(std::size_t seat, bool own_first, Job& job) {
  From from = From::none;
  if (may_go_on(seat) && (own_first || offered_.empty())) {
    from = From::own;
  } else if (!offered_.empty()) {
    from = From::offered;
  } else {
    return from;
  }
  std::deque<Job>& queue = from == From::own ? own_[seat] : offered_;
  job = std::move(queue.front());
  queue.pop_front();
  --waiting_;
  return from;
}

void LanePool::serve(std::size_t seat) {
  std::unique_lock lock(mutex_);
  for (bool own_first = true;; own_first = !own_first) {
    is_free_[seat] = 1;
    work_.wait(lock, [&] { return stopping_ || may_go_on(seat) || !offered_.empty(); });
    is_free_[seat] = 0;
    if (stopping_) break;
    Job job;
    const bool own = take(seat, own_first, job) == From::own;
    if (own) {
      ++going_on_;
      turn_[seat] = ++turns_;
    } else if (!own_[seat].empty()) {
      work_.notify_all();  // another may have waited for this one to go on first
    }
    lock.unlock();
    ++running_;
    job(handlers_[seat], seat);
    job = nullptr;  // what it holds may belong to this thread
    --running_;
    lock.lock();
    if (own) {
      --going_on_;
      work_.notify_all();
    }
  }
  // What belongs to this thread goes with it.
  std::deque<Job> left = std::exchange(own_[seat], {});
  lock.unlock();
  left.clear();
  lock.lock();
  --serving_;
  ended_.notify_all();
}

}  // namespace tem
