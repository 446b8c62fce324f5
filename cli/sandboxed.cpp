#include "sandboxed.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "files.hpp"

namespace tem::cli {
namespace {

// A page of 20 million pixels with transparency in it takes some 200 MiB, the libraries 100 MiB.
constexpr rlim_t kMemoryBytes = rlim_t{768} << 20;
constexpr int kNoSuchProgram = 127;
constexpr std::size_t kReadBytes = std::size_t{256} << 10;

void limit(int resource, rlim_t most) {
  rlimit bound{most, most};
  static_cast<void>(::setrlimit(static_cast<__rlimit_resource>(resource), &bound));
}

/// Between fork and exec of a process with threads: system calls only, no memory is allocated.
[[noreturn]] void become(char* const* words, char* const* environment, int input, int output,
                         int nowhere, rlim_t cpu_seconds) {
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
  ::setpgid(0, 0);  // Ctrl-C is for this process alone, which finishes what is under way
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  std::signal(SIGXFSZ, SIG_IGN);  // a write to a file then fails, and does not kill
  limit(RLIMIT_AS, kMemoryBytes);
  limit(RLIMIT_CPU, cpu_seconds);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 64);
  ::execvpe(words[0], words, environment);
  ::_exit(kNoSuchProgram);
}

/// The child, until it is waited for.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    wait();
  }
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_;
};

Result<std::string> collect(int pipe, const std::string& program, const ProgramBounds& bounds) {
  auto deadline = std::chrono::steady_clock::now() + bounds.time;
  std::string output;
  while (true) {
    auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      return Error{ErrorCode::cannot_read,
                   program + " took longer than " + std::to_string(bounds.time.count()) + " s"};
    }
    pollfd ready{pipe, POLLIN, 0};
    int polled = ::poll(&ready, 1, static_cast<int>(left.count()));
    if (polled == 0 || (polled < 0 && errno == EINTR)) continue;
    std::size_t had = output.size();
    output.resize(had + kReadBytes);
    ssize_t got = ::read(pipe, output.data() + had, kReadBytes);
    output.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) return output;
    if (got < 0 && errno != EINTR) return Error{ErrorCode::internal, program + " gave no output"};
    if (output.size() > bounds.output_bytes) {
      return Error{ErrorCode::too_long, "larger than the limit of " +
                                            std::to_string(bounds.output_bytes >> 20) + " MiB"};
    }
  }
}

}  // namespace

Result<ProgramRun> run_program(const std::vector<std::string>& words, int input,
                               const ProgramBounds& bounds) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::string language = "LC_ALL=C";
  std::array<char*, 2> environment{language.data(), nullptr};

  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return Error{ErrorCode::internal, "no pipe"};
  Descriptor from(ends[0]);
  Descriptor to(ends[1]);
  Descriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  if (nowhere.get() < 0) return Error{ErrorCode::internal, "/dev/null could not be opened"};
  pid_t pid = ::fork();
  if (pid < 0) return Error{ErrorCode::internal, "no process for " + words[0]};
  if (pid == 0) {
    become(arguments.data(), environment.data(), input, to.get(), nowhere.get(),
           static_cast<rlim_t>(bounds.time.count()));
  }
  Child child(pid);
  to = Descriptor();
  auto output = collect(from.get(), words[0], bounds);
  if (!output) return output.error();
  int status = child.wait();
  if (status == kNoSuchProgram) {
    return Error{ErrorCode::not_found,
                 "PDF files are read with " + words[0] +
                     ", which is not there; install the package poppler-utils"};
  }
  return ProgramRun{status, std::move(*output)};
}

}  // namespace tem::cli
