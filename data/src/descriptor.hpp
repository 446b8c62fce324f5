#pragma once
// An open file of the system's, and what its calls say when they fail. Internal.
//
//   const Descriptor fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
//   if (fd.get() < 0) return failed(ErrorCode::cannot_write, file);
//   if (auto ok = write_all(fd, text, file); !ok) return ok;

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

/// Closed when it goes; a negative one is that of an `open` that failed.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

/// What errno says of the file: not_found where `code` is cannot_read and there is none, exists where
/// it is in the way, else `code`.
Error failed(ErrorCode code, const std::filesystem::path& file);

/// So that what is opened with O_NONBLOCK is no pipe that somebody put there. Error: cannot_read.
Result<void> check_regular(const Descriptor& fd, const std::filesystem::path& file);

/// However often it is interrupted. Error: cannot_write.
Result<void> write_all(const Descriptor& fd, std::string_view bytes,
                       const std::filesystem::path& file);

/// Keeps other processes from the same bytes until the file is closed, however this one ends.
/// False: another has some of them. `count` 0: all from `first` on.
bool take_write_lock(const Descriptor& fd, std::int64_t first = 0, std::int64_t count = 0);

}  // namespace tem
