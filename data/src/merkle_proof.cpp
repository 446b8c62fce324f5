#include "tem/merkle_proof.hpp"

#include <algorithm>
#include <bit>
#include <string>

namespace tem {
namespace {

/// MTH(D[first:end]) of RFC 6962. Precondition: first < end, and a range that the RFC's splits give.
Result<Hash> range_root(std::uint64_t first, std::uint64_t end, const NodeReader& node) {
  const std::uint64_t n = end - first;
  if (std::has_single_bit(n)) {
    const auto level = static_cast<unsigned>(std::countr_zero(n));
    return node({level, first >> level});
  }
  const std::uint64_t split = std::bit_floor(n);
  auto left = range_root(first, first + split, node);
  if (!left) return left;
  auto right = range_root(first + split, end, node);
  if (!right) return right;
  return node_hash(*left, *right);
}

/// The largest power of two below n, where n ≥ 2.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

Error bad_proof(std::string why) { return {ErrorCode::bad_proof, std::move(why)}; }

}  // namespace

Result<Hash> tree_root(std::uint64_t size, const NodeReader& node) {
  if (size == 0) return empty_root();
  return range_root(0, size, node);
}

Result<std::vector<Hash>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                          const NodeReader& node) {
  if (index >= size) {
    return Error{ErrorCode::bad_value, "entry " + std::to_string(index) +
                                           " is not in a tree of " + std::to_string(size)};
  }
  std::vector<Hash> path;
  std::uint64_t first = 0, end = size;
  while (end - first > 1) {
    const std::uint64_t middle = first + split_of(end - first);
    const bool left = index < middle;
    const auto sibling = left ? range_root(middle, end, node) : range_root(first, middle, node);
    if (!sibling) return sibling.error();
    path.push_back(*sibling);
    (left ? end : first) = middle;
  }
  std::ranges::reverse(path);
  return path;
}

Result<std::vector<Hash>> consistency_proof(std::uint64_t old_size, std::uint64_t size,
                                            const NodeReader& node) {
  if (old_size > size) {
    return Error{ErrorCode::bad_value, "a tree of " + std::to_string(size) +
                                           " cannot continue one of " + std::to_string(old_size)};
  }
  std::vector<Hash> path;
  if (old_size == 0 || old_size == size) return path;
  std::uint64_t first = 0, end = size;
  bool whole = true;  // the old tree begins where the range does: its root is known
  while (end != old_size) {
    const std::uint64_t middle = first + split_of(end - first);
    const bool left = old_size <= middle;
    const auto sibling = left ? range_root(middle, end, node) : range_root(first, middle, node);
    if (!sibling) return sibling.error();
    path.push_back(*sibling);
    if (!left) whole = false;
    (left ? end : first) = middle;
  }
  if (!whole) {
    const auto last = range_root(first, end, node);
    if (!last) return last.error();
    path.push_back(*last);
  }
  std::ranges::reverse(path);
  return path;
}

Result<void> check_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                             const Hash& root, std::span<const Hash> proof) {
  if (index >= size) {
    return bad_proof("entry " + std::to_string(index) + " is not in a tree of " +
                     std::to_string(size));
  }
  std::uint64_t fn = index, sn = size - 1;
  Hash hash = leaf;
  for (const Hash& p : proof) {
    if (sn == 0) return bad_proof("inclusion proof: more hashes than the tree is high");
    if ((fn & 1) != 0 || fn == sn) {
      hash = node_hash(p, hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      hash = node_hash(hash, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return bad_proof("inclusion proof: fewer hashes than the tree is high");
  if (hash != root) return bad_proof("inclusion proof: does not lead to the checkpoint's root");
  return {};
}

Result<void> check_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t size,
                               const Hash& root, std::span<const Hash> proof) {
  const auto bad = [](std::string_view why) {
    return bad_proof("consistency proof: " + std::string(why));
  };
  if (old_size > size) return bad("the new tree is smaller than the old one");
  if (old_size == 0) return proof.empty() ? Result<void>() : bad("must be empty from size 0");
  if (old_size == size) {
    if (!proof.empty()) return bad("must be empty between equal sizes");
    return old_root == root ? Result<void>() : bad("two roots for one size");
  }
  if (proof.empty()) return bad("no hashes");
  // The old root begins the path when the old tree is a complete subtree.
  const bool given = std::has_single_bit(old_size);
  Hash old_hash = given ? old_root : proof.front();
  Hash new_hash = old_hash;
  std::uint64_t fn = old_size - 1, sn = size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  for (const Hash& c : proof.subspan(given ? 0 : 1)) {
    if (sn == 0) return bad("more hashes than the tree is high");
    if ((fn & 1) != 0 || fn == sn) {
      old_hash = node_hash(c, old_hash);
      new_hash = node_hash(c, new_hash);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      new_hash = node_hash(new_hash, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return bad("fewer hashes than the tree is high");
  if (old_hash != old_root) return bad("does not lead to the old root");
  if (new_hash != root) return bad("does not lead to the new root");
  return {};
}

}  // namespace tem
