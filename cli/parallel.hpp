#pragma once
// Work done by several threads, and taken up in the order in which it was given.

#include <cstddef>
#include <functional>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include "tem/result.hpp"

namespace tem::cli {

/// Takes jobs from `next` until there are none, does up to `threads` at a time, and hands the
/// answers to `consume` in the order of the jobs, which runs like `next` on the calling thread. The
/// worker's number, below `threads`, is never in use twice at once, so that it may own what is not
/// for two threads. Stops at the first error of `consume`, and returns it. No more than `threads`
/// answers are held.
template <class Job, class Answer>
Result<void> in_order(std::size_t threads, const std::function<std::optional<Job>()>& next,
                      const std::function<Answer(std::size_t worker, Job job)>& work,
                      const std::function<Result<void>(Answer)>& consume) {
  std::vector<std::future<Answer>> under_way(threads);
  auto give = [&](std::size_t worker) {
    if (auto job = next()) {
      under_way[worker] = std::async(
          std::launch::async, [&work, worker](Job taken) { return work(worker, std::move(taken)); },
          std::move(*job));
    }
  };
  for (std::size_t worker = 0; worker < threads; ++worker) give(worker);
  for (std::size_t worker = 0; under_way[worker].valid(); worker = (worker + 1) % threads) {
    Answer answer = under_way[worker].get();
    give(worker);  // before the answer is consumed, so that the worker is not idle meanwhile
    if (auto consumed = consume(std::move(answer)); !consumed) return consumed;
  }
  return {};
}

/// Processors of this machine, from 1 to 64.
std::size_t default_threads() noexcept;

}  // namespace tem::cli
