#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "tem/merkle.hpp"

using namespace tem;

namespace {

/// RFC 6962 §2.1 to the letter: the largest power of two below n splits the leaves.
Hash slow_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  return node_hash(slow_root(leaves.first(k)), slow_root(leaves.subspan(k)));
}

Hash numbered_leaf(std::size_t i) { return leaf_hash(as_bytes(std::to_string(i))); }

boost::json::value vectors() {
  std::ifstream in(TEM_TESTS_DIR "/vectors/log.json");
  std::stringstream text;
  text << in.rdbuf();
  return boost::json::parse(text.str());
}

}  // namespace

TEST_CASE("the RFC 6962 leaves give the known roots") {
  const auto known = vectors();
  const auto& leaves = known.at("leaves").as_array();
  const auto& roots = known.at("roots").as_array();
  REQUIRE(roots.size() == leaves.size() + 1);
  Frontier tree;
  CHECK(to_hex(tree.root()) == roots[0].as_string());
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    tree.append(leaf_hash(from_hex(leaves[i].as_string()).value()), [](NodeId, const Hash&) {});
    CHECK(to_hex(tree.root()) == roots[i + 1].as_string());
  }
}

TEST_CASE("the incremental tree agrees with the recursive one, and resumes from its right edge") {
  CHECK(rc::check([] {
    const auto size = *rc::gen::inRange<std::size_t>(0, 600);
    std::vector<Hash> leaves;
    std::map<std::uint64_t, Hash> stored;
    Frontier tree;
    for (std::size_t i = 0; i < size; ++i) {
      leaves.push_back(numbered_leaf(i));
      tree.append(leaves.back(), [&](NodeId id, const Hash& hash) {
        RC_ASSERT(storage_position(id) == stored.size());  // dense, in order
        stored.emplace(storage_position(id), hash);
      });
    }
    RC_ASSERT(tree.root() == slow_root(leaves));
    RC_ASSERT(stored.size() == stored_node_count(size));
    std::vector<Hash> edge;
    for (const NodeId id : Frontier::nodes(size)) edge.push_back(stored.at(storage_position(id)));
    Frontier resumed = Frontier::from(size, edge);
    RC_ASSERT(resumed.root() == tree.root());
    const auto ignore = [](NodeId, const Hash&) {};
    tree.append(numbered_leaf(size), ignore);
    resumed.append(numbered_leaf(size), ignore);
    RC_ASSERT(resumed.root() == tree.root());
  }));
}

TEST_CASE("a node's position tells the node") {
  for (std::uint64_t position = 0; position < 10'000; ++position) {
    REQUIRE(storage_position(node_at(position)) == position);
  }
  CHECK(rc::check([] {
    const NodeId id{*rc::gen::inRange(0u, 30u), *rc::gen::inRange<std::uint64_t>(0, 1u << 30)};
    RC_ASSERT(node_at(storage_position(id)) == id);
  }));
}

TEST_CASE("leaf and node hashes are apart") {
  const Hash a = numbered_leaf(1);
  const Hash b = numbered_leaf(2);
  Bytes<64> both;
  std::ranges::copy(b, std::ranges::copy(a, both.begin()).out);
  CHECK(node_hash(a, b) != leaf_hash(both));
  CHECK(node_hash(a, b) != node_hash(b, a));
}
