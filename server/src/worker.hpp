#pragma once
// A thread of the sockets and what all of them share. Part of the listener's translation unit.

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "beast_text.hpp"
#include "lane_pool.hpp"
#include "seats.hpp"
#include "tem/listener.hpp"
#include "told.hpp"
#include "transport.hpp"

namespace tem {

struct Shared {
  ServiceLimits limits;
  Service service;
  std::optional<LanePool> work, pictures;
  std::atomic<std::int64_t> held{0},
      held_pictures{0};  ///< bytes of request bodies; long answers too

  /// None where the sockets' own thread answers.
  LanePool* pool(Lane lane) {
    std::optional<LanePool>& chosen = lane == Lane::picture ? pictures : work;
    return lane == Lane::quick || !chosen ? nullptr : &*chosen;
  }
};

/// Lets those who have sent several requests at once take turns: one of theirs at most is answered
/// each time round the event loop, so that a pipeline without end delays nobody else.
class Turns {
 public:
  explicit Turns(asio::io_context& context) : context_(context) {}

  Awaitable<void> take() {
    Timer turn(context_, Timer::time_point::max());
    waiting_.push_back(&turn);
    if (waiting_.size() == 1) give();
    co_await turn.async_wait(kDone);
  }

 private:
  void give() {
    asio::post(context_, [this] {
      waiting_.front()->cancel();
      waiting_.pop_front();
      if (!waiting_.empty()) give();
    });
  }

  asio::io_context& context_;
  std::deque<Timer*> waiting_;
};

/// One thread: its event loop and all that its connections share.
struct Worker {
  Worker(Handler given, const SeatLimits& limits) : handler(std::move(given)), seats(limits) {}
  Handler handler;
  HttpDate date;
  Seats seats;
  std::atomic<std::int64_t> unseated = 0;  ///< accepted for it; it has not come to them yet
  bool stopping = false;
  asio::io_context context{1};  // its connections refer to the rest
  Turns turns{context};
  std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>(context);
};

/// One of a number, until it goes.
class Counted {
 public:
  explicit Counted(std::atomic<std::int64_t>& count) : count_(&count), before_(count++) {}
  Counted(Counted&& other) noexcept
      : count_(std::exchange(other.count_, nullptr)), before_(other.before_) {}
  Counted& operator=(Counted&&) = delete;
  ~Counted() { end(); }
  void end() {
    if (auto* count = std::exchange(count_, nullptr)) --*count;
  }
  /// How many there were without this one.
  [[nodiscard]] std::size_t before() const { return static_cast<std::size_t>(before_); }

 private:
  std::atomic<std::int64_t>* count_;
  std::int64_t before_;
};

/// The bytes that are held of a request's body, as they come in, or of a long answer.
class Held {
 public:
  Held(std::atomic<std::int64_t>& total, std::size_t limit, std::atomic<std::int64_t>& gauge)
      : total_(total), limit_(static_cast<std::int64_t>(limit)), gauge_(gauge) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() { change(-bytes_); }

  /// False when all together now hold too much.
  bool grow_to(std::size_t bytes) {
    return change(static_cast<std::int64_t>(bytes) - bytes_) <= limit_;
  }

 private:
  std::int64_t change(std::int64_t by) {
    bytes_ += by;
    gauge_ += by;
    return total_ += by;
  }

  std::atomic<std::int64_t>& total_;
  std::int64_t limit_, bytes_ = 0;
  std::atomic<std::int64_t>& gauge_;
};

}  // namespace tem
