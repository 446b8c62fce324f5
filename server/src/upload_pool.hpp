#pragma once
// Threads of their own for requests that take long. A header, since only the listener's translation unit
// may know Asio.

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>
#include <utility>
#include <vector>

#include "tem/listener.hpp"

namespace tem {

/// Threads for what takes long, each with a handler of its own.
class UploadPool {
 public:
  explicit UploadPool(std::vector<Handler> handlers)
      : free_(std::move(handlers)), threads_(std::max<std::size_t>(1, free_.size())) {}

  /// On a thread of the pool; the coroutine goes on where it was.
  boost::asio::awaitable<Response> answer(const Request& request) {
    auto back = co_await boost::asio::this_coro::executor;
    co_return co_await boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(Response)>(
        [this, &request, back](auto done) {
          boost::asio::post(threads_, [this, &request, back, done = std::move(done)]() mutable {
            Response response = answer_here(request);
            boost::asio::post(back, [done = std::move(done), response = std::move(response)]() mutable {
              std::move(done)(std::move(response));
            });
          });
        },
        boost::asio::use_awaitable);
  }
  void stop() {
    threads_.stop();
    threads_.join();
  }

 private:
  Response answer_here(const Request& request) {
    Handler handler = take();
    Response response;
    try {
      response = handler(request);
    } catch (const std::exception& failure) {
      response = problem({ErrorCode::internal, failure.what()});
    }
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(handler));
    return response;
  }
  // As many as there are threads, so there is always one.
  Handler take() {
    const std::lock_guard lock(mutex_);
    Handler handler = std::move(free_.back());
    free_.pop_back();
    return handler;
  }

  std::mutex mutex_;
  std::vector<Handler> free_;
  boost::asio::thread_pool threads_;
};

}  // namespace tem
