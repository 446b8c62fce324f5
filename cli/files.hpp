#pragma once
// Files in and out: bounded reads, and writes that are whole or not there.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "tem/result.hpp"

namespace tem::cli {

inline constexpr std::size_t kMaxFactFileBytes = std::size_t{16} << 20;
inline constexpr std::size_t kMaxKeyFileBytes = std::size_t{64} << 10;

/// An open file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  [[nodiscard]] int get() const noexcept { return fd_; }
  [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
  int release() noexcept;

 private:
  int fd_;
};

/// Opens for reading. Errors: not_found, cannot_read (a folder, no permission), with the path.
Result<Descriptor> open_to_read(const std::string& path);

/// What is left to read, at most `most` bytes. Errors: too_long, cannot_read; `name` is what the
/// error calls it.
Result<std::string> read_all(int fd, std::size_t most, std::string_view name);

/// A whole file; "-" is standard input. Errors: those of both above.
Result<std::string> read_file(const std::string& path, std::size_t most);

/// Writes all of it, however often that is interrupted; 0, or the errno of what stopped it.
int write_all(int fd, std::string_view bytes) noexcept;

/// Who may read a file that is made: whom the umask allows, or its owner alone.
enum class Readers { any, owner };

/// A file that appears under its name only when it is whole and durable, in place of any file of
/// that name; until then it has no name or a temporary one beside it.
class OutputFile {
 public:
  /// Error: cannot_write, with the path: no such folder, no permission, not a regular file.
  static Result<OutputFile> create(const std::string& path, Readers readers = Readers::any);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// Error: cannot_write.
  Result<void> write(std::string_view bytes);
  /// Error: cannot_write; then nothing is left of the file.
  Result<void> commit();

 private:
  OutputFile(std::string path, std::string temporary, Descriptor file);
  Result<void> flush();
  [[nodiscard]] Error failed(int why) const;

  std::string path_, temporary_;  ///< no temporary name: the file has none yet
  Descriptor file_;
  std::string buffer_;
};

/// Lower case, with the dot: ".csv"; empty when there is none.
std::string extension(const std::string& path);

}  // namespace tem::cli
