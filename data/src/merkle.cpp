#include "tem/merkle.hpp"

#include <bit>
#include <cassert>

namespace tem {

Hash leaf_hash(std::span<const std::byte> entry) {
  const Bytes<1> prefix{std::byte{0}};
  return sha256({prefix, entry});
}

Hash node_hash(const Hash& left, const Hash& right) {
  const Bytes<1> prefix{std::byte{1}};
  return sha256({prefix, left, right});
}

Hash empty_root() { return sha256(std::span<const std::byte>{}); }

std::uint64_t storage_position(NodeId id) noexcept {
  // A node becomes complete right after its last leaf, behind the smaller nodes that end there. Leaf
  // n stands behind n leaves and the floor(n/2) + floor(n/4) + … nodes complete by then.
  std::uint64_t n = id.index;
  for (unsigned level = id.level; level > 0; --level) n = 2 * n + 1;
  std::uint64_t position = 0;
  for (; n > 0; n >>= 1) position += n;
  return position + id.level;
}

std::uint64_t stored_node_count(std::uint64_t leaves) noexcept {
  std::uint64_t count = 0;
  for (; leaves > 0; leaves >>= 1) count += leaves;
  return count;
}

NodeId node_at(std::uint64_t position) noexcept {
  // stored_node_count(n) lies between 2n − 64 and 2n, so the leaf is near position / 2.
  std::uint64_t leaf = position / 2;
  while (storage_position({0, leaf + 1}) <= position) ++leaf;
  const auto level = static_cast<unsigned>(position - storage_position({0, leaf}));
  return {level, leaf >> level};
}

std::vector<NodeId> Frontier::nodes(std::uint64_t size) {
  std::vector<NodeId> ids;
  std::uint64_t start = 0;
  for (int bit = 63; bit >= 0; --bit) {
    if (((size >> bit) & 1) == 0) continue;
    ids.push_back({static_cast<unsigned>(bit), start >> bit});
    start += std::uint64_t{1} << bit;
  }
  return ids;
}

Frontier Frontier::from(std::uint64_t size, std::vector<Hash> hashes) {
  assert(hashes.size() == static_cast<std::size_t>(std::popcount(size)));
  Frontier frontier;
  frontier.size_ = size;
  frontier.edge_ = std::move(hashes);
  return frontier;
}

void Frontier::append(const Hash& leaf, const std::function<void(NodeId, const Hash&)>& made) {
  Hash hash = leaf;
  made({0, size_}, hash);
  for (unsigned level = 0; ((size_ >> level) & 1) != 0; ++level) {
    hash = node_hash(edge_.back(), hash);
    edge_.pop_back();
    made({level + 1, size_ >> (level + 1)}, hash);
  }
  edge_.push_back(hash);
  ++size_;
}

Hash Frontier::root() const {
  if (edge_.empty()) return empty_root();
  Hash root = edge_.back();
  for (std::size_t i = edge_.size() - 1; i-- > 0;) root = node_hash(edge_[i], root);
  return root;
}

}  // namespace tem
