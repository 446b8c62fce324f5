#pragma once
// Where the log's hashes and entries stand as static resources.
//
//   Tile::parse("tile/0/x001/234.p/8")           level 0, index 1234, width 8
//   Tile{.level = 0, .index = 1234, .width = 8}.path()
//   tiles_between(0, 70000)                       every tile of a tree of 70,000
//
// c2sp.org/tlog-tiles: tiles of height 8, paths with x groups, partial tiles.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tem/merkle.hpp"
#include "tem/result.hpp"

namespace tem {

inline constexpr unsigned kTileHeight = 8;
inline constexpr unsigned kTileWidth = 1U << kTileHeight;  ///< hashes, or entries, of a full tile
inline constexpr unsigned kMaxTileLevel = 7;               ///< a tree of 2^64 leaves has no more

enum class TileKind { hashes, entries };

struct Tile {
  TileKind kind = TileKind::hashes;
  unsigned level = 0;  ///< 0 for entries
  std::uint64_t index = 0;
  unsigned width = kTileWidth;  ///< 1 to 256; below 256 the tile is partial

  /// `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`, in the one form that there is. Error:
  /// not_found.
  static Result<Tile> parse(std::string_view path);
  /// parse(x.path()) == x
  [[nodiscard]] std::string path() const;

  [[nodiscard]] bool is_full() const noexcept { return width == kTileWidth; }
  /// The node that hash `i` of the tile is.
  [[nodiscard]] NodeId node(unsigned i) const noexcept {
    return {kTileHeight * level, index * kTileWidth + i};
  }
  /// How wide this tile is in a tree of `size` leaves: 0 (not there) to 256.
  [[nodiscard]] unsigned width_in(std::uint64_t size) const noexcept;

  friend bool operator==(const Tile&, const Tile&) = default;
};

/// The tiles and entry bundles of a tree of `size` leaves that one of `old_size` has not, level by
/// level, the hashes of a level before its entries, each as wide as it is in `size`.
std::vector<Tile> tiles_between(std::uint64_t old_size, std::uint64_t size);

/// An entry bundle's bytes taken apart: entries behind their big-endian 16-bit lengths. Error:
/// bad_value (cut short, or not `width` entries).
Result<std::vector<std::string>> split_bundle(std::string_view bytes, unsigned width);
/// Appends one entry to a bundle. Precondition: at most 65,535 bytes.
void add_to_bundle(std::string& bundle, std::string_view entry);

}  // namespace tem
