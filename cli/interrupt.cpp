#include "interrupt.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <string_view>

namespace tem::cli {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM};

std::atomic<int> came = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler takes no lock");

void on_signal(int signal) {
  came = signal;
  for (const int one : kSignals) {
    if (std::signal(one, SIG_DFL) == SIG_IGN) std::signal(one, SIG_IGN);
  }
  constexpr std::string_view kSaid =
      "\ntem: stopping: what is under way is finished and the report written; once more ends at "
      "once\n";
  static_cast<void>(!::write(STDERR_FILENO, kSaid.data(), kSaid.size()));
}

}  // namespace

Interrupt::Interrupt() {
  came = 0;
  for (const int signal : kSignals) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_IGN) continue;
    struct sigaction action {};
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    ::sigaction(signal, &action, nullptr);
  }
}

Interrupt::~Interrupt() {
  for (const int signal : kSignals) {
    struct sigaction now {};
    ::sigaction(signal, nullptr, &now);
    if (now.sa_handler == on_signal) std::signal(signal, SIG_DFL);
  }
}

int Interrupt::signal() const noexcept { return came; }

}  // namespace tem::cli
