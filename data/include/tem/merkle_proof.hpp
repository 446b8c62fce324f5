#pragma once
// Inclusion and consistency proofs of the log's tree, made and checked.
//
//   auto path = inclusion_proof(3, 8, nodes);                      // leaf's sibling first
//   check_inclusion(leaf, 3, 8, root, *path)                       // ok, or bad_proof
//
// RFC 6962 §2.1.1 and §2.1.2 make them; RFC 9162 §2.1.3.2 and §2.1.4.2 check them.

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "tem/merkle.hpp"
#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxProofHashes = 63;  // c2sp.org/tlog-witness, add-checkpoint

/// The hash of a complete subtree.
using NodeReader = std::function<Result<Hash>(NodeId)>;

/// The root of the tree of the first `size` leaves. Errors: the reader's.
Result<Hash> tree_root(std::uint64_t size, const NodeReader& node);

/// Errors: bad_value (index ≥ size), the reader's.
Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                          const NodeReader& node);
/// Empty from 0, and from a size to itself. Errors: bad_value (old_size > size), the reader's.
Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                            const NodeReader& node);

/// Error: bad_proof.
Result<void> check_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                             const Hash& root, std::span<const Hash> proof);
/// `old_root` is not looked at when old_size is 0. Error: bad_proof.
Result<void> check_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t size,
                               const Hash& root, std::span<const Hash> proof);

}  // namespace tem
