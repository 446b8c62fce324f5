// What a registry's service answers: read back when it is what was asked for, refused in one line
// when it is anything else.

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <boost/json.hpp>

#include "fixture.hpp"
#include "tem/service_client.hpp"
#include "tem/token.hpp"
#include "tem/verdict_answer.hpp"

using namespace tem;
using namespace tem::test;

namespace {

namespace json = boost::json;

/// One line, for a person, and no more than they read.
bool is_one_line(const Error& error) {
  const std::string line = error.str();
  return !line.empty() && line.size() < 2'500 &&
         std::ranges::none_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

/// `text` with a member set to JSON, or taken away where `to` is empty; "a.b" is b within a.
std::string edited(const std::string& text, std::string_view key, std::string_view to) {
  json::value whole = json::parse(text);
  json::value* at = &whole;
  for (auto dot = key.find('.'); dot != std::string_view::npos; dot = key.find('.')) {
    const std::string_view step = key.substr(0, dot);
    at = at->is_array() ? &at->as_array().at(std::stoul(std::string(step)))
                        : &at->as_object().at(step);
    key.remove_prefix(dot + 1);
  }
  if (to.empty()) {
    at->as_object().erase(key);
  } else {
    at->as_object()[key] = json::parse(to);
  }
  return json::serialize(whole);
}

struct Edit {
  std::string_view why, key, to;
};

/// A text that was changed as a broken line or a hostile service would.
std::string mutated(std::string text) {
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  const auto length = *rc::gen::inRange<std::size_t>(1, 40);
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      text[at] = *rc::gen::arbitrary<char>();
      break;
    case 1:
      text.resize(at);
      break;
    case 2:
      text.erase(at, length);
      break;
    case 3:
      text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), length));
      break;
    default:
      text.insert(at, *rc::gen::element<std::string>("\"", "{", "[", "null", "-1", "1e9", "\\u0000",
                                                     "\x1b[2J", "genuine", "99999999999999999999"));
  }
  return text;
}

const LotOrder kOrder{kTea, lot("L1"), 3, date("2026-11-01"), date("2027-11-01")};

/// As temd writes it.
struct Answers {
  Story story;
  Appended done;
  std::string appended, issued, to_seal;
  SigningKey key = generate_key();

  Answers() {
    const auto number = static_cast<KeyNumber>(story.registry.append(
        KeyRegistered{"tra", key.verifying_key(), date("2026-01-01"), std::nullopt}));
    const LotIssued run{kTea, lot("L1"), number, 0, 3, date("2026-11-01"), date("2027-11-01"),
                        true};
    done = story.registry.try_append(run).value();
    appended = json::serialize(
        json::object{{"first", done.first}, {"count", 1}, {"checkpoint", done.checkpoint.note}});
    json::object said{{"index", done.first},
                      {"gtin", kTea.str()},
                      {"lot", "L1"},
                      {"key", number},
                      {"first", 0},
                      {"count", 3},
                      {"produced", "2026-11-01"},
                      {"expires", "2027-11-01"},
                      {"active", true},
                      {"checkpoint", done.checkpoint.note}};
    issued = json::serialize(said);
    said["origin"] = story.registry->settings().origin;
    said["base"] = story.registry->settings().base.str();
    json::array list;
    const auto stamps = LotStamps::open(*story.registry, kTea, lot("L1")).value();
    for (std::uint32_t i = 0; i < 3; ++i) {
      const auto one = stamps.stamp_to_sign(i).value();
      list.push_back(
          json::object{{"index", i}, {"serial", one.serial.str()}, {"canonical", one.canonical}});
    }
    said["to_sign"] = std::move(list);
    said["label"] = json::object{{"product", "Trà hoa vàng Ba Chẽ"}, {"producer", "Cơ sở tra"}};
    to_seal = json::serialize(said);
  }
};

}  // namespace

TEST_CASE(
    "the error of a problem is told as if it were found here; of anything else by its status") {
  struct Case {
    std::string_view why, body;
    std::optional<Error> want;
  };
  const std::string long_detail(3'000, 'a');
  const std::string too_long = R"({"error": "bad_value", "detail": ")" + long_detail + "\"}";
  const Case cases[] = {
      {"tem's own", R"({"status": 409, "error": "printed_before", "detail": "lot L1: …"})",
       Error{ErrorCode::printed_before, "lot L1: …"}},
      {"no detail", R"({"error": "too_busy"})", Error{ErrorCode::too_busy, ""}},
      {"a detail that is no text", R"({"error": "too_busy", "detail": 7})",
       Error{ErrorCode::too_busy, ""}},
      {"a detail of two lines", R"({"error": "bad_value", "detail": "a\nb"})",
       Error{ErrorCode::bad_value, ""}},
      {"a detail that moves the cursor", R"({"error": "bad_value", "detail": "\u001b[2J"})",
       Error{ErrorCode::bad_value, ""}},
      {"a detail that turns the line round", R"({"error": "bad_value", "detail": "a\u202eb"})",
       Error{ErrorCode::bad_value, ""}},
      {"a detail that nobody reads", too_long, Error{ErrorCode::bad_value, ""}},
      {"an error that is not known", R"({"error": "gremlins", "detail": "x"})", std::nullopt},
      {"no error", R"({"status": 503, "title": "busy"})", std::nullopt},
      {"a list", "[]", std::nullopt},
      {"a page", "<html><body>503 Service Unavailable</body></html>", std::nullopt},
      {"nothing", "", std::nullopt},
      {"cut short", R"({"error": "bad_val)", std::nullopt},
  };
  for (const auto& [why, body, want] : cases) {
    CAPTURE(why);
    CHECK(parse_problem(body) == want);
  }

  struct Status {
    int status;
    ErrorCode want;
    int exit;
    std::string_view says;
  };
  const Status statuses[] = {
      {302, ErrorCode::bad_usage, 2, "give --server the address it leads to"},
      {308, ErrorCode::bad_usage, 2, "a redirect"},
      {401, ErrorCode::unauthorized, 2, "--token-file"},
      {403, ErrorCode::forbidden, 2, "does not let this in"},
      {404, ErrorCode::not_found, 3, "--server"},
      {413, ErrorCode::body_too_large, 2, "send less at once"},
      {429, ErrorCode::rate_limited, 3, "try again later"},
      {503, ErrorCode::too_busy, 3, "try again later"},
      {502, ErrorCode::not_reachable, 3, "try again later"},
      {599, ErrorCode::not_reachable, 3, "try again later"},
      {204, ErrorCode::not_reachable, 3, "--server"},
      {418, ErrorCode::not_reachable, 3, "--server"},
      {0, ErrorCode::not_reachable, 3, "--server"},
  };
  for (const auto& [status, want, exit, says] : statuses) {
    CAPTURE(status);
    const Error error = error_of_status(status);
    CHECK(error.code == want);
    CHECK(exit_status(error.code) == exit);
    CHECK(error.detail.find(says) != std::string::npos);
    CHECK(error.detail.find(std::to_string(status)) != std::string::npos);
    CHECK(is_one_line(error));
  }
}

TEST_CASE("what was appended") {
  const Answers said;
  const auto done = parse_appended(said.appended).value();
  CHECK(done.first == said.done.first);
  CHECK(done.count == 1);
  CHECK(done.checkpoint.note == said.done.checkpoint.note);
  CHECK(parse_appended(edited(said.appended, "later", R"({"a": [1]})")).has_value());

  const Edit edits[] = {
      {"no index", "first", ""},
      {"an index below 0", "first", "-1"},
      {"a fraction", "first", "1.5"},
      {"text for a number", "first", "\"38\""},
      {"beyond the log", "first", "900"},
      {"nothing appended", "count", "0"},
      {"more than the log", "count", "9007199254740991"},
      {"more than a number", "count", "9007199254740992"},
      {"no checkpoint", "checkpoint", ""},
      {"no note", "checkpoint", "\"tem.example\""},
      {"a number", "checkpoint", "7"},
      {"an empty one", "checkpoint", "\"\""},
  };
  for (const auto& [why, key, to] : edits) {
    CAPTURE(why);
    const auto refused = parse_appended(edited(said.appended, key, to));
    REQUIRE_FALSE(refused.has_value());
    CHECK(is_one_line(refused.error()));
  }
  for (const std::string text :
       {"", "[]", "null", "7", "{}", "<html>", "{\"first\": 1, \"first\": 2}"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_appended(text).has_value());
  }
}

TEST_CASE("what was issued is what was ordered") {
  const Answers said;
  const auto done = parse_issued(said.issued, kOrder).value();
  CHECK(done.issued.first == 0);
  CHECK(done.issued.count == 3);
  CHECK(done.appended.first == said.done.first);

  const Edit edits[] = {
      {"another product", "gtin", R"("08936000000028")"},
      {"another lot", "lot", R"("L2")"},
      {"more stamps", "count", "4"},
      {"fewer", "count", "2"},
      {"another day", "produced", R"("2026-11-02")"},
      {"no such day", "produced", R"("2026-11-31")"},
      {"never expires", "expires", ""},
      {"another expiry", "expires", R"("2028-11-01")"},
      {"not for sale yet", "active", "false"},
      {"no key", "key", "0"},
      {"a key that no log holds", "key", "4294967296"},
      {"ends behind the last index", "first", "4294967294"},
      {"begins there", "first", "4294967296"},
      {"an entry that the log has not", "index", "900"},
      {"no entry", "index", ""},
  };
  for (const auto& [why, key, to] : edits) {
    CAPTURE(why);
    const auto refused = parse_issued(edited(said.issued, key, to), kOrder);
    REQUIRE_FALSE(refused.has_value());
    CHECK(is_one_line(refused.error()));
  }
  LotOrder with_key = kOrder;
  with_key.key = done.issued.key;
  CHECK(parse_issued(said.issued, with_key).has_value());
  with_key.key = done.issued.key + 1;
  CHECK_FALSE(parse_issued(said.issued, with_key).has_value());
}

TEST_CASE("a key seals the run that was ordered, and nothing else that a service sends") {
  Answers said;
  const auto run = parse_run_to_seal(said.to_seal, kOrder).value();
  const auto stamps = seal_run(run, said.key).value();
  REQUIRE(stamps.size() == 3);
  for (std::uint32_t i = 0; i < 3; ++i) {
    CHECK(stamps[i].index == i);
    CHECK(said.story.check(stamps[i].uri).is_genuine());
  }
  CHECK(run.goods->product == "Trà hoa vàng Ba Chẽ");
  CHECK_FALSE(run.goods->stars.has_value());
  CHECK_FALSE(parse_run_to_seal(edited(said.to_seal, "label", ""), kOrder)->goods.has_value());

  const std::string canonical = run.canonical[0];
  const auto other = [&](std::string_view from, std::string_view to) {
    std::string text = canonical;
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return '"' + text.replace(at, from.size(), to) + '"';
  };
  const std::string another_lot = other("/10/L1/", "/10/L9/"),
                    another_product = other("0011/", "0028/"),
                    another_day = other("17=271101", "17=281101"), no_day = other("?17=271101", ""),
                    another_serial = '"' + run.canonical[1] + '"',
                    two_lines = '"' + canonical + "\\nhttps://id.gs1.org/01/08936000000028\"",
                    first_serial = '"' + run.serials[0].str() + '"';
  const Edit edits[] = {
      {"another lot", "to_sign.0.canonical", another_lot},
      {"another product", "to_sign.0.canonical", another_product},
      {"another expiry", "to_sign.0.canonical", another_day},
      {"no expiry", "to_sign.0.canonical", no_day},
      {"the next one's serial", "to_sign.0.canonical", another_serial},
      {"a second message", "to_sign.0.canonical", two_lines},
      {"a note of the log", "to_sign.0.canonical", R"("tem.example/quangninh\n7\n")"},
      {"nothing", "to_sign.0.canonical", R"("")"},
      {"missing", "to_sign.0.canonical", ""},
      {"a serial twice", "to_sign.1.serial", first_serial},
      {"no serial", "to_sign.1.serial", R"("IIIIIIIIII")"},
      {"another index", "to_sign.1.index", "2"},
      {"no list", "to_sign", ""},
      {"an empty list", "to_sign", "[]"},
      {"a list of one", "to_sign", "[{}]"},
      {"a list of texts", "to_sign", R"(["a", "b", "c"])"},
      {"no origin", "origin", ""},
      {"another registry's origin", "origin", R"("tem.example/khac")"},
      {"an origin of two lines", "origin", R"("tem.example\nx")"},
      {"no base", "base", ""},
      {"a base that is none", "base", R"("ftp://tem.example")"},
      {"another lot in all", "lot", R"("L9")"},
      {"stars beyond five", "label", R"({"product": "a", "producer": "b", "stars": 6})"},
      {"a label of another kind", "label", "[]"},
      {"a label without a name", "label", R"({"producer": "b"})"},
  };
  for (const auto& [why, key, to] : edits) {
    CAPTURE(why);
    const auto read = parse_run_to_seal(edited(said.to_seal, key, to), kOrder);
    const auto sealed = read ? seal_run(*read, said.key) : read.error();
    REQUIRE_FALSE(sealed.has_value());
    CHECK(is_one_line(sealed.error()));
  }

  CHECK(rc::check("whatever comes, what is sealed are stamps of the lot", [&] {
    std::string text = mutated(said.to_seal);
    if (*rc::gen::arbitrary<bool>()) text = mutated(text);
    const auto read = parse_run_to_seal(text, kOrder);
    const auto sealed = read ? seal_run(*read, said.key) : read.error();
    if (!sealed) {
      RC_ASSERT(is_one_line(sealed.error()));
      return;
    }
    RC_ASSERT(sealed->size() == 3u);
    for (const SignedStamp& stamp : *sealed) {
      const auto link = DigitalLink::parse(stamp.uri).value();
      RC_ASSERT(link.find("01") == kTea.view());
      RC_ASSERT(link.find("10") == "L1");
      RC_ASSERT(link.attributes() == (std::vector<Element>{{"17", "271101"}}));
    }
  }));
}

TEST_CASE("a verdict that is read back is the one that was written") {
  Story s;
  s.registry.append(CertificateGranted{kTea, "OCOP", 4, "1234/QĐ-UBND", "UBND tỉnh Quảng Ninh",
                                       date("2026-05-01"), date("2029-05-01")});
  s.issue("L1", 0, 10);
  s.issue("L2", 0, 10, "2026-11-20");
  s.issue("L3", 0, 10, "2027-11-01", false);
  s.issue("L4", 0, 10);
  s.registry.append(StampsVoided{kTea, lot("L1"), {{3, 3}}, "in hỏng"});
  s.registry.append(LotRecalled{kTea, lot("L4"), "Nhiễm vi sinh", "Mang trả nơi mua"});
  std::string forged = s.uri("L1", 0);
  forged.back() = forged.back() == '0' ? '1' : '0';
  const std::string texts[] = {s.uri("L1", 0), s.uri("L1", 3),
                               s.uri("L2", 0), s.uri("L3", 0),
                               s.uri("L4", 0), forged,
                               "hello",        "",
                               "\xff\xfe",     "https://khac.example/01/08936000000011"};
  std::vector<std::string_view> views(std::begin(texts), std::end(texts));
  std::string all = R"({"results": [)";
  for (const std::string& text : texts) {
    CAPTURE(text);
    const std::string written = to_json(s.check(text), text, {});
    const auto read = parse_verdict(written, text);
    REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().str()));
    CHECK(to_json(*read, text, {}) == written);
    all += (all.back() == '[' ? "" : ",") + written;
  }
  all += "]}";
  const auto list = parse_verdicts(all, views).value();
  REQUIRE(list.size() == std::size(texts));
  CHECK(list[0].is_genuine());
  CHECK(list[4].headline() == Finding::recalled_);

  SUBCASE("answers in another order, or not as many, are none") {
    std::swap(views[0], views[1]);
    CHECK_FALSE(parse_verdicts(all, views).has_value());
    std::swap(views[0], views[1]);
    std::swap(views[6], views[7]);  // neither is a stamp
    CHECK_FALSE(parse_verdicts(all, views).has_value());
    std::swap(views[6], views[7]);
    views.pop_back();
    CHECK_FALSE(parse_verdicts(all, views).has_value());
    for (const char* text : {"", "[]", "{}", R"({"results": {}})", R"({"results": [null]})"}) {
      CAPTURE(text);
      CHECK_FALSE(parse_verdicts(text, {texts[0]}).has_value());
    }
  }
  SUBCASE("more than a verdict can be") {
    const std::string padded =
        std::string(kMaxVerdictBytes, ' ') + to_json(s.check(texts[0]), texts[0], {});
    CHECK(parse_verdict(padded, texts[0]).error().code == ErrorCode::too_long);
  }
}

TEST_CASE("no answer calls genuine what it does not show to be the stamp that was asked about") {
  Story s;
  s.issue("L1", 0, 10);
  const std::string uri = s.uri("L1", 0), other = s.uri("L1", 1);
  const std::string written = to_json(s.check(uri), uri, {});
  CHECK_FALSE(parse_verdict(written, other).has_value());

  const Edit edits[] = {
      {"no stamp", "stamp", ""},
      {"a stamp that is none", "stamp", "[]"},
      {"another serial", "stamp.serial", R"("0000000000")"},
      {"another lot", "stamp.lot", R"("L2")"},
      {"another product", "stamp.gtin", R"("08936000000028")"},
      {"another key", "stamp.key", "1"},
      {"no key", "stamp.key", ""},
      {"another headline", "verdict", R"("forged")"},
      {"no headline", "verdict", ""},
      {"no findings", "findings", "[]"},
      {"a finding that is none", "findings", R"(["fine"])"},
      {"genuine twice", "findings", R"(["genuine", "genuine"])"},
      {"genuine beside recalled", "findings", R"(["recalled", "genuine"])"},
      {"recalled after it", "findings", R"(["genuine", "recalled"])"},
      {"a recall", "recall", R"({"reason": "x"})"},
      {"a void", "void", R"({"reason": "x"})"},
      {"an error", "error", R"("bad_seal")"},
      {"another text", "input", R"("https://tem.example/")"},
      {"no words", "message", ""},
      {"half the words", "message.vi", ""},
      {"never checked", "checked", ""},
      {"no time", "checked.at", R"("yesterday")"},
      {"in a way that is none", "checked.mode", R"("guessed")"},
      {"no root", "checked.checkpoint.root", R"("AAAA")"},
      {"a size below 0", "checked.checkpoint.size", "-1"},
      {"a product of another form", "product", R"({"name": 7})"},
      {"places that are numbers", "history", R"({"scans": 1, "places": [1]})"},
      {"scans beyond numbers", "history", R"({"scans": 1e300})"},
  };
  for (const auto& [why, key, to] : edits) {
    CAPTURE(why);
    const auto refused = parse_verdict(edited(written, key, to), uri);
    REQUIRE_FALSE(refused.has_value());
    CHECK(is_one_line(refused.error()));
  }

  CHECK(rc::check("and no change of a byte does", [&] {
    std::string text = mutated(written);
    if (*rc::gen::arbitrary<bool>()) text = mutated(text);
    const auto asked = *rc::gen::element(uri, other, std::string("https://tem.example/"));
    const auto read = parse_verdict(text, asked);
    if (!read) {
      RC_ASSERT(is_one_line(read.error()));
    } else if (read->is_genuine()) {
      RC_ASSERT(asked == uri);
      RC_ASSERT(read->findings.size() == 1u);
      RC_ASSERT(read->stamp->canonical() == DigitalLink::parse(uri)->canonical());
    }
  }));
}

TEST_CASE("which addresses a service is asked at") {
  const std::string token = Token::from_random(Role::operator_, Bytes<32>{}).str();
  struct Case {
    std::string_view why, url;
    bool with_token, plain;
    std::optional<ErrorCode> want;  ///< none: taken
  };
  const Case cases[] = {
      {"over TLS", "https://tem.example", true, false, {}},
      {"under a path", "https://tem.example/quangninh/", true, false, {}},
      {"this machine", "http://127.0.0.1:8080", true, false, {}},
      {"by its name", "http://localhost:8080", true, false, {}},
      {"by IPv6", "http://[::1]:8080", true, false, {}},
      {"another of its addresses", "http://127.9.9.9", true, false, {}},
      {"plain, and said so", "http://tem.example", true, true, {}},
      {"plain", "http://tem.example", true, false, ErrorCode::bad_usage},
      {"plain without a token: anyone could answer", "http://tem.example", false, false,
       ErrorCode::bad_usage},
      {"a name that begins like a loopback address", "http://127.0.0.1.tem.example", true, false,
       ErrorCode::bad_usage},
      {"the same, shorter", "http://127.tem.example", true, false, ErrorCode::bad_usage},
      {"a name that begins like localhost", "http://localhost.tem.example", true, false,
       ErrorCode::bad_usage},
      {"a user that looks like a host", "http://127.0.0.1@tem.example", true, false,
       ErrorCode::bad_value},
      {"a user and a password", "https://a:b@tem.example", true, false, ErrorCode::bad_value},
      {"a query", "https://tem.example/?a=b", true, false, ErrorCode::bad_value},
      {"a fragment", "https://tem.example/#a", true, false, ErrorCode::bad_value},
      {"no host", "https://", true, false, ErrorCode::bad_value},
      {"a line feed", "https://tem.example/\nx", true, false, ErrorCode::bad_value},
      {"no scheme", "tem.example", true, false, ErrorCode::bad_scheme},
      {"a file", "file:///etc/passwd", true, false, ErrorCode::bad_scheme},
      {"nothing", "", true, false, ErrorCode::bad_scheme},
  };
  for (const auto& [why, url, with_token, plain, want] : cases) {
    CAPTURE(why);
    const auto made = ServiceClient::make(
        {.url = std::string(url), .token = with_token ? token : "", .allow_plain_http = plain});
    if (want) {
      REQUIRE_FALSE(made.has_value());
      CHECK(made.error().code == *want);
      CHECK(is_one_line(made.error()));
      CHECK(made.error().str().find(token) == std::string::npos);
    } else {
      CHECK_MESSAGE(made.has_value(), (made ? "" : made.error().str()));
    }
  }
}
