#include "interrupt.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>

namespace tem::cli {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM};

std::atomic<int> came = 0;
std::string_view what_becomes;  // set before the handler is, read by it alone
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler takes no lock");

void on_signal(int signal) {
  came = signal;
  for (const int one : kSignals) {
    if (std::signal(one, SIG_DFL) == SIG_IGN) std::signal(one, SIG_IGN);
  }
  for (const std::string_view said :
       {std::string_view("\ntem: stopping: "), what_becomes, std::string_view("; once more ends at once\n")}) {
    static_cast<void>(!::write(STDERR_FILENO, said.data(), said.size()));
  }
}

}  // namespace

Interrupt::Interrupt(std::string_view said) {
  came = 0;
  what_becomes = said;
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
