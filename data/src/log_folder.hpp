#pragma once
// A log as static files: DIR/checkpoint, DIR/tile/<L>/<N>[.p/<W>], DIR/tile/entries/<N>[.p/<W>], so
// that any web server can serve it. c2sp.org/tlog-tiles. Internal.
//
//   auto folder = LogFolder::open("public");
//   folder->put(tile, bytes);                 // whole or absent
//   folder->publish(checkpoint.note);         // after everything that it needs is on the disk

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "tem/ledger.hpp"

namespace tem {

/// The most bytes that a tile can have: 256 hashes, or 256 entries of 65,535 bytes.
std::size_t max_tile_bytes(const Tile& tile) noexcept;

class LogFolder {
 public:
  /// Makes the folder where it is not there, and keeps other writers out. Errors: cannot_write,
  /// ledger_busy.
  static Result<LogFolder> open(const std::filesystem::path& dir);
  LogFolder(LogFolder&& other) noexcept;
  LogFolder& operator=(LogFolder&&) = delete;
  ~LogFolder();

  [[nodiscard]] const std::filesystem::path& dir() const noexcept { return dir_; }

  /// The checkpoint that the folder holds, if it holds one. Errors: exists (it is not the log's),
  /// cannot_read.
  [[nodiscard]] Result<std::optional<Checkpoint>> checkpoint(const NoteKey& key) const;
  /// Errors: not_found, too_long, cannot_read.
  [[nodiscard]] Result<std::string> read(const Tile& tile) const;
  /// In place of what may be there; on the disk with the next publish. Error: cannot_write.
  Result<void> put(const Tile& tile, std::string_view bytes);
  /// Puts everything on the disk, then the checkpoint in its place. Error: cannot_write.
  Result<void> publish(std::string_view note);

 private:
  LogFolder(std::filesystem::path dir, int lock) : dir_(std::move(dir)), lock_(lock) {}
  std::filesystem::path dir_, made_;  ///< made_: the folder that was last made
  int lock_;
};

}  // namespace tem
