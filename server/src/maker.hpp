#pragma once
// The thread whose handler made an answer: what the answer holds is used and dropped there. Part of
// the listener's translation unit.

#include <exception>
#include <functional>
#include <memory>
#include <utility>

#include "worker.hpp"

namespace tem {

inline Response answer_by(const Handler& handler, const Request& request) {
  try {
    return handler(request);
  } catch (const std::exception& failure) {
    return problem({ErrorCode::internal, failure.what()});
  }
}

/// A thread of a pool, or the sockets' own.
struct Maker {
  LanePool* pool = nullptr;
  std::size_t seat = 0;
};

struct Made {
  Response response;
  Maker maker{};
};

/// By the lane's threads; the coroutine goes on where it was.
inline Awaitable<Made> made_by(Worker& worker, LanePool& pool, Request&& given) {
  const auto request = std::make_shared<const Request>(std::move(given));
  std::function<void(std::function<void(Made)>)> start =
      [&pool, request](const std::function<void(Made)>& tell) {
        const bool taken =
            pool.offer([&pool, request, tell](const Handler& handler, std::size_t seat) {
              tell(Made{answer_by(handler, *request), {&pool, seat}});
            });
        if (!taken) tell(Made{too_busy("too many requests wait already"), {}});
      };
  auto told = co_await told_by<Made>(worker.mailbox, worker.context, std::nullopt, start);
  co_return std::move(*told);
}

/// A BodySource or an Exchange, with its maker.
template <class Thing>
class AtMaker {
 public:
  AtMaker(std::shared_ptr<Thing> thing, Maker maker, Worker& worker)
      : thing_(std::move(thing)), maker_(maker), worker_(worker) {}
  AtMaker(const AtMaker&) = delete;
  AtMaker& operator=(const AtMaker&) = delete;
  ~AtMaker() {
    if (maker_.pool != nullptr)
      maker_.pool->go_on(maker_.seat, [held = std::move(thing_)](const Handler&, std::size_t) {});
  }

  using Step = std::function<Result<std::string>(Thing&)>;
  /// What the step refers to must live until it is done.
  Awaitable<Result<std::string>> next(Step step) {
    if (maker_.pool == nullptr) co_return done(step, *thing_);
    std::function<void(std::function<void(Result<std::string>)>)> start =
        [this, step](const std::function<void(Result<std::string>)>& tell) {
          maker_.pool->go_on(maker_.seat,
                             [thing = thing_, step, tell](const Handler&, std::size_t) {
                               tell(done(step, *thing));
                             });
        };
    auto told = co_await told_by<Result<std::string>>(worker_.mailbox, worker_.context,
                                                      std::nullopt, start);
    co_return std::move(*told);
  }

 private:
  static Result<std::string> done(const Step& step, Thing& thing) {
    try {
      return step(thing);
    } catch (const std::exception& failure) {
      return Error{ErrorCode::internal, failure.what()};
    }
  }

  std::shared_ptr<Thing> thing_;
  Maker maker_;
  Worker& worker_;
};

/// Waits until the answer may leave: a problem in its place when what it waits for fails.
inline Awaitable<void> wait_for_gate(Worker& worker, Response& response,
                                           std::chrono::milliseconds limit) {
  std::function<void(std::function<void(Result<void>)>)> start =
      [gate = std::move(response.gate)](const std::function<void(Result<void>)>& tell) {
        try {
          gate([tell](const Result<void>& result) { tell(result); });
        } catch (const std::exception& failure) {
          tell(Error{ErrorCode::internal, failure.what()});
        }
      };
  auto told = co_await told_by<Result<void>>(worker.mailbox, worker.context, limit, start);
  if (!told) {
    response = problem({ErrorCode::too_busy, "what the answer waits for took too long"}, 503);
  } else if (!*told) {
    response = problem(told->error(), 503);
  }
}

}  // namespace tem
