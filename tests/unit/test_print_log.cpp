#include "tem/print_log.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <thread>

#include "fixture.hpp"

using namespace tem;
using namespace tem::test;

namespace {

PrintedStamps stamps(std::uint32_t first, std::uint32_t last, std::string_view name = "L1",
                     const Gtin& of = kTea) {
  return {of, lot(name), {{first, last}}};
}

Instant at(int minute) {
  return instant("2026-11-24T03:" + std::string(minute < 10 ? "0" : "") + std::to_string(minute) +
                 ":00Z");
}

class Log {
 public:
  Log() : log_(open()) {}
  PrintLog* operator->() { return &log_; }
  [[nodiscard]] PrintLog open() const {
    auto log = PrintLog::open(temp_.path());
    REQUIRE_MESSAGE(log.has_value(), (log ? "" : log.error().str()));
    return std::move(*log);
  }
  void reopen() { log_ = open(); }
  [[nodiscard]] std::filesystem::path file() const { return temp_.path() / "prints.db"; }

  PrintJob begin(std::string_view request, Instant now = kNow, Printing kind = Printing::once) {
    return log_.begin(request, kind, now).value();
  }
  /// A whole job of one part.
  void print(std::string_view request, const PrintedStamps& what, std::string_view files,
             Instant now = kNow, bool again = false) {
    const PrintJob job = begin(request, now, again ? Printing::again : Printing::once);
    const auto allowed = log_.releasing(job, 0, what, files, now);
    REQUIRE_MESSAGE(allowed.has_value(), (allowed ? "" : allowed.error().str()));
    REQUIRE(log_.released(job, 0));
    REQUIRE(log_.finish(job));
  }
  bool printed(const PrintedStamps& what) { return log_.earlier(what).value().has_value(); }

 private:
  TempDir temp_;
  PrintLog log_;
};

}  // namespace

TEST_CASE("what was printed is found by any stamp of it, and by no other") {
  Log log;
  CHECK(!log.printed(stamps(0, 4'294'967'295)));
  log.print("a", stamps(10, 19), "a.pdf", at(1));
  struct Case {
    std::uint32_t first, last;
    bool found;
  };
  for (const auto& [first, last, found] :
       {Case{0, 9, false}, Case{0, 10, true}, Case{10, 19, true}, Case{12, 13, true},
        Case{19, 19, true}, Case{19, 30, true}, Case{20, 20, false}, Case{20, 99, false},
        Case{0, 99, true}, Case{9, 9, false}, Case{0, 4'294'967'295, true}}) {
    CAPTURE(first);
    CAPTURE(last);
    CHECK(log.printed(stamps(first, last)) == found);
  }
  CHECK(!log.printed(stamps(10, 19, "L2")));
  CHECK(!log.printed(stamps(10, 19, "L1", kSquid)));
  CHECK(!log.printed({kTea, lot("L1"), {}}));
  CHECK(log.printed({kTea, lot("L1"), {{0, 3}, {25, 30}, {15, 16}}}));
  CHECK(!log.printed({kTea, lot("L1"), {{0, 3}, {25, 30}}}));
  const EarlierPrint found = log->earlier(stamps(0, 12)).value().value();
  CHECK(found.range.first == 10);
  CHECK(found.range.last == 19);
  CHECK(found.at == at(1));
  CHECK(found.files == "a.pdf");
}

TEST_CASE("of several prints the last is named, in whichever range it is") {
  Log log;
  log.print("a", stamps(0, 9), "a.pdf", at(5));
  log.print("b", stamps(0, 4), "b.pdf", at(7), true);
  log.print("c", stamps(20, 29), "c.pdf", at(6));
  CHECK(log->earlier(stamps(0, 9)).value()->files == "b.pdf");
  CHECK(log->earlier(stamps(5, 9)).value()->files == "a.pdf");
  const PrintedStamps forth{kTea, lot("L1"), {{5, 9}, {20, 20}}};
  const PrintedStamps back{kTea, lot("L1"), {{20, 20}, {5, 9}}};
  CHECK(log->earlier(forth).value()->files == "c.pdf");
  CHECK(log->earlier(back).value()->files == "c.pdf");
}

TEST_CASE("ranges against a plain list of stamps") {
  CHECK(rc::check([] {
    Log log;
    std::vector<bool> printed(64);
    const int jobs = *rc::gen::inRange(1, 6);
    for (int i = 0; i < jobs; ++i) {
      const auto first = *rc::gen::inRange<std::uint32_t>(0, 64);
      const auto last = *rc::gen::inRange<std::uint32_t>(first, 64);
      const PrintJob job = log.begin(std::to_string(i));
      bool before = false;
      for (auto k = first; k <= last; ++k) before = before || printed[k];
      RC_ASSERT(log.printed(stamps(first, last)) == before);
      const auto allowed = log->releasing(job, 0, stamps(first, last), "f", kNow);
      RC_ASSERT(allowed.has_value() != before);
      if (!allowed) {
        RC_ASSERT(allowed.error().code == ErrorCode::printed_before);
        continue;  // and nothing of it was kept, or the next round shows it
      }
      for (auto k = first; k <= last; ++k) printed[k] = true;
    }
    for (std::uint32_t k = 0; k < 64; ++k) RC_ASSERT(log.printed(stamps(k, k)) == printed[k]);
  }));
}

TEST_CASE("a job that stopped goes on with the parts that are not released") {
  Log log;
  const PrintJob first = log.begin("a4-21 of L1", at(1));
  CHECK(!first.goes_on);
  CHECK(first.released.empty());
  CHECK(first.begun == at(1));
  REQUIRE(log->releasing(first, 0, stamps(0, 9), "1.pdf", at(1)));
  REQUIRE(log->released(first, 0));
  REQUIRE(log->releasing(first, 2, stamps(20, 29), "3.pdf", at(2)));
  REQUIRE(log->released(first, 2));
  // The third was about to get its name when the power went.
  REQUIRE(log->releasing(first, 1, stamps(10, 19), "2.pdf", at(2)));
  log.reopen();

  const PrintJob again = log.begin("a4-21 of L1", at(9));
  CHECK(again.id == first.id);
  CHECK(again.goes_on);
  CHECK(again.begun == at(1));
  CHECK((again.released == std::set<std::uint64_t>{0, 2}));
  // Its own parts do not stand in its way; to others they are printed.
  CHECK(!log->earlier(stamps(0, 29), &again).value());
  CHECK(log.printed(stamps(15, 15)));
  REQUIRE(log->releasing(again, 1, stamps(10, 19), "2.pdf", at(9)));
  REQUIRE(log->released(again, 1));
  CHECK(log->earlier(stamps(10, 19)).value()->at == at(9));
  REQUIRE(log->finish(again));

  const PrintJob next = log.begin("a4-21 of L1", at(10));
  CHECK(next.id != first.id);
  CHECK(!next.goes_on);
  CHECK(next.released.empty());
  CHECK(next.begun == at(10));
}

TEST_CASE("one process at a time is at a job") {
  Log log;
  PrintLog other = log.open();
  const PrintJob mine = log.begin("a");
  const auto theirs = other.begin("a", Printing::once, kNow);
  REQUIRE(!theirs);
  CHECK(name(theirs.error().code) == name(ErrorCode::ledger_busy));
  CHECK(other.begin("b", Printing::once, kNow).has_value());
  log.reopen();  // as when the process ended
  CHECK(other.begin("a", Printing::once, kNow).value().id == mine.id);
}

TEST_CASE("a print that is asked for again is a job of its own, and goes on as one") {
  Log log;
  log.print("a", stamps(0, 9), "1.pdf");
  const PrintJob first = log.begin("a", at(1), Printing::again);
  REQUIRE(log->releasing(first, 0, stamps(0, 4), "2.pdf", at(1)));
  REQUIRE(log->released(first, 0));
  CHECK(log.begin("a", at(2), Printing::again).id == first.id);
  CHECK(log.begin("a", at(2)).id != first.id);
}

TEST_CASE("what got no name after all was not printed; what may have is said so") {
  Log log;
  const PrintJob job = log.begin("a");
  REQUIRE(log->releasing(job, 0, stamps(0, 9), "1.pdf", kNow));
  CHECK(!log->earlier(stamps(3, 3)).value()->is_certain);
  REQUIRE(log->taken_back(job, 0));
  CHECK(!log.printed(stamps(0, 9)));
  REQUIRE(log->releasing(job, 0, stamps(0, 9), "1.pdf", kNow));
  REQUIRE(log->released(job, 0));
  CHECK(log->earlier(stamps(3, 3)).value()->is_certain);
}

TEST_CASE("what was issued twice by one request gets the same files; nothing else does") {
  Log log;
  const PrintJob first = log.begin("a", kNow, Printing::issuing);
  REQUIRE(log->releasing(first, 0, stamps(0, 9), "1.pdf", kNow));
  REQUIRE(log->released(first, 0));
  REQUIRE(log->finish(first));
  const PrintJob again = log.begin("a", at(1), Printing::issuing);
  CHECK(!log->earlier(stamps(0, 9), &again).value());
  REQUIRE(log->releasing(again, 0, stamps(0, 9), "1.pdf", at(1)));
  const PrintJob elsewhere = log.begin("b", at(2), Printing::issuing);
  CHECK(!log->releasing(elsewhere, 0, stamps(0, 9), "2.pdf", at(2)));
  const PrintJob print = log.begin("c", at(3));
  CHECK(log->earlier(stamps(0, 9), &print).value()->issuing);
  CHECK(log->releasing(print, 0, stamps(0, 9), "3.pdf", at(3)).has_value());
}

TEST_CASE("a finished request of the same idempotency key gets the same files; nothing else does") {
  Log log;
  const auto print = [&](std::string_view request, std::string_view once) -> Result<void> {
    const auto job = log->begin(request, Printing::once, kNow, once);
    REQUIRE(job.has_value());
    if (log->earlier(stamps(0, 9), &*job).value()) return ErrorCode::printed_before;
    if (auto ok = log->releasing(*job, 0, stamps(0, 9), "x.pdf", kNow); !ok) return ok;
    if (auto ok = log->released(*job, 0); !ok) return ok;
    auto done = log->finish(*job);
    log.reopen();
    return done;
  };
  CHECK(print("a", "k1").has_value());
  CHECK(print("a", "k1").has_value());
  CHECK(!print("a", "k2").has_value());
  log.reopen();
  CHECK(!print("a", "").has_value());
  log.reopen();
  CHECK(!print("b", "k1").has_value());
}

TEST_CASE("nothing released, nothing to go on from") {
  Log log;
  const PrintJob first = log.begin("a", at(1));
  REQUIRE(log->releasing(first, 0, stamps(0, 9), "1.pdf", at(1)));
  log.reopen();
  const PrintJob again = log.begin("a", at(2));
  CHECK(again.id == first.id);
  CHECK(again.begun == at(1));
  CHECK(!again.goes_on);
}

TEST_CASE("another request is another job, whatever stopped") {
  Log log;
  const PrintJob one = log.begin("a4-21"), other = log.begin("a4-24");
  CHECK(one.id != other.id);
  REQUIRE(log->releasing(one, 0, stamps(0, 9), "1.pdf", kNow));
  REQUIRE(log->released(one, 0));
  CHECK(log.begin("a4-24").released.empty());
  CHECK(log.begin("a4-21").released.size() == 1);
}

TEST_CASE("stamps that another job printed meanwhile are refused, unless asked for") {
  Log log;
  PrintLog other = log.open();
  const PrintJob mine = log.begin("mine"), theirs = other.begin("theirs", Printing::once, kNow).value();
  CHECK(mine.id != theirs.id);
  REQUIRE(other.releasing(theirs, 0, stamps(5, 5), "theirs.pdf", kNow));  // not yet released
  const auto refused = log->releasing(mine, 0, stamps(0, 9), "mine.pdf", kNow);
  REQUIRE(!refused);
  CHECK(refused.error().code == ErrorCode::printed_before);
  CHECK(refused.error().detail.find("theirs.pdf") != std::string::npos);
  CHECK(!log.printed(stamps(0, 4)));  // it left nothing
  REQUIRE(log->releasing(mine, 0, stamps(0, 4), "mine.pdf", kNow));
  const PrintJob asked = log.begin("mine", kNow, Printing::again);
  CHECK(asked.id != mine.id);
  REQUIRE(log->releasing(asked, 1, stamps(5, 9), "mine-2.pdf", at(59)));
  CHECK(other.earlier(stamps(5, 5), &theirs).value()->files == "mine-2.pdf");
}

TEST_CASE("of many that print the same stamps at once, one does") {
  Log log;
  constexpr int kPrinters = 6;
  std::vector<ErrorCode> refused(kPrinters);
  std::vector<char> allowed(kPrinters);
  {
    std::vector<PrintLog> handles;
    for (int i = 0; i < kPrinters; ++i) handles.push_back(log.open());
    std::vector<std::jthread> printers;
    for (int i = 0; i < kPrinters; ++i) {
      printers.emplace_back([&, i, k = static_cast<std::size_t>(i)] {
        const auto job = handles[k].begin("printer " + std::to_string(i), Printing::once, kNow);
        if (!job) {
          refused[k] = job.error().code;
          return;
        }
        const auto mine = static_cast<std::uint32_t>(i);
        const auto done = handles[k].releasing(*job, 0, stamps(mine, 100), "f", kNow);
        allowed[k] = done.has_value();
        if (!done) refused[k] = done.error().code;
      });
    }
  }
  CHECK(std::ranges::count(allowed, 1) == 1);
  for (std::size_t i = 0; i < kPrinters; ++i) {
    if (allowed[i] == 0) CHECK(name(refused[i]) == name(ErrorCode::printed_before));
  }
}

TEST_CASE("a log that cannot be had") {
  TempDir temp;
  const auto none = PrintLog::open(temp.path() / "nowhere");
  REQUIRE(!none);
  CHECK(none.error().code == ErrorCode::cannot_write);
  CHECK(none.error().detail.find("prints.db") != std::string::npos);
  std::filesystem::create_directory(temp.path() / "prints.db");
  CHECK(!PrintLog::open(temp.path()));
}
