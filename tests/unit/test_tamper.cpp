// Whatever is done to a stamp's text, it either means what it meant or does not verify.

#include <doctest/doctest.h>

#include <array>
#include <optional>
#include <set>
#include <utility>

#include "tem/stamp.hpp"
#include "vectors.hpp"

using namespace tem;

namespace {

const test::StampVectors& vectors() {
  static const test::StampVectors loaded;
  return loaded;
}

struct Original {
  std::string why, uri, canonical, seal;
  std::size_t path;   ///< where `/01/` begins
  std::size_t query;  ///< where `?` stands
};

std::vector<Original> originals() {
  std::vector<Original> all;
  for (const auto& v : vectors().json.at("stamps").as_array()) {
    Original o{
        test::text_at(v, "why"), test::text_at(v, "uri"), test::text_at(v, "canonical"), {}, 0, 0};
    o.path = o.uri.find("/01/");
    o.query = o.uri.find('?');
    o.seal = o.uri.substr(o.uri.find("s=") + 2);
    all.push_back(std::move(o));
  }
  return all;
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string join(const std::vector<std::string>& parts, char with) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i ? std::string(1, with) : "") + parts[i];
  return text;
}

std::string decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && std::isxdigit(text[i + 1]) &&
        std::isxdigit(text[i + 2])) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

/// What a stamp's text says, read naively and without the library: the decoded path after the last
/// `/01/`, the AIs of the query in order of their keys, and the seal as it stands.
using Meaning = std::array<std::vector<std::string>, 3>;

std::optional<Meaning> meaning_of(std::string_view text) {
  text = text.substr(0, text.find('#'));
  const auto path = text.substr(0, text.find('?'));
  const auto start = path.rfind("/01/");
  if (start == std::string_view::npos) return {};
  Meaning meaning;
  for (const auto& part : split(path.substr(start + 1), '/')) meaning[0].push_back(decode(part));
  if (path.size() == text.size()) return meaning;
  for (const auto& field : split(text.substr(path.size() + 1), '&')) {
    const std::string key = field.substr(0, field.find('='));
    if (key == "s") meaning[2].push_back(field);
    if (!key.empty() && key.find_first_not_of("0123456789") == std::string::npos) {
      meaning[1].push_back(decode(field));
    }
  }
  std::sort(meaning[1].begin(), meaning[1].end());
  return meaning;
}

enum class Outcome { malformed, no_such_key, forged, genuine };

Outcome outcome_of(const std::string& text, const Original& original) {
  const auto claim = UnverifiedStamp::parse(text);
  if (!claim) return Outcome::malformed;
  const auto* key = vectors().find_key(claim->key_number());
  if (key == nullptr) return Outcome::no_such_key;
  const auto stamp = claim->verify(*key, vectors().origin);
  if (!stamp) return Outcome::forged;
  // The law: it verified, so it says what the original said, under the same seal.
  if (stamp->canonical() != original.canonical) FAIL_CHECK("another canonical form: " << text);
  if (meaning_of(text) != meaning_of(original.uri)) FAIL_CHECK("another meaning: " << text);
  return Outcome::genuine;
}

/// Outcomes of many mutants of one kind.
class Tally {
 public:
  Outcome add(const std::string& text, const Original& original) {
    const Outcome outcome = outcome_of(text, original);
    ++counts_[static_cast<std::size_t>(outcome)];
    return outcome;
  }
  int operator[](Outcome outcome) const { return counts_[static_cast<std::size_t>(outcome)]; }
  int tried() const { return counts_[0] + counts_[1] + counts_[2] + counts_[3]; }

 private:
  std::array<int, 4> counts_{};
};

/// Is the byte a hexadecimal digit of a percent-encoding?
bool in_escape(const std::string& uri, std::size_t at) {
  return (at >= 1 && uri[at - 1] == '%') || (at >= 2 && uri[at - 2] == '%');
}

/// Fields of a query, or elements of a path, put together again.
std::string with_query(const Original& o, const std::vector<std::string>& fields) {
  return o.uri.substr(0, o.query + 1) + join(fields, '&');
}
std::string with_path(const Original& o, const std::vector<std::string>& parts) {
  return o.uri.substr(0, o.path + 1) + join(parts, '/') + o.uri.substr(o.query);
}

const std::string kSelection =
    std::string("059AZafs/?&=#%+ .,-_~:;@!\"\\\t\n\r\x7F\x80\xFF") + '\0';

}  // namespace

TEST_CASE("the originals verify") {
  REQUIRE(originals().size() == 6);
  for (const auto& o : originals()) {
    CAPTURE(o.why);
    CHECK(outcome_of(o.uri, o) == Outcome::genuine);
    CHECK(meaning_of(o.uri)->at(0).size() == 6);
    CHECK(meaning_of(o.uri)->at(2) == std::vector<std::string>{"s=" + o.seal});
  }
}

TEST_CASE("every byte replaced") {
  Tally base, signed_part;
  int hex_case = 0;
  for (const auto& o : originals()) {
    CAPTURE(o.why);
    for (std::size_t at = 0; at < o.uri.size(); ++at) {
      std::string others = kSelection;
      if (at % 7 == 0 || (at >= o.path && at <= o.query)) {
        for (char c = '!'; c <= '~'; ++c) others += c;
      }
      for (const char c : others) {
        if (c == o.uri[at]) continue;
        std::string text = o.uri;
        text[at] = c;
        if (at < o.path) {
          base.add(text, o);
          continue;
        }
        if (signed_part.add(text, o) != Outcome::genuine) continue;
        // Only the case of an escape's digit may change.
        const bool same = in_escape(o.uri, at) && std::tolower(c) == std::tolower(o.uri[at]);
        if (!same) FAIL_CHECK("verified after byte " << at << " changed: " << text);
        ++hex_case;
      }
    }
  }
  CHECK(signed_part.tried() > 50'000);
  CHECK(signed_part[Outcome::forged] > 5'000);
  CHECK(signed_part[Outcome::genuine] == hex_case);
  CHECK(hex_case > 0);
  CHECK(base[Outcome::genuine] > 100);    // another host is no tampering
  CHECK(base[Outcome::malformed] > 100);  // another scheme is no URI of ours
}

TEST_CASE("bytes deleted, doubled, swapped, inserted, cut off") {
  Tally tally;
  for (const auto& o : originals()) {
    CAPTURE(o.why);
    const auto refuse = [&](const std::string& text) {
      if (tally.add(text, o) == Outcome::genuine) FAIL_CHECK("verified: " << text);
    };
    for (std::size_t at = o.path + 1; at < o.uri.size(); ++at) {
      refuse(std::string(o.uri).erase(at, 1));
      refuse(o.uri.substr(0, at));
      if (at + 1 < o.uri.size() && o.uri[at] != o.uri[at + 1]) {
        std::string text = o.uri;
        std::swap(text[at], text[at + 1]);
        refuse(text);
      }
      tally.add(std::string(o.uri).insert(at, 1, o.uri[at]), o);
      for (const char c : kSelection) tally.add(std::string(o.uri).insert(at, 1, c), o);
    }
    for (std::size_t at = 0; at <= o.path; ++at) {
      tally.add(std::string(o.uri).erase(at, 1), o);
      tally.add(std::string(o.uri).insert(at, 1, o.uri[at]), o);
      std::string text = o.uri;
      std::swap(text[at], text[at + 1]);
      tally.add(text, o);
    }
  }
  CHECK(tally.tried() > 40'000);
  CHECK(tally[Outcome::forged] > 1'000);
}

TEST_CASE("escapes: the path may be written in another way, the seal may not") {
  Tally tally;
  for (const auto& o : originals()) {
    CAPTURE(o.why);
    for (std::size_t at = o.path; at < o.uri.size(); ++at) {
      for (const auto* form : {"%%%02X", "%%%02x"}) {
        std::array<char, 4> escape{};
        std::snprintf(escape.data(), escape.size(), form, static_cast<unsigned>(o.uri[at]));
        const std::string text = std::string(o.uri).replace(at, 1, escape.data());
        const bool genuine = tally.add(text, o) == Outcome::genuine;
        if (genuine && at + o.seal.size() + 2 >= o.uri.size()) {
          FAIL_CHECK("verified with an escape in the seal: " << text);
        }
      }
    }
  }
  CHECK(tally[Outcome::genuine] > 100);
  CHECK(tally[Outcome::malformed] > 1'000);
}

TEST_CASE("query fields dropped, doubled, moved, swapped with another stamp's") {
  Tally tally;
  const auto all = originals();
  for (const auto& o : all) {
    CAPTURE(o.why);
    const auto refuse = [&](const std::string& text) {
      if (tally.add(text, o) == Outcome::genuine) FAIL_CHECK("verified: " << text);
    };
    const auto fields = split(o.uri.substr(o.query + 1), '&');
    for (std::size_t i = 0; i < fields.size(); ++i) {
      auto dropped = fields;
      dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(i));
      refuse(with_query(o, dropped));
      for (std::size_t to = 0; to <= fields.size(); ++to) {
        auto doubled = fields;
        doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(to), fields[i]);
        refuse(with_query(o, doubled));
      }
      for (std::size_t j = i + 1; j < fields.size(); ++j) {
        auto moved = fields;
        std::swap(moved[i], moved[j]);
        CHECK(tally.add(with_query(o, moved), o) == Outcome::genuine);  // order means nothing
      }
      auto emptied = fields;
      emptied[i] = fields[i].substr(0, fields[i].find('=') + 1);
      refuse(with_query(o, emptied));
      emptied[i].pop_back();
      refuse(with_query(o, emptied));
    }
    for (const auto& other : all) {
      const auto foreign = split(other.uri.substr(other.query + 1), '&');
      for (const auto& field : foreign) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
          if (field == fields[i]) continue;
          auto swapped = fields;
          swapped[i] = field;
          refuse(with_query(o, swapped));
        }
        auto added = fields;
        added.push_back(field);
        refuse(with_query(o, added));
        added.pop_back();
        added.insert(added.begin(), field);
        refuse(with_query(o, added));
      }
      if (&other != &o) refuse(with_query(o, foreign));
    }
  }
  CHECK(tally.tried() > 200);
  CHECK(tally[Outcome::forged] > 30);
}

TEST_CASE("path elements dropped, doubled, moved, swapped with another stamp's") {
  Tally tally;
  const auto all = originals();
  for (const auto& o : all) {
    CAPTURE(o.why);
    const auto refuse = [&](const std::string& text) {
      if (tally.add(text, o) == Outcome::genuine) FAIL_CHECK("verified: " << text);
    };
    const auto parts = split(o.uri.substr(o.path + 1, o.query - o.path - 1), '/');
    REQUIRE(parts.size() == 6);
    const auto take = [&](std::initializer_list<std::size_t> order) {
      std::vector<std::string> taken;
      for (const auto i : order) taken.push_back(parts[i]);
      return with_path(o, taken);
    };
    for (std::size_t i = 0; i < 6; ++i) {
      auto dropped = parts;
      dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(i));
      refuse(with_path(o, dropped));
      auto doubled = parts;
      doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(i), parts[i]);
      if (i != 0) refuse(with_path(o, doubled));  // `/01` before `/01/` belongs to the base
      auto emptied = parts;
      emptied[i].clear();
      refuse(with_path(o, emptied));
      for (std::size_t j = i + 1; j < 6; ++j) {
        auto swapped = parts;
        std::swap(swapped[i], swapped[j]);
        refuse(with_path(o, swapped));
      }
      for (const auto& other : all) {
        const auto foreign =
            split(other.uri.substr(other.path + 1, other.query - other.path - 1), '/');
        if (foreign[i] == parts[i]) continue;
        auto swapped = parts;
        swapped[i] = foreign[i];
        refuse(with_path(o, swapped));
      }
    }
    refuse(take({0, 1, 2, 3}));
    refuse(take({0, 1, 4, 5}));
    refuse(take({2, 3, 4, 5}));
    refuse(take({0, 1, 4, 5, 2, 3}));
    refuse(take({2, 3, 0, 1, 4, 5}));
    refuse(take({4, 5, 2, 3, 0, 1}));
    refuse(take({0, 1, 2, 3, 2, 3, 4, 5}));
    refuse(take({0, 1, 2, 3, 4, 5, 4, 5}));
    refuse(take({0, 1, 2, 3, 4, 5, 0, 1}));
    refuse(with_path(o, parts) + "/");
    // The same path once more in front is only a longer base.
    CHECK(tally.add(take({0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5}), o) == Outcome::genuine);
    // An attribute may not move into the path, nor a qualifier into the query.
    refuse(with_path(o, {"01", parts[1], "10", parts[3], "21", parts[5], "17", "271231"}));
    refuse(take({0, 1, 4, 5}) + "&10=" + parts[3]);
    refuse(take({0, 1, 2, 3}) + "&21=" + parts[5]);
  }
  CHECK(tally.tried() > 300);
  CHECK(tally[Outcome::forged] > 10);
}

TEST_CASE("the seal of another key, of another stamp, in another form") {
  Tally tally;
  const auto all = originals();
  for (const auto& o : all) {
    CAPTURE(o.why);
    const auto refuse = [&](const std::string& seal) {
      const std::string text = o.uri.substr(0, o.uri.size() - o.seal.size()) + seal;
      if (tally.add(text, o) == Outcome::genuine) FAIL_CHECK("verified: " << text);
    };
    const std::string number = o.seal.substr(0, o.seal.size() - kSignatureDigits);
    const std::string digits = o.seal.substr(number.size());
    for (const std::string_view other :
         {"", "0", "1", "2", "42", "43", "4294967295", "4294967296"}) {
      if (other != number) refuse(std::string(other) + digits);
    }
    for (const auto& other : all) {
      if (other.seal != o.seal) refuse(other.seal);
    }
    const auto signature = Seal::parse(o.seal).value().signature;
    for (std::size_t bit = 0; bit < 512; ++bit) {
      Seal changed = Seal::parse(o.seal).value();
      changed.signature[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
      refuse(changed.str());
    }
    refuse(to_hex(signature));
    refuse(o.seal + " ");
    refuse("0" + o.seal);
    refuse("+" + o.seal);
  }
  CHECK(tally.tried() > 3'000);
  CHECK(tally[Outcome::forged] > 3'000);
}
