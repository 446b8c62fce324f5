#pragma once
// The log's tree as RFC 6962 §2.1 defines it: slow, short, and beside what the service uses.

#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "tem/merkle.hpp"

namespace tem::test {

/// MTH of §2.1, but of leaves that are hashed already. Precondition: at least one.
inline Hash reference_root(std::span<const Hash> leaves) {
  if (leaves.size() == 1) return leaves.front();
  const auto left = std::bit_floor(leaves.size() - 1);
  return node_hash(reference_root(leaves.first(left)), reference_root(leaves.subspan(left)));
}

/// The root to which an inclusion proof leads, §2.1.1 the other way round; none when it is too
/// short or too long. Precondition: index < size.
inline std::optional<Hash> reference_root(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                          std::span<const Hash> path) {
  if (size == 1) return path.empty() ? std::optional(leaf) : std::nullopt;
  if (path.empty()) return std::nullopt;
  const auto left = std::bit_floor(size - 1);
  const auto rest = path.first(path.size() - 1);
  if (index < left) {
    const auto root = reference_root(leaf, index, left, rest);
    return root ? std::optional(node_hash(*root, path.back())) : std::nullopt;
  }
  const auto root = reference_root(leaf, index - left, size - left, rest);
  return root ? std::optional(node_hash(path.back(), *root)) : std::nullopt;
}

/// The old and the new root to which a consistency proof leads, §2.1.2 the other way round.
/// `whole`: the old tree is a complete subtree so far, so that its root is not in the proof.
/// Precondition: 0 < old_size ≤ size.
inline std::optional<std::pair<Hash, Hash>> reference_roots(std::uint64_t old_size,
                                                            const Hash& old_root,
                                                            std::uint64_t size,
                                                            std::span<const Hash> path,
                                                            bool whole = true) {
  if (old_size == size) {
    if (whole) return path.empty() ? std::optional(std::pair(old_root, old_root)) : std::nullopt;
    return path.size() == 1 ? std::optional(std::pair(path[0], path[0])) : std::nullopt;
  }
  if (path.empty()) return std::nullopt;
  const auto left = std::bit_floor(size - 1);
  const auto rest = path.first(path.size() - 1);
  if (old_size <= left) {
    auto roots = reference_roots(old_size, old_root, left, rest, whole);
    if (roots) roots->second = node_hash(roots->second, path.back());
    return roots;
  }
  auto roots = reference_roots(old_size - left, old_root, size - left, rest, false);
  if (roots)
    roots = std::pair(node_hash(path.back(), roots->first), node_hash(path.back(), roots->second));
  return roots;
}

}  // namespace tem::test
