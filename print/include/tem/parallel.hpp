#pragma once
// Work done by several threads, and taken up in the order in which it was given.

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "tem/result.hpp"

namespace tem {

/// Takes jobs from `next` until there are none, does up to `threads` at a time, and hands the
/// answers to `consume` in the order of the jobs, which runs like `next` on the calling thread. The
/// worker's number, below `threads`, is never in use twice at once, so that it may own what is not
/// for two threads. Stops at the first error of `consume`, and returns it. One job waits beside
/// those that are under way. No more than `window` answers are held, `threads` of them unless more
/// are asked for: so far may the others go ahead of a job that takes long.
template <class Job, class Answer>
Result<void> in_order(std::size_t threads, const std::function<std::optional<Job>()>& next,
                      const std::function<Answer(std::size_t worker, Job job)>& work,
                      const std::function<Result<void>(Answer)>& consume, std::size_t window = 0) {
  struct Slot {
    std::optional<Job> job;
    std::optional<Answer> answer;
    std::exception_ptr failure;
    [[nodiscard]] bool is_done() const { return answer || failure; }
  };
  std::mutex mutex;  // of all that follows, but for `given`, which is the calling thread's
  std::condition_variable to_do, done;
  std::deque<std::shared_ptr<Slot>> waiting, given;
  std::size_t unfinished = 0;
  bool is_closed = false;

  const auto labour = [&](std::size_t worker) {
    std::unique_lock lock(mutex);
    while (true) {
      to_do.wait(lock, [&] { return is_closed || !waiting.empty(); });
      if (waiting.empty()) return;
      const auto slot = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      std::optional<Answer> answer;
      std::exception_ptr failure;
      try {
        answer.emplace(work(worker, std::move(*slot->job)));
      } catch (...) {
        failure = std::current_exception();
      }
      slot->job.reset();
      lock.lock();
      slot->answer = std::move(answer);
      slot->failure = failure;
      --unfinished;
      done.notify_one();
    }
  };

  struct Crew {
    std::function<void()> dismiss;
    std::vector<std::thread> threads{};
    ~Crew() {
      dismiss();
      for (auto& thread : threads) thread.join();
    }
  } crew{[&] {
    const std::lock_guard lock(mutex);
    is_closed = true;
    waiting.clear();
    to_do.notify_all();
  }};

  if (window == 0) window = threads;
  bool is_more = true;
  while (true) {
    std::unique_lock lock(mutex);
    const auto has_room = [&] { return is_more && given.size() < window && unfinished <= threads; };
    done.wait(lock, [&] { return given.empty() || given.front()->is_done() || has_room(); });
    if (has_room()) {
      lock.unlock();
      auto job = next();
      if (!job) {
        is_more = false;
        continue;
      }
      auto slot = std::make_shared<Slot>();
      slot->job.emplace(std::move(*job));
      given.push_back(slot);
      lock.lock();
      waiting.push_back(std::move(slot));
      ++unfinished;
      if (crew.threads.size() < std::min(threads, unfinished)) {
        crew.threads.emplace_back(labour, crew.threads.size());
      }
      to_do.notify_one();
      continue;
    }
    if (given.empty()) return {};
    const auto slot = std::move(given.front());
    given.pop_front();
    lock.unlock();
    if (slot->failure) std::rethrow_exception(slot->failure);
    if (auto consumed = consume(std::move(*slot->answer)); !consumed) return consumed;
  }
}

/// Processors of this machine, from 1 to 64.
std::size_t default_threads() noexcept;

}  // namespace tem
