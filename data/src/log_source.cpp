#include "log_source.hpp"

#include "files.hpp"
#include "http_client.hpp"
#include "log_folder.hpp"

namespace tem {
namespace {

Result<std::string> fetch(const std::string& place, std::size_t most) {
  if (!is_http_url(place)) return read_file(place, most);
  auto answer = http_get(place, {.total = std::chrono::seconds(30), .body_bytes = most, .stop = {}});
  if (!answer) return answer.error();
  if (answer->status == 404 || answer->status == 410) {
    return Error{ErrorCode::not_found, place + ": not there (HTTP status " +
                                           std::to_string(answer->status) + ")"};
  }
  if (answer->status != 200) {
    return Error{ErrorCode::not_reachable,
                 place + ": HTTP status " + std::to_string(answer->status) +
                     (answer->status / 100 == 3 ? "; redirects are not followed" : "")};
  }
  return std::move(answer->body);
}

/// The first `width` hashes or entries of a wider tile's bytes.
std::string cut(std::string bytes, const Tile& tile) {
  std::size_t end = tile.width * sizeof(Hash);
  if (tile.kind == TileKind::entries) {
    end = 0;
    for (unsigned i = 0; i < tile.width && bytes.size() - end >= 2; ++i) {
      const auto high = static_cast<unsigned char>(bytes[end]);
      const auto low = static_cast<unsigned char>(bytes[end + 1]);
      end = std::min(bytes.size(), end + 2 + (std::size_t{high} << 8 | low));
    }
  }
  bytes.resize(std::min(end, bytes.size()));
  return bytes;
}

}  // namespace

Result<LogSource> LogSource::open(std::string place) {
  while (place.size() > 1 && place.ends_with('/')) place.pop_back();
  LogSource source;
  source.prefix_ = place;
  auto note = fetch(place + "/checkpoint", kMaxNoteBytes);
  if (!note && note.error().code == ErrorCode::not_found) {
    auto below = fetch(place + "/log/checkpoint", kMaxNoteBytes);
    if (below) source.prefix_ = place + "/log";
    // What a log says of itself counts for more than that it is not where it was looked for first.
    if (below || below.error().code != ErrorCode::not_found) note = std::move(below);
  }
  if (!note) return note.error();
  source.checkpoint_ = std::move(*note);
  return source;
}

Result<std::string> LogSource::read(const Tile& tile) const {
  auto bytes = fetch(name(tile), max_tile_bytes(tile));
  if (bytes || tile.is_full() || bytes.error().code != ErrorCode::not_found) return bytes;
  Tile whole = tile;
  whole.width = kTileWidth;
  auto wider = fetch(name(whole), max_tile_bytes(whole));
  if (!wider) return bytes;
  return cut(std::move(*wider), tile);
}

}  // namespace tem
