#include "verify_report.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "file_bytes.hpp"
#include "fixture.hpp"
#include "html_report.hpp"
#include "tem/parallel.hpp"
#include "spool.hpp"
#include "tem/bytes.hpp"

using namespace tem;
using namespace tem::cli;
namespace fs = std::filesystem;

namespace {

Source in_picture(const std::string& file, int left = 10) {
  Source source;
  source.file = file;
  source.corners = {{left, 10}, {left + 50, 10}, {left + 50, 60}, {left, 60}};
  return source;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

Answer answer_of(const std::string& file, std::vector<Checked> checked) {
  Answer answer;
  answer.file = file;
  answer.checked = std::move(checked);
  return answer;
}

ReportHead head_of(const std::string& inspector) {
  return {.registry = "OCOP mẫu",
          .is_demonstration = true,
          .inspector = inspector,
          .at = test::kNow,
          .time_zone = "Asia/Ho_Chi_Minh",
          .mode = CheckMode::online,
          .checkpoint = TreeHead{"tem.example/quangninh", 39, {}}};
}

/// The page that the answers make.
std::string page_of(const std::vector<Answer>& answers, const std::string& inspector = "An",
                    bool is_interrupted = false) {
  const test::TempDir folder;
  const std::string file = (folder.path() / "report.html").string();
  auto report = html_report(file, head_of(inspector));
  REQUIRE(report);
  TwiceSeen twice;
  std::uint64_t row = 0, unread = 0;
  for (const auto& answer : answers) {
    for (const auto& one : answer.checked) twice.add(row++, one.verdict, one.found.source);
    unread += answer.errors.size();
    REQUIRE((*report)->add(answer));
    CHECK_FALSE(fs::exists(file));
  }
  REQUIRE((*report)->finish({unread, twice, is_interrupted}));
  return test::bytes_of(file);
}

}  // namespace

TEST_CASE("a stamp seen twice: in pictures, in two places, and by what it is") {
  test::Story story;
  story.issue("L1", 0, 3);
  const Verdict first = story.check(story.uri("L1", 0)), second = story.check(story.uri("L1", 1));
  const Verdict none = story.check("https://example.com/");
  struct Case {
    std::string_view why;
    std::vector<std::pair<const Verdict*, Source>> seen;
    std::vector<std::vector<std::uint64_t>> rows;
  };
  Source page = in_picture("a.pdf"), other_page = page;
  page.page = 1;
  other_page.page = 2;
  Source line;
  line.file = "list.txt";
  line.line = 1;
  const Case cases[] = {
      {"nothing", {}, {}},
      {"two stamps", {{&first, in_picture("a")}, {&second, in_picture("b")}}, {}},
      {"two files", {{&first, in_picture("a")}, {&first, in_picture("b")}}, {{0, 1}}},
      {"two places in one", {{&first, in_picture("a")}, {&first, in_picture("a", 300)}}, {{0, 1}}},
      {"two pages", {{&first, page}, {&first, other_page}}, {{0, 1}}},
      {"the same file given again", {{&first, in_picture("a")}, {&first, in_picture("a")}}, {}},
      {"lines of a list", {{&first, line}, {&first, line}, {&first, in_picture("a")}}, {}},
      {"what is no stamp", {{&none, in_picture("a")}, {&none, in_picture("b")}}, {}},
      {"by the first of each",
       {{&second, in_picture("a")},
        {&first, in_picture("b")},
        {&first, in_picture("c")},
        {&second, in_picture("d")},
        {&second, in_picture("e")}},
       {{0, 3, 4}, {1, 2}}},
  };
  for (const auto& [why, seen, rows] : cases) {
    CAPTURE(why);
    TwiceSeen twice;
    for (std::size_t i = 0; i < seen.size(); ++i) twice.add(i, *seen[i].first, seen[i].second);
    std::vector<std::vector<std::uint64_t>> got;
    for (const auto& sights : twice.groups()) {
      auto& group = got.emplace_back();
      for (const cli::Sight& sight : sights) group.push_back(sight.row);
    }
    CHECK(got == rows);
  }
}

TEST_CASE("each row knows the others, and a stamp that is everywhere costs no square") {
  test::Story story;
  story.issue("L1", 0, 1);
  const Verdict verdict = story.check(story.uri("L1", 0));
  TwiceSeen twice;
  twice.add(0, verdict, in_picture("a"));
  twice.add(1, verdict, in_picture("b"));
  twice.add(2, verdict, in_picture("a"));
  auto others = twice.others();
  REQUIRE(others.size() == 3);
  CHECK(others[0].front().source.file == "b");
  CHECK(others[1].front().source.file == "a");
  CHECK(others[2].front().source.file == "b");
  for (std::uint64_t row = 3; row < 3000; ++row) {
    twice.add(row, verdict, in_picture(std::to_string(row)));
  }
  others = twice.others();
  CHECK(others.size() == 3000);
  CHECK(others.at(2999).size() == kMaxOthers);
}

TEST_CASE("the page says who, when, against what, and every outcome") {
  test::Story story;
  story.issue("L1", 0, 2);
  const std::string good = story.uri("L1", 0);
  std::string bad = good;
  bad.back() = bad.back() == '0' ? '1' : '0';
  Answer broken;
  broken.file = "c.jpg";
  broken.errors.push_back({ErrorCode::bad_image, "c.jpg: JPEG: the file is cut short"});
  Answer blank;
  blank.file = "d.jpg";
  blank.errors.push_back({ErrorCode::no_qr_found, "d.jpg: no QR code found"});
  const std::string page =
      page_of({answer_of("a.jpg", {{{good, in_picture("a.jpg")}, story.check(good)}}),
               answer_of("b.jpg", {{{good, in_picture("b.jpg")}, story.check(good)},
                                   {{bad, in_picture("b.jpg", 200)}, story.check(bad)}}),
               broken, blank});
  for (const char* part :
       {"Người kiểm tra", "<bdi>An</bdi>", "24/11/2026 10:00", "2026-11-24T03:00:00Z",
        "tem.example/quangninh, 39 mục", "Dữ liệu mẫu", "Tem thật", "Tem giả",
        "JPEG: the file is cut short", "Không đọc được tệp", "Không thấy mã nào",
        "Trà hoa vàng Ba Chẽ", "Cùng một tem", "href=\"#t1\"", "href=\"#r0\"", "id=\"r1\"",
        "id=\"t1\"", "default-src 'none'"}) {
    CAPTURE(part);
    CHECK(page.find(part) != std::string::npos);
  }
  CHECK(count(page, "<article ") == 4);
  CHECK(count(page, "</article>") == 4);
  CHECK(count(page, "<li class=\"code") == 5);
  CHECK(page.find("Chưa xong") == std::string::npos);
  CHECK(page.find('\0') == std::string::npos);
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("src=\"http") == std::string::npos);
  CHECK(page.find("href=\"http") == std::string::npos);
  const auto a = page.find("a.jpg</bdi></h3>"), c = page.find("c.jpg</bdi></h3>");
  CHECK(a < c);

  const std::string part = page_of({}, "", true);
  CHECK(part.find("Chưa xong") != std::string::npos);
  CHECK(part.find("Người kiểm tra") == std::string::npos);
}

TEST_CASE("no foreign text is markup") {
  test::Story story;
  const std::string evil = "<img src=x onerror=alert(1)>\"'&{{utc}}{{{style}}}\x1b\xff";
  Answer failed;
  failed.file = evil;
  failed.errors.push_back({ErrorCode::bad_image, evil + ": " + evil});
  const std::string page =
      page_of({answer_of(evil, {{{evil, in_picture(evil)}, story.check(evil)}}), failed}, evil);
  CHECK(page.find("<img") == std::string::npos);
  CHECK(page.find(
            "&lt;img src=x onerror=alert(1)&gt;&quot;&apos;&amp;{{utc}}{{{style}}}\\x1b\uFFFD") !=
        std::string::npos);
  CHECK(page.find('\x1b') == std::string::npos);
  CHECK(page.find('\xff') == std::string::npos);
}

TEST_CASE("the reason of an error, without the file's name") {
  const auto reason = [](std::string text, const std::string& file) {
    return reason_of({ErrorCode::bad_image, std::move(text)}, file);
  };
  CHECK(reason("a.jpg: cut short", "a.jpg") == "cut short");
  CHECK(reason("a.pdf, page 2: blank", "a.pdf") == "page 2: blank");
  CHECK(reason("something else", "a.jpg") == "something else");
  CHECK(reason("a.jpgx: b", "a.jpg") == "a.jpgx: b");
  CHECK(reason("x: b", "") == "x: b");
}

TEST_CASE("a small picture is bounded, and so is the box around a code") {
  GreyImage image{900, 300, {}};
  for (int i = 0; i < 900 * 300; ++i) image.pixels.push_back(static_cast<std::uint8_t>(i * 7919));
  const auto whole = small_picture(image, whole_of(image), kThumbnailSide).value();
  CHECK(whole.width == kThumbnailSide);
  CHECK(whole.height == 107);
  const auto back = decode_image(as_bytes(whole.jpeg));
  REQUIRE(back);
  CHECK(back->width == whole.width);
  CHECK(whole.jpeg.size() < 70'000);
  using Corners = std::vector<std::pair<int, int>>;
  for (const Corners& corners :
       {Corners{}, Corners{{10, 10}, {70, 10}, {70, 70}, {10, 70}},
        Corners{{-500, -500}, {-400, 90}}, Corners{{5000, 5000}},
        Corners{{-2147483647, 0}, {2147483647, 10}}, Corners{{899, 299}}}) {
    const Box box = around(corners, image);
    CHECK(box.width >= 1);
    CHECK(box.height >= 1);
    CHECK(box.left >= 0);
    CHECK(box.top >= 0);
    CHECK(box.left + box.width <= image.width);
    CHECK(box.top + box.height <= image.height);
    const auto crop = small_picture(image, box, kCropSide);
    REQUIRE(crop);
    CHECK(std::max(crop->width, crop->height) <= kCropSide);
  }
  const GreyImage dot{1, 1, {7}};
  CHECK(small_picture(dot, whole_of(dot), 10).value().width == 1);
}

TEST_CASE("records are read as they were added, in any order") {
  auto spool = Spool::create().value();
  std::vector<std::string> records;
  for (std::size_t i = 0; i < 300; ++i) {
    records.push_back(std::string(i * i % 9000, static_cast<char>('a' + i % 26)));
    REQUIRE(spool.add(records.back()));
    if (i % 50 == 0) CHECK(spool.read(i / 2).value() == records[i / 2]);
  }
  for (std::size_t i = records.size(); i-- > 0;) CHECK(spool.read(i).value() == records[i]);
}

TEST_CASE("answers come in order, however long each takes, and a worker is never in use twice") {
  for (const std::size_t threads : {1, 2, 5}) {
    for (const std::size_t window : {std::size_t{0}, threads + 7}) {
      int next = 0, want = 0, most_ahead = 0;
      std::vector<std::atomic<int>> busy(threads);
      const auto done = in_order<int, int>(
          threads, [&] { return next < 100 ? std::optional(next++) : std::nullopt; },
          [&](std::size_t worker, int job) {
            CHECK(busy[worker]++ == 0);
            std::this_thread::sleep_for(std::chrono::milliseconds(job % 7 == 0 ? 3 : 0));
            --busy[worker];
            return job;
          },
          [&](int answer) -> Result<void> {
            most_ahead = std::max(most_ahead, next - answer);
            CHECK(answer == want++);
            return {};
          },
          window);
      CHECK(done);
      CHECK(want == 100);
      CHECK(most_ahead <= static_cast<int>(std::max(window, threads)));
    }
  }
  int taken = 0;
  const auto stopped = in_order<int, int>(
      3, [&] { return std::optional(taken++); }, [](std::size_t, int job) { return job; },
      [](int answer) -> Result<void> {
        if (answer == 5) return Error{ErrorCode::cannot_write, "full"};
        return {};
      });
  CHECK_FALSE(stopped);
  CHECK(taken < 20);
}
