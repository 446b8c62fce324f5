#include "prompt.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "files.hpp"
#include "tem/passphrase.hpp"

namespace tem::cli {
namespace {

/// Holds back the signals that end or stop a process, until it goes; a descriptor tells of them.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t held;
    sigemptyset(&held);
    for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) sigaddset(&held, signal);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
    waiting_ = Descriptor(::signalfd(-1, &held, SFD_CLOEXEC));
  }
  ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;
  [[nodiscard]] int get() const { return waiting_.get(); }

 private:
  sigset_t before_{};
  Descriptor waiting_;
};

/// No echo, until it goes.
class Hidden {
 public:
  explicit Hidden(int terminal) : terminal_(terminal) {
    changed_ = ::tcgetattr(terminal, &before_) == 0;
    if (!changed_) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
    quiet.c_lflag |= ICANON;
    changed_ = ::tcsetattr(terminal, TCSAFLUSH, &quiet) == 0;
  }
  ~Hidden() {
    if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;
  [[nodiscard]] bool works() const { return changed_; }

 private:
  int terminal_;
  termios before_{};
  bool changed_ = false;
};

void say(int terminal, std::string_view text) { static_cast<void>(write_all(terminal, text)); }

enum class Line { whole, too_long, closed, signal };

/// One line of at most `most` bytes; the rest of a longer one is read and dropped.
Line read_line(int terminal, int signals, std::size_t most, std::string& line) {
  bool too_long = false;
  while (true) {
    pollfd ready[] = {{terminal, POLLIN, 0}, {signals, POLLIN, 0}};
    if (::poll(ready, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return Line::closed;
    }
    if (ready[1].revents != 0) return Line::signal;
    char letter = 0;
    const ssize_t got = ::read(terminal, &letter, 1);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Line::closed;
    if (letter == '\n') return too_long ? Line::too_long : Line::whole;
    if (line.size() == most) {
      too_long = true;
    } else {
      line += letter;
    }
  }
}

}  // namespace

Result<std::optional<std::string>> ask_hidden(std::string_view question, std::size_t most) {
  const Descriptor terminal(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!terminal.is_open()) return std::optional<std::string>();
  std::string line;
  line.reserve(most);  // no copy is left behind by growing
  while (true) {
    Line ended{};
    {
      const HeldSignals signals;
      const Hidden hidden(terminal.get());
      if (signals.get() < 0 || !hidden.works()) {
        return Error{ErrorCode::cannot_read,
                     "the terminal: " + std::generic_category().message(errno)};
      }
      say(terminal.get(), question);
      ended = read_line(terminal.get(), signals.get(), most, line);
      say(terminal.get(), "\n");
    }  // a signal that was held back ends or stops the process here
    if (ended == Line::whole) return std::optional<std::string>(std::move(line));
    wipe(line);
    if (ended == Line::too_long) {
      return Error{ErrorCode::bad_value,
                   "the line is longer than " + std::to_string(most) + " bytes"};
    }
    if (ended == Line::closed) {
      return Error{ErrorCode::bad_value, "no line was typed on the terminal"};
    }
    line.reserve(most);  // after a stop (^Z): ask again
  }
}

}  // namespace tem::cli
