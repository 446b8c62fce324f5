#include "files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "descriptor.hpp"

namespace tem {
namespace {

Result<std::string> read_open(const Descriptor& fd, const std::filesystem::path& file,
                              std::size_t most) {
  constexpr std::size_t kPiece = 16 * 1024;
  std::string text;
  // Read where it stays, with room for a whole secret: no copy of one is left on the stack, or
  // behind a string that grew.
  text.reserve(2 * kPiece);
  for (;;) {
    const std::size_t had = text.size();
    text.resize(had + kPiece);
    const auto got = ::read(fd.get(), text.data() + had, kPiece);
    const int error = errno;
    text.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && error == EINTR) continue;
    errno = error;
    if (got < 0) return failed(ErrorCode::cannot_read, file);
    if (got == 0) return text;
    if (text.size() > most) {
      return Error{ErrorCode::too_long, file.string() + ": longer than " + std::to_string(most) + " bytes"};
    }
  }
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& file, std::size_t most) {
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) return failed(ErrorCode::cannot_read, file);
  if (auto ok = check_regular(fd, file); !ok) return ok.error();
  return read_open(fd, file, most);
}

Result<std::string> read_secret(const std::filesystem::path& file, std::size_t most) {
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return failed(ErrorCode::cannot_read, file);
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) return failed(ErrorCode::cannot_read, file);
  if ((status.st_mode & 077) != 0) {
    return Error{ErrorCode::cannot_read,
                 file.string() + ": others may read this secret; run `chmod 600 " + file.string() + "`"};
  }
  return read_open(fd, file, most);
}

Result<void> write_new_file(const std::filesystem::path& file, std::string_view text,
                            unsigned permissions) {
  {
    const Descriptor fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions));
    if (fd.get() < 0) return failed(ErrorCode::cannot_write, file);
    auto written = write_all(fd, text, file);
    if (written && ::fsync(fd.get()) != 0) written = failed(ErrorCode::cannot_write, file);
    if (!written) {
      ::unlink(file.c_str());
      return written;
    }
  }
  return sync_folder(file.parent_path());
}

void make_private_database(const std::filesystem::path& file) {
  // One that is there is not opened: closing it would let go of this process's locks on it.
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) ::close(fd);
  // SQLite gives the ones it makes the mode of the database.
  for (const char* suffix : {"", "-wal", "-shm"}) ::chmod((file.string() + suffix).c_str(), 0600);
}

Result<void> sync_folder(const std::filesystem::path& dir) {
  const auto path = dir.empty() ? std::filesystem::path(".") : dir;
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) return failed(ErrorCode::cannot_write, path);
  return {};
}

}  // namespace tem
