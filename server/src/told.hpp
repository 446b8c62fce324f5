#pragma once
// A coroutine that waits for what another thread will tell it. A header, since only the listener's
// translation unit may know Asio's coroutines.
//
//   std::optional<int> answer = co_await told_by<int>(mailbox, context, 10s, [&](auto tell) { …
//   tell(1); });

#include <boost/asio/post.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "loop.hpp"

namespace tem {

/// The way into an event loop from other threads; what comes after the loop has gone is dropped.
class Mailbox {
 public:
  explicit Mailbox(asio::io_context& context) : context_(&context) {}

  template <class Work>
  void post(Work work) {
    const std::lock_guard lock(mutex_);
    if (context_ != nullptr) asio::post(*context_, std::move(work));
  }
  void close() {
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
  }

 private:
  std::mutex mutex_;
  asio::io_context* context_;
};

/// Calls `start` with a function that is to be called once, by any thread, at any time, also before
/// `start` returns or after the waiting coroutine has gone. None when nothing was told in time.
template <class T>
Awaitable<std::optional<T>> told_by(
    std::shared_ptr<Mailbox> mailbox, asio::io_context& context,
    std::optional<std::chrono::milliseconds> limit,
    std::function<void(std::function<void(T)>)> start) {
  struct Told {
    explicit Told(asio::io_context& loop) : wake(loop) {}
    Timer wake;
    std::optional<T> value;
  };
  const auto told = std::make_shared<Told>(context);
  if (limit) {
    told->wake.expires_after(*limit);
  } else {
    told->wake.expires_at(Timer::time_point::max());
  }
  // The loop's own thread alone makes the weak pointer strong: the timer never goes elsewhere.
  start([mailbox, weak = std::weak_ptr(told)](T value) {
    mailbox->post([weak, value = std::move(value)]() mutable {
      const auto waiting = weak.lock();
      if (!waiting || waiting->value) return;
      waiting->value.emplace(std::move(value));
      waiting->wake.cancel();
    });
  });
  start = nullptr;
  co_await told->wake.async_wait(kDone);
  co_return std::move(told->value);
}

}  // namespace tem
