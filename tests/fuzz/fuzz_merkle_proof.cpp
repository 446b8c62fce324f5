// A proof verifies where the slow reading of RFC 6962 says so, and nowhere else. Input: two numbers
// of eight bytes, an index or an old size and a size; then a leaf or roots, and a path.

#include <cstdlib>
#include <cstring>
#include <vector>

#include "check_refusal.hpp"
#include "reference_tree.hpp"
#include "tem/merkle_proof.hpp"

using namespace tem;

namespace {

void check(const Result<void>& done, bool want) {
  if (done.has_value() != want) std::abort();
  if (!done) test::check_refusal(done.error());
}

Hash other(Hash hash) {
  hash[7] ^= std::byte{1};
  return hash;
}

void check_inclusions(std::uint64_t index, std::uint64_t size, const Hash& leaf,
                      std::span<const Hash> path) {
  if (index >= size) return check(check_inclusion(leaf, index, size, leaf, path), false);
  const auto root = test::reference_root(leaf, index, size, path);
  check(check_inclusion(leaf, index, size, root.value_or(leaf), path), root.has_value());
  if (!root) return;
  check(check_inclusion(leaf, index, size, other(*root), path), false);
  check(check_inclusion(other(leaf), index, size, *root, path), false);
}

void check_consistencies(std::uint64_t old_size, std::uint64_t size, const Hash& old_root,
                         const Hash& root, std::span<const Hash> path) {
  const auto done = check_consistency(old_size, old_root, size, root, path);
  if (old_size > size) return check(done, false);
  if (old_size == 0) return check(done, path.empty());
  const auto roots = test::reference_roots(old_size, old_root, size, path);
  check(done, roots && roots->first == old_root && roots->second == root);
  if (!roots) return;
  const auto& [before, after] = *roots;
  const bool told = old_size < size;  // else both are whatever was given
  check(check_consistency(old_size, before, size, after, path), true);
  check(check_consistency(old_size, before, size, other(after), path), false);
  if (told) check(check_consistency(old_size, other(before), size, after, path), false);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::uint64_t numbers[2];
  if (size < sizeof numbers + 2 * sizeof(Hash)) return 0;
  std::memcpy(numbers, data, sizeof numbers);
  std::vector<Hash> hashes((size - sizeof numbers) / sizeof(Hash));
  std::memcpy(hashes.data(), data + sizeof numbers, hashes.size() * sizeof(Hash));
  const std::span<const Hash> all(hashes);
  check_inclusions(numbers[0], numbers[1], all[0], all.subspan(1));
  check_consistencies(numbers[0], numbers[1], all[0], all[1], all.subspan(2));
  return 0;
}
