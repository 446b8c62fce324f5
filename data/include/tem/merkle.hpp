#pragma once
// The Merkle tree of the log, kept incrementally: an append touches O(log n) hashes.
//
//   Frontier tree;                                  // empty
//   tree.append(leaf_hash(entry), [](NodeId id, const Hash& h) { store(id, h); });
//   tree.root();
//
// RFC 6962 §2.1 hashes; node ids and storage order as in c2sp.org/tlog-tiles' complete subtrees.

#include <cstdint>
#include <functional>
#include <vector>

#include "tem/bytes.hpp"

namespace tem {

/// The complete subtree over leaves [index·2^level, (index+1)·2^level).
struct NodeId {
  unsigned level;
  std::uint64_t index;
  friend bool operator==(const NodeId&, const NodeId&) = default;
};

Hash leaf_hash(std::span<const std::byte> entry);           ///< SHA-256(0x00 ‖ entry)
Hash node_hash(const Hash& left, const Hash& right);        ///< SHA-256(0x01 ‖ left ‖ right)
Hash empty_root();                                          ///< SHA-256("")

/// Where a node stands in the sequence in which nodes become complete: leaf 0, leaf 1, node (1,0),
/// leaf 2, …. A dense key: a tree of n leaves has stored_node_count(n) nodes.
std::uint64_t storage_position(NodeId id) noexcept;
std::uint64_t stored_node_count(std::uint64_t leaves) noexcept;
/// The node at a position; the inverse of storage_position.
NodeId node_at(std::uint64_t position) noexcept;

/// The right edge: the roots of the largest complete subtrees, from left to right.
class Frontier {
 public:
  Frontier() = default;
  /// The nodes that make the right edge of a tree of `size` leaves, left to right.
  static std::vector<NodeId> nodes(std::uint64_t size);
  /// `hashes` are those of nodes(size), in that order.
  static Frontier from(std::uint64_t size, std::vector<Hash> hashes);

  /// Tells `made` each node that becomes complete, the leaf first.
  void append(const Hash& leaf, const std::function<void(NodeId, const Hash&)>& made);

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
  [[nodiscard]] Hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> edge_;
};

}  // namespace tem
