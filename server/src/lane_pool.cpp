#include "lane_pool.hpp"

#include <utility>

namespace tem {

LanePool::LanePool(std::vector<Handler> handlers, std::size_t waiting_limit,
                   std::atomic<std::int64_t>& waiting, std::atomic<std::int64_t>& running)
    : handlers_(std::move(handlers)),
      waiting_limit_(waiting_limit),
      waiting_(waiting),
      running_(running),
      own_(handlers_.size()),
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

/// A stream's next piece and a new request in turn: neither waits for all of the other.
bool LanePool::take(std::size_t seat, bool own_first, Job& job) {
  const auto from = [&](std::deque<Job>& queue) {
    if (queue.empty()) return false;
    job = std::move(queue.front());
    queue.pop_front();
    --waiting_;
    return true;
  };
  return own_first ? from(own_[seat]) || from(offered_) : from(offered_) || from(own_[seat]);
}

void LanePool::serve(std::size_t seat) {
  std::unique_lock lock(mutex_);
  for (bool own_first = true;; own_first = !own_first) {
    work_.wait(lock, [&] { return stopping_ || !own_[seat].empty() || !offered_.empty(); });
    if (stopping_) break;
    Job job;
    take(seat, own_first, job);
    lock.unlock();
    ++running_;
    job(handlers_[seat], seat);
    job = nullptr;  // what it holds may belong to this thread
    --running_;
    lock.lock();
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
