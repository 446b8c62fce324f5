#include "descriptor.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "tem/system_reason.hpp"

namespace tem {

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

Error failed(ErrorCode code, const std::filesystem::path& file) {
  if (errno == ENOENT && code == ErrorCode::cannot_read) code = ErrorCode::not_found;
  if (errno == EEXIST) code = ErrorCode::exists;
  return {code, file.string() + ": " + system_reason(errno)};
}

Result<void> check_regular(const Descriptor& fd, const std::filesystem::path& file) {
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return failed(ErrorCode::cannot_read, file);
  if (S_ISREG(status.st_mode)) return {};
  return Error{ErrorCode::cannot_read, file.string() + ": is no regular file"};
}

Result<void> write_all(const Descriptor& fd, std::string_view bytes,
                       const std::filesystem::path& file) {
  while (!bytes.empty()) {
    const auto put = ::write(fd.get(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return failed(ErrorCode::cannot_write, file);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

bool take_write_lock(const Descriptor& fd, std::int64_t first, std::int64_t count) {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  lock.l_start = first;
  lock.l_len = count;
  return ::fcntl(fd.get(), F_OFD_SETLK, &lock) == 0;
}

}  // namespace tem
