#include "log_routes.hpp"

#include "gzip.hpp"
#include "tem/http_text.hpp"

namespace tem {

Response log_checkpoint(App& app) {
  auto latest = app.registry().published_checkpoint();
  if (!latest) return problem(latest.error());
  Response response = answer(200, "text/plain; charset=utf-8", std::move(latest->note));
  set_header(response, "Cache-Control", "public, max-age=5");
  return response;
}

Response log_tile(std::string_view path, std::string_view accept_encoding, App& app) {
  const auto tile = Tile::parse(path);
  if (!tile) return problem(tile.error());
  auto bytes = app.registry().ledger().tile(*tile);
  if (!bytes) return problem(bytes.error());
  const bool bundle = tile->kind == TileKind::entries;
  std::string zipped = bundle && accepts_encoding(accept_encoding, "gzip") ? gzip(*bytes) : "";
  const bool smaller = !zipped.empty() && zipped.size() < bytes->size();
  Response response =
      answer(200, "application/octet-stream", smaller ? std::move(zipped) : std::move(*bytes));
  if (smaller) set_header(response, "Content-Encoding", "gzip");
  if (bundle) set_header(response, "Vary", "Accept-Encoding");
  // A tile never changes; a partial one is asked for as long as its checkpoint is the latest.
  set_header(response, "Cache-Control",
             tile->is_full() ? "public, max-age=31536000, immutable" : "public, max-age=86400");
  return response;
}

}  // namespace tem
