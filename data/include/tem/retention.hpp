#pragma once
// How long scans and reports are kept: what is older is erased in the background.
//
//   Retention retention("registry", std::chrono::days(730), clock, tell);   // until it goes
//
// By the code of `tem scans prune --older-than`, once at the start and then once a day, in small
// commits with a pause after each, so that no answer waits for it longer than for another scan.

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

#include "tem/scan_history.hpp"

namespace tem {

/// As prune_scans; `go_on` is called after each commit, may wait, and ends it with false.
Result<Pruned> prune_scans(const std::filesystem::path& registry, Instant before,
                           const std::function<bool()>& go_on);

class Retention {
 public:
  using Clock = std::function<Instant()>;
  /// Told what was erased and what went wrong, in a line, by its thread. Nothing to erase is not
  /// told.
  using Tell = std::function<void(std::string_view line)>;

  Retention(std::filesystem::path registry, std::chrono::days kept, Clock clock, Tell tell,
            std::chrono::milliseconds every = std::chrono::hours(24));
  /// Within a few commits' time.
  ~Retention();
  Retention(const Retention&) = delete;
  Retention& operator=(const Retention&) = delete;

 private:
  void work();
  void prune();
  /// False: it is to end.
  bool pause(std::chrono::milliseconds time);

  std::filesystem::path registry_;
  std::chrono::days kept_;
  Clock clock_;
  Tell tell_;
  std::chrono::milliseconds every_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the rest
};

}  // namespace tem
