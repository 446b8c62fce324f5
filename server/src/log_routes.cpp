#include "gzip.hpp"
#include "query_value.hpp"
#include "routes.hpp"
#include "tem/http_text.hpp"
#include "tem/stamp_proof.hpp"
#include "tem/witness_report.hpp"

namespace tem {

Response log_checkpoint(const Call&, App& app) {
  // An older one than was shown before looks like a log that went back; and whoever compares a restored
  // log with its own service would find that they agree.
  if (auto free = app.registry().check_no_hold(); !free) return problem(free.error());
  auto latest = app.registry().published_checkpoint();
  if (!latest) return problem(latest.error());
  Response response = answer(200, "text/plain; charset=utf-8", std::move(latest->note));
  set_header(response, "Cache-Control", "public, max-age=5");
  return response;
}

Response log_tile(const Call& call, App& app) {
  const auto tile = Tile::parse(call.path.substr(std::string_view("/log/").size()));
  if (!tile) return problem(tile.error());
  auto bytes = app.registry().ledger().tile(*tile);
  if (!bytes) return problem(bytes.error());
  const bool bundle = tile->kind == TileKind::entries;
  std::string zipped =
      bundle && accepts_encoding(call.request.accept_encoding, "gzip") ? gzip(*bytes) : "";
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

/// c2sp.org/tlog-proof@v1 for the entry of a stamp's lot.
Response log_proof(const Call& call, App& app) {
  const auto uri = query_value(call.query, "uri");
  if (!uri) return problem(uri.error());
  auto made = prove_stamp(app.registry(), *uri);
  if (!made) return problem(made.error());
  Response response = answer(200, kText, made->str());
  set_header(response, "Cache-Control", "public, max-age=5");
  return response;
}

Response log_witnesses(const Call&, App& app) {
  const auto report = witness_report(app.registry());
  // A policy that was broken while we serve is the operator's to mend, not the asker's.
  if (!report) return problem(report.error(), 500);
  return answer(200, kJson, to_json(*report) + "\n");
}

}  // namespace tem
