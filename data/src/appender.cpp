#include "tem/appender.hpp"

#include <algorithm>
#include <iterator>

namespace tem {
namespace {

// Bounds what one refused commit can undo, and how long the first of a batch waits for the last.
constexpr std::size_t kMaxBatch = 1024;

}  // namespace

Appender::Appender(Registry registry, std::function<Instant()> clock)
    : registry_(std::move(registry)), clock_(std::move(clock)), writer_([this] { write(); }) {}

Appender::~Appender() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  writer_.join();
}

Result<Appended> Appender::append(AppendRequest request) {
  Waiting mine{std::move(request), {}};
  auto answer = mine.answer.get_future();
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(mine));
  }
  work_.notify_one();
  return answer.get();
}

void Appender::write() {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const auto end = waiting_.begin() +
                     static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMaxBatch));
    std::vector<Waiting> batch(std::make_move_iterator(waiting_.begin()),
                               std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    lock.unlock();
    std::vector<AppendRequest> requests;
    requests.reserve(batch.size());
    for (Waiting& each : batch) requests.push_back(std::move(each.request));
    auto done = registry_.append_all(requests, clock_());
    for (std::size_t i = 0; i < batch.size(); ++i) batch[i].answer.set_value(std::move(done[i]));
    lock.lock();
  }
}

}  // namespace tem
