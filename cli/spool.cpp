#include "spool.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "tem/system_reason.hpp"

namespace tem::cli {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

Error failed(ErrorCode code, int why) {
  return {code, "a temporary file: " + system_reason(why) +
                    "; TMPDIR names the folder for it"};
}

}  // namespace

Result<Spool> Spool::create() {
  const char* given = std::getenv("TMPDIR");
  const std::string folder = given != nullptr && *given != '\0' ? given : "/tmp";
  Descriptor file(::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (!file.is_open()) {  // not every file system has O_TMPFILE
    std::string name = folder + "/tem-report-XXXXXX";
    file = Descriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (!file.is_open()) return failed(ErrorCode::cannot_write, errno);
    ::unlink(name.c_str());
  }
  return Spool(std::move(file));
}

Result<void> Spool::flush() {
  const int why = write_all(file_.get(), buffer_);
  if (why != 0) return failed(ErrorCode::cannot_write, why);
  buffer_.clear();
  return {};
}

Result<void> Spool::add(std::string_view record) {
  buffer_ += record;
  ends_.push_back((ends_.empty() ? 0 : ends_.back()) + record.size());
  return buffer_.size() < kBufferBytes ? Result<void>() : flush();
}

Result<std::string> Spool::read(std::size_t number) {
  if (auto flushed = flush(); !flushed) return flushed.error();
  std::uint64_t at = number == 0 ? 0 : ends_[number - 1];
  std::string record(ends_[number] - at, '\0');
  std::size_t had = 0;
  while (had < record.size()) {
    const ssize_t got = ::pread(file_.get(), record.data() + had, record.size() - had,
                                static_cast<off_t>(at + had));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return failed(ErrorCode::cannot_read, got < 0 ? errno : EIO);
    had += static_cast<std::size_t>(got);
  }
  return record;
}

}  // namespace tem::cli
