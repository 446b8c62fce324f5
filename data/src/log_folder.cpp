#include "log_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <utility>

#include "files.hpp"
#include "tem/system_reason.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kUnfinished = ".part";  // one writer at a time, so one name serves

Error cannot_write(const fs::path& path) {
  return {ErrorCode::cannot_write, path.string() + ": " + system_reason(errno)};
}

fs::path unfinished(const fs::path& file) { return file.string() + std::string(kUnfinished); }

/// Without fsync: one syncfs serves thousands of tiles.
Result<void> write_whole(const fs::path& file, std::string_view bytes) {
  const fs::path temporary = unfinished(file);
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out || ::rename(temporary.c_str(), file.c_str()) != 0) return cannot_write(file);
  return {};
}

}  // namespace

std::size_t max_tile_bytes(const Tile& tile) noexcept {
  return tile.width * (tile.kind == TileKind::entries ? kMaxEntryBytes + 2 : sizeof(Hash));
}

Result<LogFolder> LogFolder::open(const fs::path& dir) {
  std::error_code ec;
  fs::create_directories(dir, ec);
  const int lock = ::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) return cannot_write(dir);
  LogFolder folder(dir, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return Error{ErrorCode::ledger_busy,
                 dir.string() + ": another process is writing this copy; try again later"};
  }
  return folder;
}

LogFolder::LogFolder(LogFolder&& other) noexcept
    : dir_(std::move(other.dir_)),
      made_(std::move(other.made_)),
      lock_(std::exchange(other.lock_, -1)) {}

LogFolder::~LogFolder() {
  if (lock_ >= 0) ::close(lock_);
}

Result<std::optional<Checkpoint>> LogFolder::checkpoint(const NoteKey& key) const {
  const fs::path file = dir_ / "checkpoint";
  auto note = read_file(file, kMaxNoteBytes);
  if (!note && note.error().code == ErrorCode::not_found) return std::optional<Checkpoint>();
  if (!note) return note.error();
  auto head = open_checkpoint(*note, key);
  if (!head) {
    return Error{ErrorCode::exists, file.string() + ": is no checkpoint of " + key.name + " (" +
                                        head.error().str() + "); choose another folder"};
  }
  return std::optional(Checkpoint{std::move(*head), std::move(*note)});
}

Result<std::string> LogFolder::read(const Tile& tile) const {
  return read_file(dir_ / tile.path(), max_tile_bytes(tile));
}

Result<void> LogFolder::put(const Tile& tile, std::string_view bytes) {
  const fs::path file = dir_ / tile.path();
  if (file.parent_path() != made_) {
    std::error_code ec;
    fs::create_directories(file.parent_path(), ec);
    made_ = file.parent_path();
  }
  return write_whole(file, bytes);
}

Result<void> LogFolder::publish(std::string_view note) {
  const fs::path file = dir_ / "checkpoint";
  if (auto held = read_file(file, kMaxNoteBytes); held && *held == note) return {};
  if (::syncfs(lock_) != 0) return cannot_write(dir_);
  ::unlink(unfinished(file).c_str());
  if (auto ok = write_new_file(unfinished(file), note, 0644); !ok) return ok;
  if (::rename(unfinished(file).c_str(), file.c_str()) != 0) return cannot_write(file);
  return sync_folder(dir_);
}

}  // namespace tem
