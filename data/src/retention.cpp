#include "tem/retention.hpp"

#include <string>

namespace tem {
namespace {

// A commit takes some 10 ms, and who waits for the lock meanwhile asks for it every few: most of the
// time is theirs.
constexpr std::chrono::milliseconds kPause{40};

}  // namespace

Retention::Retention(std::filesystem::path registry, std::chrono::days kept, Clock clock, Tell tell,
                     std::chrono::milliseconds every)
    : registry_(std::move(registry)),
      kept_(kept),
      clock_(std::move(clock)),
      tell_(std::move(tell)),
      every_(every),
      thread_([this] { work(); }) {}

Retention::~Retention() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_one();
  thread_.join();
}

bool Retention::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, time, [&] { return stopping_; });
}

void Retention::work() {
  do {
    prune();
  } while (pause(every_));
}

void Retention::prune() {
  const Instant before(clock_().time() - kept_);
  const auto pruned = prune_scans(registry_, before, [this] { return pause(kPause); });
  const std::string about = "retention: before " + before.str() + ": ";
  if (!pruned) {
    tell_(about + pruned.error().str() + "; tried again later");
  } else if (pruned->scans + pruned->stamps + pruned->reports > 0) {
    tell_(about + pruned->str());
  }
}

}  // namespace tem
