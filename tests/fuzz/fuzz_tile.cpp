// The path of a tile that is read is written back as it stood, and the tile is there, as wide as it
// says, in the smallest tree that has it; a refusal is one line.

#include <cstdlib>

#include "check_refusal.hpp"
#include "tem/tile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view path(reinterpret_cast<const char*>(data), size);
  const auto tile = tem::Tile::parse(path);
  if (!tile) {
    tem::test::check_refusal(tile.error());
    return 0;
  }
  if (tile->path() != path || tile->width < 1 || tile->width > tem::kTileWidth) std::abort();
  if (tile->level > tem::kMaxTileLevel) std::abort();
  if (tile->kind == tem::TileKind::entries && tile->level != 0) std::abort();

  const unsigned shift = tem::kTileHeight * tile->level;
  const std::uint64_t nodes = tile->index * tem::kTileWidth + tile->width;
  if (nodes < tile->width || nodes << shift >> shift != nodes) return 0;  // beyond every tree
  const std::uint64_t least = nodes << shift;
  if (tile->width_in(least) != tile->width || tile->width_in(least - 1) != tile->width - 1) {
    std::abort();
  }
  bool is_there = false;
  for (const tem::Tile& each : tem::tiles_between(least - 1, least)) is_there |= each == *tile;
  if (!is_there) std::abort();
  return 0;
}
