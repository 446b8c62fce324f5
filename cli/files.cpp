#include "files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "tem/system_reason.hpp"

namespace tem::cli {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{256} << 10;

std::string folder_of(const std::string& path) {
  auto folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = other.release();
  }
  return *this;
}

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

int Descriptor::release() noexcept { return std::exchange(fd_, -1); }

Result<Descriptor> open_to_read(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    int why = errno;
    if (why == ENOENT || why == ENOTDIR)
      return Error{ErrorCode::not_found, path + ": no such file"};
    return Error{ErrorCode::cannot_read, path + ": could not be read: " + system_reason(why)};
  }
  struct stat status {};
  if (::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode)) {
    return Error{ErrorCode::cannot_read, path + ": is a folder, not a file"};
  }
  return file;
}

Result<std::string> read_all(int fd, std::size_t most, std::string_view name) {
  std::string bytes;
  while (true) {
    std::size_t had = bytes.size();
    std::size_t step = std::min(kBufferBytes, most + 1 - had);
    bytes.resize(had + step);
    ssize_t got = ::read(fd, bytes.data() + had, step);
    int why = errno;
    bytes.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0) return bytes;
    if (got < 0 && why != EINTR) {
      return Error{ErrorCode::cannot_read,
                   std::string(name) + ": could not be read: " + system_reason(why)};
    }
    if (bytes.size() > most) {
      return Error{ErrorCode::too_long, std::string(name) + ": larger than the limit of " +
                                            std::to_string(most >> 10) + " KiB"};
    }
  }
}

Result<std::string> read_file(const std::string& path, std::size_t most) {
  if (path == "-") return read_all(STDIN_FILENO, most, "standard input");
  auto file = open_to_read(path);
  if (!file) return file.error();
  return read_all(file->get(), most, path);
}

int write_all(int fd, std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t done = ::write(fd, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return 0;
}

OutputFile::OutputFile(std::string path, std::string temporary, Descriptor file)
    : path_(std::move(path)), temporary_(std::move(temporary)), file_(std::move(file)) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      file_(std::move(other.file_)),
      buffer_(std::move(other.buffer_)) {}

OutputFile::~OutputFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Error OutputFile::failed(int why) const {
  return {ErrorCode::cannot_write, path_ + ": could not be written: " + system_reason(why)};
}

Result<OutputFile> OutputFile::create(const std::string& path, Readers readers) {
  const mode_t mode = readers == Readers::any ? 0666 : 0600;
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    return Error{ErrorCode::cannot_write,
                 path + ": could not be written: there is something there that is no regular file"};
  }
  // A file with no name is gone when the process is, even when it is killed.
  Descriptor file(::open(folder_of(path).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode));
  if (file.is_open()) return OutputFile(path, {}, std::move(file));
  // Not every file system has O_TMPFILE.
  std::string temporary = path + ".XXXXXX.part";
  file = Descriptor(::mkostemps(temporary.data(), 5, O_CLOEXEC));
  if (!file.is_open()) return OutputFile(path, {}, Descriptor()).failed(errno);
  mode_t mask = ::umask(0);
  ::umask(mask);
  static_cast<void>(::fchmod(file.get(), mode & ~mask));
  return OutputFile(path, std::move(temporary), std::move(file));
}

Result<void> OutputFile::flush() {
  if (const int why = write_all(file_.get(), buffer_); why != 0) return failed(why);
  buffer_.clear();
  return {};
}

Result<void> OutputFile::write(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() < kBufferBytes) return {};
  return flush();
}

Result<void> OutputFile::commit() {
  if (auto written = flush(); !written) return written.error();
  if (::fsync(file_.get()) != 0) return failed(errno);
  if (temporary_.empty()) {
    // linkat cannot replace a file, rename can.
    std::string name = path_ + "." + std::to_string(::getpid()) + ".part";
    std::string held = "/proc/self/fd/" + std::to_string(file_.get());
    ::unlink(name.c_str());
    if (::linkat(AT_FDCWD, held.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      return failed(errno);
    }
    temporary_ = name;
  }
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return failed(errno);
  temporary_.clear();
  Descriptor folder(::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open() || ::fsync(folder.get()) != 0) return failed(errno);
  return {};
}

std::string extension(const std::string& path) {
  std::string ext = std::filesystem::path(path).extension().string();
  std::transform(ext.begin(), ext.end(), ext.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return ext;
}

}  // namespace tem::cli
