#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>

#include "fixture.hpp"
#include "tem/tile.hpp"
#include "vectors.hpp"

using namespace tem;
using namespace tem::test;

TEST_CASE("the known tile paths") {
  const auto known = read_vectors("log.json");
  for (const auto& each : known.at("tile_paths").as_array()) {
    const Tile tile{.level = 1, .index = each.at("n").to_number<std::uint64_t>()};
    const std::string path = "tile/1/" + text_at(each, "path");
    CHECK(tile.path() == path);
    CHECK(Tile::parse(path).value() == tile);
  }
}

TEST_CASE("tile paths that are refused") {
  for (const std::string_view path :
       {"tile/0/1", "tile/0/0001", "tile/0/x000/001", "tile/0/x001", "tile/0/001/x002", "tile/0/x1/234",
        "tile/8/000", "tile/64/000", "tile/00/000", "tile/-1/000", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p", "tile/0/000/", "tile/0/", "tile/0", "tile//000",
        "/tile/0/000", "tile/entries/0/000", "tile/entries/", "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
        "tile/0/x072/x057/x594/x037/x927/936", "tile/0/00a", "tile/0/000.p/1/", "tile/0/%30", ""}) {
    CAPTURE(path);
    const auto tile = Tile::parse(path);
    REQUIRE_FALSE(tile);
    CHECK(tile.error().code == ErrorCode::not_found);
  }
  CHECK(Tile::parse("tile/0/x072/x057/x594/x037/x927/935"));  // the last tile of 2^64 leaves
}

TEST_CASE("a path says one tile and a tile has one path") {
  CHECK(rc::check([] {
    const Tile tile{.kind = *rc::gen::element(TileKind::hashes, TileKind::entries),
                    .level = 0,
                    .index = *rc::gen::arbitrary<std::uint64_t>() >> (8 + *rc::gen::inRange(0, 56)),
                    .width = *rc::gen::inRange(1U, 257U)};
    RC_ASSERT((Tile::parse(tile.path()).value() == tile));
  }));
}

TEST_CASE("a tree of 70,000 has the tiles that the specification counts") {
  std::map<unsigned, std::vector<unsigned>> widths;
  unsigned bundles = 0;
  for (const Tile& tile : tiles_between(0, 70'000)) {
    if (tile.kind == TileKind::entries) {
      ++bundles;
    } else {
      widths[tile.level].push_back(tile.width);
    }
    CHECK(tile.width == tile.width_in(70'000));
  }
  CHECK(bundles == 274);
  REQUIRE(widths.size() == 3);
  CHECK(std::ranges::count(widths[0], 256U) == 273);
  CHECK(widths[0].back() == 112);
  CHECK((widths[1] == std::vector<unsigned>{256, 17}));
  CHECK((widths[2] == std::vector<unsigned>{1}));
  CHECK(tiles_between(0, 0).empty());
  CHECK(tiles_between(7, 7).empty());
  CHECK(tiles_between(0, 256).size() == 3);  // a full tile and its bundle, and one hash above
}

TEST_CASE("what is new between two sizes is what the larger one has more") {
  CHECK(rc::check([] {
    const auto size = *rc::gen::inRange<std::uint64_t>(0, 200'000);
    const auto old = *rc::gen::inRange<std::uint64_t>(0, size + 1);
    std::set<std::string> before, after, added;
    for (const Tile& tile : tiles_between(0, old)) before.insert(tile.path());
    for (const Tile& tile : tiles_between(0, size)) after.insert(tile.path());
    for (const Tile& tile : tiles_between(old, size)) added.insert(tile.path());
    for (const auto& path : after) RC_ASSERT((before.contains(path) || added.contains(path)));
    for (const auto& path : added) RC_ASSERT((after.contains(path) && !before.contains(path)));
  }));
}

TEST_CASE("bundles: what is put in comes out, and what is cut short is refused") {
  CHECK(rc::check([] {
    const auto entries = *rc::gen::container<std::vector<std::string>>(rc::gen::string<std::string>());
    std::string bundle;
    for (const auto& entry : entries) add_to_bundle(bundle, entry);
    const auto width = static_cast<unsigned>(entries.size());
    RC_ASSERT((split_bundle(bundle, width).value() == entries));
    RC_ASSERT(!split_bundle(bundle, width + 1).has_value());
    if (!bundle.empty()) RC_ASSERT(!split_bundle(bundle.substr(0, bundle.size() - 1), width).has_value());
  }));
  std::string largest;
  add_to_bundle(largest, std::string(65'535, 'x'));
  CHECK(split_bundle(largest, 1).value().front().size() == 65'535);
  CHECK_FALSE(split_bundle(std::string("\0", 1), 1));
}

TEST_CASE("a ledger serves the tiles of its tree and no others") {
  SampleRegistry registry;
  std::vector<FactBody> facts;
  for (int i = 0; i < 300; ++i) {
    facts.push_back(ProducerRegistered{{"p" + std::to_string(i), "Cơ sở mẫu", "Thôn mẫu", "VN", {}, {}, {}, {}}});
  }
  REQUIRE(registry->append(facts, kNow));
  const auto& ledger = registry->ledger();
  const auto head = ledger.checkpoint()->head;
  REQUIRE(head.size >= 300);
  Frontier tree;
  std::vector<std::string> level0;
  for (const Tile& tile : tiles_between(0, head.size)) {
    const auto bytes = ledger.tile(tile);
    REQUIRE(bytes);
    if (tile.kind == TileKind::hashes) {
      CHECK(bytes->size() == tile.width * 32);
      if (tile.level == 0) level0.push_back(*bytes);
      continue;
    }
    const auto entries = split_bundle(*bytes, tile.width).value();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const Hash leaf = leaf_hash(as_bytes(entries[i]));
      CHECK(as_text(leaf) == std::string_view(level0[tile.index]).substr(i * 32, 32));
      tree.append(leaf, [](NodeId, const Hash&) {});
    }
  }
  CHECK(tree.root() == head.root);
  CHECK(ledger.tile({.index = 1, .width = 1}));  // of an earlier tree
  for (const Tile& tile : {Tile{.index = 1}, Tile{.index = 2, .width = 1}, Tile{.level = 1, .width = 2},
                           Tile{.level = 2, .width = 1},
                           Tile{.kind = TileKind::entries, .index = 1, .width = tiles_between(0, head.size)[1].width + 1}}) {
    CAPTURE(tile.path());
    CHECK(ledger.tile(tile).error().code == ErrorCode::not_found);
  }
}
