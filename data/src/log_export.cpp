#include "tem/log_export.hpp"

#include "log_folder.hpp"
#include "tem/merkle_proof.hpp"

namespace tem {
namespace {

/// Is the exported tree the beginning of the ledger's? Error: log_forked.
Result<void> check_continues(const Ledger& ledger, const TreeHead& held, const TreeHead& head,
                             const std::filesystem::path& dir) {
  const auto differs = [&](const std::string& how) {
    return Error{ErrorCode::log_forked, (dir / "checkpoint").string() + ": size " +
                                            std::to_string(held.size) + " " + how +
                                            "; nothing was written. Run `tem log fsck`"};
  };
  if (held.size > head.size) {
    return differs("was signed, but the ledger ends at size " + std::to_string(head.size));
  }
  const auto root =
      tree_root(held.size, [&](NodeId id) { return ledger.node(id); });
  if (!root) return root.error();
  if (*root != held.root) return differs("has another root than the ledger has there");
  return {};
}

}  // namespace

Result<Exported> export_log(const Ledger& ledger, const NoteKey& key,
                            const std::filesystem::path& dir) {
  const auto moment = ledger.snapshot();
  if (!moment) return moment.error();
  const auto latest = ledger.checkpoint();
  if (!latest) return latest.error();
  auto folder = LogFolder::open(dir);
  if (!folder) return folder.error();
  const auto held = folder->checkpoint(key);
  if (!held) return held.error();
  std::uint64_t from = 0;
  if (*held) {
    if (auto ok = check_continues(ledger, (*held)->head, latest->head, dir); !ok) return ok.error();
    from = (*held)->head.size;
  }
  Exported exported{latest->head, 0};
  for (const Tile& tile : tiles_between(from, latest->head.size)) {
    const auto bytes = ledger.tile(tile);
    if (!bytes) return bytes.error();
    if (auto ok = folder->put(tile, *bytes); !ok) return ok.error();
    ++exported.tiles;
  }
  if (auto ok = folder->publish(latest->note); !ok) return ok.error();
  return exported;
}

}  // namespace tem
