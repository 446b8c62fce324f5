#include "tem/tile.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "tem/quote.hpp"

namespace tem {
namespace {

constexpr std::string_view kTilePrefix = "tile/";
constexpr std::string_view kEntriesPrefix = "entries/";
constexpr std::string_view kPartial = ".p/";
constexpr std::size_t kMaxGroups = 7;  // 2^64 / 256 has 18 digits

Error no_tile(std::string_view path) {
  return {ErrorCode::not_found, "no tile " + tem::quoted(path) +
                                    "; see c2sp.org/tlog-tiles for how they are named"};
}

/// A decimal number without a leading zero.
std::optional<unsigned> small_number(std::string_view text, unsigned most) {
  unsigned value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, ec] = std::from_chars(text.data(), end, value);
  if (text.empty() || ec != std::errc{} || stop != end || value > most) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return value;
}

/// `x001/x234/067` → 1234067
std::optional<std::uint64_t> tile_index(std::string_view text) {
  std::uint64_t index = 0;
  for (std::size_t group = 0; group < kMaxGroups; ++group) {
    const bool more = text.starts_with('x');
    if (more) text.remove_prefix(1);
    if (text.size() < 3) return std::nullopt;
    for (const char c : text.substr(0, 3)) {
      if (c < '0' || c > '9') return std::nullopt;
      index = index * 10 + static_cast<unsigned>(c - '0');
    }
    if (group == 0 && more && index == 0) return std::nullopt;  // a group that says nothing
    text.remove_prefix(3);
    if (!more) return text.empty() ? std::optional(index) : std::nullopt;
    if (!text.starts_with('/')) return std::nullopt;
    text.remove_prefix(1);
  }
  return std::nullopt;
}

std::string index_path(std::uint64_t index) {
  const auto group = [](std::uint64_t n) {
    std::string digits = std::to_string(n);
    return std::string(3 - digits.size(), '0') + digits;
  };
  std::string path = group(index % 1000);
  for (index /= 1000; index > 0; index /= 1000) path = "x" + group(index % 1000) + "/" + path;
  return path;
}

void add_tiles(std::vector<Tile>& out, Tile tile, std::uint64_t old_count, std::uint64_t count) {
  for (tile.index = old_count / kTileWidth; tile.index * kTileWidth < count; ++tile.index) {
    tile.width = static_cast<unsigned>(
        std::min<std::uint64_t>(kTileWidth, count - tile.index * kTileWidth));
    out.push_back(tile);
  }
}

}  // namespace

Result<Tile> Tile::parse(std::string_view path) {
  std::string_view rest = path;
  if (!rest.starts_with(kTilePrefix)) return no_tile(path);
  rest.remove_prefix(kTilePrefix.size());
  Tile tile;
  if (rest.starts_with(kEntriesPrefix)) {
    tile.kind = TileKind::entries;
    rest.remove_prefix(kEntriesPrefix.size());
  } else {
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos) return no_tile(path);
    const auto level = small_number(rest.substr(0, slash), kMaxTileLevel);
    if (!level) return no_tile(path);
    tile.level = *level;
    rest.remove_prefix(slash + 1);
  }
  if (const auto partial = rest.find(kPartial); partial != std::string_view::npos) {
    const auto width = small_number(rest.substr(partial + kPartial.size()), kTileWidth - 1);
    if (!width || *width == 0) return no_tile(path);
    tile.width = *width;
    rest = rest.substr(0, partial);
  }
  const auto index = tile_index(rest);
  if (!index || *index >> (64 - kTileHeight) != 0) return no_tile(path);
  tile.index = *index;
  return tile;
}

std::string Tile::path() const {
  std::string path(kTilePrefix);
  path += kind == TileKind::entries ? "entries" : std::to_string(level);
  path += "/" + index_path(index);
  if (!is_full()) path += std::string(kPartial) + std::to_string(width);
  return path;
}

unsigned Tile::width_in(std::uint64_t size) const noexcept {
  const std::uint64_t count = size >> (kTileHeight * level);
  const std::uint64_t first = index * kTileWidth;
  if (index >> (64 - kTileHeight) != 0 || count <= first) return 0;
  return static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, count - first));
}

std::vector<Tile> tiles_between(std::uint64_t old_size, std::uint64_t size) {
  std::vector<Tile> tiles;
  if (old_size >= size) return tiles;
  for (unsigned level = 0; level <= kMaxTileLevel; ++level) {
    const unsigned shift = kTileHeight * level;
    if ((old_size >> shift) == (size >> shift)) break;
    add_tiles(tiles, {.level = level}, old_size >> shift, size >> shift);
    if (level == 0) add_tiles(tiles, {.kind = TileKind::entries}, old_size, size);
  }
  return tiles;
}

Result<std::vector<std::string>> split_bundle(std::string_view bytes, unsigned width) {
  const auto bad = [](std::string_view why) {
    return Error{ErrorCode::bad_value, "entry bundle: " + std::string(why)};
  };
  std::vector<std::string> entries;
  while (!bytes.empty()) {
    if (bytes.size() < 2) return bad("cut short in a length");
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[0])) << 8 |
                        static_cast<unsigned char>(bytes[1]);
    bytes.remove_prefix(2);
    if (bytes.size() < length) return bad("cut short in an entry");
    if (entries.size() == width) return bad("more entries than its width");
    entries.emplace_back(bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  if (entries.size() != width) return bad("fewer entries than its width");
  return entries;
}

void add_to_bundle(std::string& bundle, std::string_view entry) {
  bundle += static_cast<char>(entry.size() >> 8);
  bundle += static_cast<char>(entry.size() & 0xFF);
  bundle += entry;
}

}  // namespace tem
