#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <map>

#include "tem/log_proof.hpp"
#include "vectors.hpp"

using namespace tem;
using namespace tem::test;

namespace {

/// A tree held in memory, with every leaf's hash beside it.
struct Tree {
  std::vector<Hash> leaves;
  std::map<std::uint64_t, Hash> nodes;
  Frontier frontier;

  void add(std::span<const std::byte> entry) {
    leaves.push_back(leaf_hash(entry));
    frontier.append(leaves.back(),
                    [&](NodeId id, const Hash& hash) { nodes[storage_position(id)] = hash; });
  }
  static Tree of(std::size_t size) {
    Tree tree;
    for (std::size_t i = 0; i < size; ++i) tree.add(as_bytes("entry " + std::to_string(i)));
    return tree;
  }
  [[nodiscard]] NodeReader reader() const {
    return [this](NodeId id) -> Result<Hash> {
      const auto at = nodes.find(storage_position(id));
      if (at == nodes.end()) return Error{ErrorCode::not_found, "no node"};
      return at->second;
    };
  }
  [[nodiscard]] Hash root(std::uint64_t size) const { return tree_root(size, reader()).value(); }
};

std::vector<Hash> hashes(const boost::json::value& list) {
  std::vector<Hash> out;
  for (const auto& each : list.as_array()) {
    out.push_back(fixed<32>(from_hex(each.as_string()).value()));
  }
  return out;
}

/// RFC 6962 §2.1.1, to the letter.
std::vector<Hash> slow_path(std::size_t m, std::span<const Hash> leaves);
Hash slow_root(std::span<const Hash> leaves) {
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  return node_hash(slow_root(leaves.first(k)), slow_root(leaves.subspan(k)));
}
std::vector<Hash> slow_path(std::size_t m, std::span<const Hash> leaves) {
  if (leaves.size() == 1) return {};
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  auto path = m < k ? slow_path(m, leaves.first(k)) : slow_path(m - k, leaves.subspan(k));
  path.push_back(slow_root(m < k ? leaves.subspan(k) : leaves.first(k)));
  return path;
}
/// RFC 6962 §2.1.2, to the letter.
std::vector<Hash> slow_subproof(std::size_t m, std::span<const Hash> leaves, bool whole) {
  if (m == leaves.size()) return whole ? std::vector<Hash>{} : std::vector{slow_root(leaves)};
  std::size_t k = 1;
  while (2 * k < leaves.size()) k *= 2;
  auto path = m <= k ? slow_subproof(m, leaves.first(k), whole)
                     : slow_subproof(m - k, leaves.subspan(k), false);
  path.push_back(slow_root(m <= k ? leaves.subspan(k) : leaves.first(k)));
  return path;
}

/// One hash changed, dropped, doubled or swapped, at every place.
std::vector<std::vector<Hash>> mutations(const std::vector<Hash>& proof) {
  std::vector<std::vector<Hash>> out;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    auto changed = proof;
    changed[i][i % 32] ^= std::byte{1};
    out.push_back(changed);
    auto dropped = proof;
    dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(i));
    out.push_back(dropped);
    auto doubled = proof;
    doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), proof[i]);
    out.push_back(doubled);
    if (i == 0) continue;
    auto swapped = proof;
    std::swap(swapped[i - 1], swapped[i]);
    out.push_back(swapped);
  }
  auto longer = proof;
  longer.push_back(Hash{});
  out.push_back(longer);
  return out;
}

}  // namespace

TEST_CASE("the known inclusion proofs, made and checked") {
  const auto known = read_vectors("log.json");
  Tree tree;
  for (const auto& leaf : known.at("leaves").as_array()) {
    tree.add(from_hex(leaf.as_string()).value());
  }
  for (const auto& each : known.at("inclusion").as_array()) {
    const auto size = each.at("size").to_number<std::uint64_t>();
    const auto index = each.at("index").to_number<std::uint64_t>();
    const auto want = hashes(each.at("proof"));
    CAPTURE(size);
    CAPTURE(index);
    CHECK(inclusion_proof(index, size, tree.reader()).value() == want);
    const Hash leaf = tree.leaves[index], root = tree.root(size);
    CHECK(check_inclusion(leaf, index, size, root, want));
    for (const auto& wrong : mutations(want)) {
      const auto checked = check_inclusion(leaf, index, size, root, wrong);
      REQUIRE_FALSE(checked);
      CHECK(checked.error().code == ErrorCode::bad_proof);
    }
    CHECK_FALSE(check_inclusion(leaf, index + 1, size, root, want));
    CHECK_FALSE(check_inclusion(leaf, index, size + 1, tree.root(std::min<std::uint64_t>(size + 1, 8)),
                                size == 8 ? std::vector<Hash>{} : want));
    CHECK_FALSE(check_inclusion(leaf, index, 0, root, want));
    CHECK_FALSE(check_inclusion(root, index, size, leaf, size == 1 ? std::vector{root} : want));
  }
}

TEST_CASE("the known consistency proofs, made and checked") {
  const auto known = read_vectors("log.json");
  Tree tree;
  for (const auto& leaf : known.at("leaves").as_array()) {
    tree.add(from_hex(leaf.as_string()).value());
  }
  for (const auto& each : known.at("consistency").as_array()) {
    const auto from = each.at("from").to_number<std::uint64_t>();
    const auto to = each.at("to").to_number<std::uint64_t>();
    const auto want = hashes(each.at("proof"));
    CAPTURE(from);
    CAPTURE(to);
    CHECK(consistency_proof(from, to, tree.reader()).value() == want);
    CHECK(check_consistency(from, tree.root(from), to, tree.root(to), want));
    for (const auto& wrong : mutations(want)) {
      CHECK_FALSE(check_consistency(from, tree.root(from), to, tree.root(to), wrong));
    }
    if (from == 0 || from == to) continue;
    CHECK_FALSE(check_consistency(to, tree.root(to), from, tree.root(from), want));
    CHECK_FALSE(check_consistency(from, tree.root(to), to, tree.root(from), want));
    CHECK_FALSE(check_consistency(from, tree.root(from - 1), to, tree.root(to), want));
    CHECK_FALSE(check_consistency(from, tree.root(from), to, tree.root(to), {}));
  }
  CHECK_FALSE(check_consistency(3, tree.root(3), 3, tree.root(4), {}));
}

TEST_CASE("proofs agree with the RFC's recursion on random sizes") {
  CHECK(rc::check([] {
    const auto size = *rc::gen::inRange<std::size_t>(1, 700);
    const Tree tree = Tree::of(size);
    const auto index = *rc::gen::inRange<std::size_t>(0, size);
    const auto old = *rc::gen::inRange<std::size_t>(1, size + 1);
    const auto path = inclusion_proof(index, size, tree.reader()).value();
    RC_ASSERT((path == slow_path(index, tree.leaves)));
    RC_ASSERT(check_inclusion(tree.leaves[index], index, size, tree.root(size), path).has_value());
    const auto proof = consistency_proof(old, size, tree.reader()).value();
    RC_ASSERT((proof == slow_subproof(old, tree.leaves, true)));
    RC_ASSERT(check_consistency(old, tree.root(old), size, tree.root(size), proof).has_value());
    RC_ASSERT(tree.root(size) == tree.frontier.root());
  }));
}

TEST_CASE("what cannot be proved is refused") {
  const Tree tree = Tree::of(5);
  CHECK(inclusion_proof(5, 5, tree.reader()).error().code == ErrorCode::bad_value);
  CHECK(consistency_proof(6, 5, tree.reader()).error().code == ErrorCode::bad_value);
  CHECK(inclusion_proof(1, 9, tree.reader()).error().code == ErrorCode::not_found);
}

TEST_CASE("the known offline proof, and every byte of it changed") {
  const auto known = read_vectors("log.json");
  const std::string text = text_at(known, "offline_proof");
  const auto key = NoteKey::parse(text_at(known.at("checkpoint"), "log_vkey")).value();
  const Hash leaf = leaf_hash(from_hex(known.at("leaves").as_array()[3].as_string()).value());
  const auto proof = LogProof::parse(text);
  REQUIRE(proof);
  CHECK(proof->index == 3);
  CHECK(proof->extra.empty());
  CHECK(proof->str() == text);
  const auto head = proof->verify(leaf, key);
  REQUIRE(head);
  CHECK(head->size == 8);

  const std::size_t signatures = text.find("\u2014");
  for (std::size_t i = 0; i < signatures; ++i) {
    for (const char flip : {'\x01', '\x02', '\x20'}) {
      std::string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ flip);
      const auto parsed = LogProof::parse(changed);
      if (!parsed) continue;
      CAPTURE(changed);
      CHECK_FALSE(parsed->verify(leaf, key));
    }
  }
  CHECK_FALSE(proof->verify(leaf_hash(as_bytes("another")), key));
}

TEST_CASE("an offline proof's form") {
  const std::string note = "o\n1\nAAAA\n\n\u2014 o AAAA\n";
  const std::string hash = to_base64(Hash{}) + "\n";
  struct Case {
    std::string_view why;
    std::string text;
    bool good;
  };
  std::string many = "c2sp.org/tlog-proof@v1\nindex 1\n";
  for (int i = 0; i < 64; ++i) many += hash;
  for (const auto& c : {
           Case{"no path", "c2sp.org/tlog-proof@v1\nindex 0\n\n" + note, true},
           Case{"extra", "c2sp.org/tlog-proof@v1\nextra eA==\nindex 0\n\n" + note, true},
           Case{"a path", "c2sp.org/tlog-proof@v1\nindex 7\n" + hash + hash + "\n" + note, true},
           Case{"another version", "c2sp.org/tlog-proof@v2\nindex 0\n\n" + note, false},
           Case{"no index", "c2sp.org/tlog-proof@v1\n\n" + note, false},
           Case{"a leading zero", "c2sp.org/tlog-proof@v1\nindex 01\n\n" + note, false},
           Case{"a sign", "c2sp.org/tlog-proof@v1\nindex +1\n\n" + note, false},
           Case{"beyond 64 bits", "c2sp.org/tlog-proof@v1\nindex 18446744073709551616\n\n" + note, false},
           Case{"empty extra", "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n" + note, false},
           Case{"extra after index", "c2sp.org/tlog-proof@v1\nindex 0\nextra eA==\n\n" + note, false},
           Case{"a short hash", "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n" + note, false},
           Case{"CRLF", "c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n" + note, false},
           Case{"no checkpoint", "c2sp.org/tlog-proof@v1\nindex 0\n\n", false},
           Case{"no empty line", "c2sp.org/tlog-proof@v1\nindex 0\n" + hash, false},
           Case{"64 hashes", many + "\n" + note, false},
           Case{"too long", std::string(kMaxProofBytes + 1, 'x'), false},
       }) {
    CAPTURE(c.why);
    const auto proof = LogProof::parse(c.text);
    CHECK(proof.has_value() == c.good);
    if (proof) CHECK(proof->str() == c.text);
  }
}
