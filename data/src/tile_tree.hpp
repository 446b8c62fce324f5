#pragma once
// The tree of one checkpoint, read from tiles that nobody vouches for: every tile is checked against
// the tile above it and the uppermost against the signed root before anything of it is used.
// Internal.
//
//   auto tree = TileTree::open(source, folder, head);
//   tree->hashes({.level = 0, .index = 3})      // from the folder, else fetched and kept there
//
// An error names the tile that does not fit: bad_proof.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "log_folder.hpp"
#include "log_source.hpp"

namespace tem {

class TileTree {
 public:
  /// Reads the tiles that are not full: they make the root. Errors: bad_proof, those of the source.
  static Result<TileTree> open(const LogSource& source, LogFolder& folder, const TreeHead& head);

  /// The hashes of a tile as wide as it is in this tree. Errors: as above, cannot_write.
  Result<std::vector<Hash>> hashes(const Tile& tile);
  /// Of a complete subtree. Errors: as hashes.
  Result<Hash> node(NodeId id);
  /// The entries of a bundle as wide as it is in this tree. Errors: as hashes.
  Result<std::vector<std::string>> entries(const Tile& bundle);

  /// The tile or bundle of that level and index, as wide as it is in this tree.
  [[nodiscard]] Tile at(TileKind kind, unsigned level, std::uint64_t index) const;
  [[nodiscard]] std::uint64_t fetched() const noexcept { return fetched_; }

 private:
  TileTree(const LogSource& source, LogFolder& folder, TreeHead head)
      : source_(&source), folder_(&folder), head_(std::move(head)) {}
  Result<bool> read_edge(bool from_folder);
  [[nodiscard]] Error wrong_edge();
  template <class Check>
  auto verified(const Tile& tile, Check check) -> decltype(check(std::string()));

  const LogSource* source_;
  LogFolder* folder_;
  TreeHead head_;
  std::uint64_t fetched_ = 0;
  using Held = std::optional<std::pair<Tile, std::vector<Hash>>>;
  std::array<Held, kMaxTileLevel + 1> edge_;    ///< the tiles that are not full, by level
  std::array<Held, kMaxTileLevel + 1> recent_;  ///< of each level the last full one
};

}  // namespace tem
