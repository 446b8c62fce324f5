#include "tile_tree.hpp"

#include <algorithm>

#include "tem/merkle_proof.hpp"

namespace tem {
namespace {

Error wrong(const std::string& name, const std::string& how) {
  return {ErrorCode::bad_proof, name + ": " + how + "; the copy keeps what was checked before"};
}

/// Error: bad_proof without a name.
Result<std::vector<Hash>> split_hashes(std::string_view bytes, const Tile& tile) {
  if (bytes.size() != tile.width * sizeof(Hash)) {
    return Error{ErrorCode::bad_proof, "has " + std::to_string(bytes.size()) + " bytes, not " +
                                           std::to_string(tile.width * sizeof(Hash))};
  }
  std::vector<Hash> hashes(tile.width);
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    std::ranges::copy(as_bytes(bytes.substr(i * sizeof(Hash), sizeof(Hash))), hashes[i].begin());
  }
  return hashes;
}

/// The root of 2^n hashes.
Hash subtree_root(std::span<const Hash> hashes) {
  std::vector<Hash> row(hashes.begin(), hashes.end());
  while (row.size() > 1) {
    for (std::size_t i = 0; i < row.size() / 2; ++i) row[i] = node_hash(row[2 * i], row[2 * i + 1]);
    row.resize(row.size() / 2);
  }
  return row.front();
}

}  // namespace

Tile TileTree::at(TileKind kind, unsigned level, std::uint64_t index) const {
  Tile tile{.kind = kind, .level = level, .index = index};
  tile.width = tile.width_in(head_.size);
  return tile;
}

Result<TileTree> TileTree::open(const LogSource& source, LogFolder& folder, const TreeHead& head) {
  TileTree tree(source, folder, head);
  for (const bool from_folder : {true, false}) {
    const auto fits = tree.read_edge(from_folder);
    if (!fits) return fits.error();
    if (*fits) return tree;
  }
  return tree.wrong_edge();
}

/// Do these tiles give the root? Those of the folder may be old or spoilt, so they are only tried.
Result<bool> TileTree::read_edge(bool from_folder) {
  std::vector<std::pair<Tile, std::string>> fresh;
  for (unsigned level = 0; level <= kMaxTileLevel; ++level) {
    edge_[level].reset();
    const std::uint64_t count = head_.size >> (kTileHeight * level);
    if (count % kTileWidth == 0) continue;
    const Tile tile = at(TileKind::hashes, level, count / kTileWidth);
    Result<std::string> bytes = Error{ErrorCode::not_found, {}};
    if (from_folder) bytes = folder_->read(tile);
    if (!bytes) {
      bytes = source_->read(tile);
      if (!bytes) return bytes.error();
      fresh.emplace_back(tile, *bytes);
    }
    auto hashes = split_hashes(*bytes, tile);
    if (!hashes && from_folder) return false;
    if (!hashes) return wrong(source_->name(tile), hashes.error().detail);
    edge_[level].emplace(tile, std::move(*hashes));
  }
  const auto root = tree_root(head_.size, [&](NodeId id) { return node(id); });
  if (!root) return root.error();
  if (*root != head_.root) return false;
  for (const auto& [tile, bytes] : fresh) {
    if (auto ok = folder_->put(tile, bytes); !ok) return ok.error();
  }
  fetched_ += fresh.size();
  return true;
}

/// Which of the tiles that make the root differs from what stands below it.
Error TileTree::wrong_edge() {
  std::string all;
  for (const auto& held : edge_) {
    if (!held) continue;
    const auto& [tile, hashes] = *held;
    all += (all.empty() ? "" : ", ") + source_->name(tile);
    for (unsigned i = 0; i < tile.width; ++i) {
      if (tile.level == 0 && i > 0) break;  // one bundle has all entries of the tile
      const Tile below = tile.level == 0
                             ? at(TileKind::entries, 0, tile.index)
                             : at(TileKind::hashes, tile.level - 1, tile.index * kTileWidth + i);
      const auto bytes = source_->read(below);
      if (!bytes) continue;
      const Error differs =
          wrong(source_->name(tile), "does not hold the hashes of " + below.path());
      if (below.kind == TileKind::hashes) {
        const auto children = split_hashes(*bytes, below);
        if (children && subtree_root(*children) != hashes[i]) return differs;
      } else if (const auto entries = split_bundle(*bytes, below.width); entries) {
        for (unsigned k = 0; k < tile.width; ++k) {
          if (leaf_hash(as_bytes((*entries)[k])) != hashes[k]) return differs;
        }
      }
    }
  }
  return wrong(all, "does not give the root of checkpoint " + std::to_string(head_.size));
}

/// What `check` makes of a tile's bytes: of the folder's when they pass, else of the source's.
template <class Check>
auto TileTree::verified(const Tile& tile, Check check) -> decltype(check(std::string())) {
  if (const auto held = folder_->read(tile); held) {
    if (auto good = check(*held); good) return good;
  }
  const auto bytes = source_->read(tile);
  if (!bytes) return bytes.error();
  auto good = check(*bytes);
  if (!good) return wrong(source_->name(tile), good.error().str());
  if (auto ok = folder_->put(tile, *bytes); !ok) return ok.error();
  ++fetched_;
  return good;
}

Result<std::vector<Hash>> TileTree::hashes(const Tile& tile) {
  const Held& edge = edge_[tile.level];
  if (edge && edge->first == tile) return edge->second;
  Held& recent = recent_[tile.level];
  if (recent && recent->first == tile) return recent->second;
  if (!tile.is_full()) {
    return Error{ErrorCode::internal, tile.path() + ": not a tile of this tree"};
  }
  const auto above = node({kTileHeight * (tile.level + 1), tile.index});
  if (!above) return above.error();
  auto hashes = verified(tile, [&](const std::string& bytes) -> Result<std::vector<Hash>> {
    auto split = split_hashes(bytes, tile);
    if (!split || subtree_root(*split) == *above) return split;
    return Error{ErrorCode::bad_proof, "does not give its hash in " +
                                           at(TileKind::hashes, tile.level + 1,
                                              tile.index / kTileWidth)
                                               .path()};
  });
  if (hashes) recent.emplace(tile, *hashes);
  return hashes;
}

Result<Hash> TileTree::node(NodeId id) {
  const unsigned level = id.level / kTileHeight;
  const unsigned up = id.level % kTileHeight;  // the node's height above the tile's hashes
  const std::uint64_t first = id.index << up;
  const auto of_tile = hashes(at(TileKind::hashes, level, first / kTileWidth));
  if (!of_tile) return of_tile.error();
  const std::size_t offset = first % kTileWidth;
  const std::size_t count = std::size_t{1} << up;
  if (offset + count > of_tile->size()) {
    return Error{ErrorCode::internal, "a node outside its tile"};
  }
  return subtree_root(std::span(*of_tile).subspan(offset, count));
}

Result<std::vector<std::string>> TileTree::entries(const Tile& bundle) {
  const Tile leaves = at(TileKind::hashes, 0, bundle.index);
  const auto wanted = hashes(leaves);
  if (!wanted) return wanted.error();
  return verified(bundle, [&](const std::string& bytes) -> Result<std::vector<std::string>> {
    auto split = split_bundle(bytes, bundle.width);
    if (!split) return split;
    for (unsigned i = 0; i < bundle.width; ++i) {
      if (leaf_hash(as_bytes((*split)[i])) == (*wanted)[i]) continue;
      return Error{ErrorCode::bad_proof,
                   "entry " + std::to_string(bundle.index * kTileWidth + i) +
                       " does not give its hash in " + leaves.path()};
    }
    return split;
  });
}

}  // namespace tem
