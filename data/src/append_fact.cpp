#include "append_fact.hpp"

#include "projection.hpp"

namespace tem {

Result<void> append_fact(Connection& db, Frontier& tree, const Fact& fact, const State& state) {
  const std::uint64_t index = tree.size();
  if (auto ok = may_append(fact.body, fact.at, index, state); !ok) return ok;
  const auto entry = fact.canonical();
  if (!entry) return entry.error();
  Query(db, "INSERT INTO entry (idx, body) VALUES (?, ?)", index, as_bytes(*entry)).run();
  tree.append(leaf_hash(as_bytes(*entry)), [&](NodeId id, const Hash& hash) {
    Query(db, "INSERT INTO node (position, hash) VALUES (?, ?)", storage_position(id),
          std::span<const std::byte>(hash))
        .run();
  });
  project(db, index, fact.body);
  return {};
}

}  // namespace tem
