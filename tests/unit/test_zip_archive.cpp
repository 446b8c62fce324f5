#include "zip_archive.hpp"

#include <doctest/doctest.h>

#include "archives.hpp"
#include "tem/image.hpp"

using namespace tem;
using namespace tem::cli;
using test::zip_of;

namespace {

bool all(const std::string&, std::span<const std::byte>) { return true; }

/// "name: bytes" or "name! error", each member of the archive.
std::vector<std::string> members(const std::string& bytes) {
  auto zip = ZipArchive::from_bytes(bytes);
  if (!zip) return {"! " + std::string(name(zip.error().code))};
  std::vector<std::string> out;
  while (auto member = zip->next(all)) {
    out.push_back(member->bytes
                      ? member->name + ": " + **member->bytes
                      : member->name + "! " + std::string(name(member->bytes.error().code)));
  }
  CHECK(zip->left() == 0);
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("members come in the order of the archive, whole") {
  CHECK(members(zip_of({{"b.txt", "hello"}, {"a/", ""}, {"a/ảnh.txt", "x"}, {"e", ""}})) ==
        Lines{"b.txt: hello", "a/ảnh.txt: x", "e: "});
  const std::string long_text(3 * kZipHeadBytes + 7, 'y');
  CHECK(members(zip_of({{"l", long_text}})) == Lines{"l: " + long_text});
}

TEST_CASE("what is not wanted is not read") {
  auto zip = ZipArchive::from_bytes(zip_of({{"a", std::string(9000, 'a')}, {"b", "b"}})).value();
  std::vector<std::size_t> heads;
  const auto only_b = [&](const std::string& name, std::span<const std::byte> head) {
    heads.push_back(head.size());
    return name == "b";
  };
  auto first = zip.next(only_b);
  REQUIRE((first && first->bytes));
  CHECK_FALSE(first->bytes->has_value());
  auto second = zip.next(only_b);
  REQUIRE((second && second->bytes && *second->bytes));
  CHECK(heads == std::vector<std::size_t>{kZipHeadBytes, 1});
}

TEST_CASE("what an archive may not be") {
  const std::string good = zip_of({{"a.txt", "hello hello hello"}, {"b.txt", "x"}});
  struct Case {
    std::string_view why;
    std::string bytes;
    Lines want;
  };
  using namespace std::string_literals;
  std::string wrong_sum = good;
  wrong_sum[14] = static_cast<char>(wrong_sum[14] ^ 1);  // CRC of the first local header
  const auto directory = wrong_sum.find("PK\1\2");
  wrong_sum[directory + 16] = static_cast<char>(wrong_sum[directory + 16] ^ 1);
  std::string unknown_method = good;  // 77 in the first local header and in the directory
  unknown_method[8] = unknown_method[directory + 10] = 77;
  std::string huge_directory = good;
  huge_directory.replace(huge_directory.find("PK\5\6") + 12, 4, "\xFF\xFF\xFF\x7F");
  const Case cases[] = {
      {"nothing", "", {"! bad_image"}},
      {"a local header alone", good.substr(0, 40), {"! bad_image"}},
      {"the end is cut off", good.substr(0, good.size() - 30), {"! bad_image"}},
      {"a directory that claims 2 GiB", huge_directory, {"! too_long"}},
      {"Zip64", good + "PK\6\7"s, {"! unsupported_format"}},
      {"a password", zip_of({{"a", "x", "pw"}, {"b", "y"}}), {"a! cannot_read", "b: y"}},
      {"a wrong checksum", wrong_sum, {"a.txt! bad_image", "b.txt: x"}},
      {"a name that leads out", zip_of({{"../a", "x"}, {"b", "y"}}), {"../a! bad_value", "b: y"}},
      {"an absolute name", zip_of({{"/etc/a", "x"}}), {"/etc/a! bad_value"}},
      {"a name longer than the limit",
       zip_of({{std::string(kMaxMemberNameBytes + 1, 'n'), "x"}, {"b", "y"}}),
       {"member 1! too_long", "b: y"}},
      {"an unknown compression", unknown_method, {"a.txt! cannot_read", "b.txt: x"}},
  };
  for (const auto& [why, bytes, want] : cases) {
    CAPTURE(why);
    std::string got;
    for (const auto& line : members(bytes)) got += line + "\n";
    CAPTURE(got);
    CHECK(members(bytes) == want);
  }
}

TEST_CASE("names that stay within") {
  for (const char* good : {"a", "a/b", "a..b/c", "...", ".hidden/x", "a\\b"}) {
    CAPTURE(good);
    CHECK(is_inner_path(good));
  }
  for (const char* bad :
       {"", "/a", "\\a", "..", "../a", "a/../b", "a/..", "a\\..\\b", "C:\\a", "c:a"}) {
    CAPTURE(bad);
    CHECK_FALSE(is_inner_path(bad));
  }
}

TEST_CASE("bounds: bytes of a member, of a picture, of all, and their number") {
  const std::string zeros(kMaxMemberBytes + 1, '\0');
  // One too large, and after kLeastZipBudget bytes of such an archive nothing more is read.
  CHECK(members(zip_of({{"a", zeros}, {"b", "x"}})) == Lines{"a! too_long"});
  std::string picture = "P5\n";
  picture.resize(kMaxImageBytes + 1, 'x');
  std::string noise(1 << 20, '\0');  // makes room in the budget
  std::uint32_t state = 1;
  for (char& c : noise) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  CHECK(members(zip_of({{"n", noise}, {"p.pgm", picture}, {"b", "x"}})) ==
        Lines{"n: " + noise, "p.pgm! too_long", "b: x"});

  const std::string half(kLeastZipBudget / 2 + 1, '\0');
  const auto bomb = members(zip_of({{"a", half}, {"b", half}, {"c", half}, {"d", "x"}}));
  REQUIRE(bomb.size() == 2);
  CHECK(bomb[1] == "b! too_long");

  std::vector<test::ZipEntry> many(kMaxZipMembers + 1);
  for (std::size_t i = 0; i < many.size(); ++i) many[i].name = std::to_string(i);
  CHECK(members(zip_of(many)) == Lines{"! too_long"});
  many.pop_back();
  CHECK(members(zip_of(many)).size() == kMaxZipMembers);
}
