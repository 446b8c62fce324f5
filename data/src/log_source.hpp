#pragma once
// Where a log's static files come from: a web server or a folder. Nothing that it gives is trusted.
// Internal.
//
//   auto source = LogSource::open("https://tem.example");
//   source->checkpoint()          https://tem.example/checkpoint, else …/log/checkpoint
//   source->read(tile)            beside the checkpoint that was found

#include <string>

#include "tem/tile.hpp"

namespace tem {

class LogSource {
 public:
  /// Finds the checkpoint: of the URL or folder as given, else below its `/log`, as temd serves it.
  /// Errors: not_found, not_reachable, too_long, cannot_read.
  static Result<LogSource> open(std::string place);

  /// As it was found; nothing is verified yet.
  [[nodiscard]] const std::string& checkpoint() const noexcept { return checkpoint_; }
  /// What the log's files stand below.
  [[nodiscard]] const std::string& prefix() const noexcept { return prefix_; }
  [[nodiscard]] std::string name(const Tile& tile) const { return prefix_ + "/" + tile.path(); }

  /// The bytes of a tile; of one that is not whole also cut from the whole one, which a log may
  /// serve alone. Errors: not_found, not_reachable, too_long, cannot_read.
  [[nodiscard]] Result<std::string> read(const Tile& tile) const;

 private:
  std::string prefix_, checkpoint_;
};

}  // namespace tem
