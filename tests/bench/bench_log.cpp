// The log: appends a second, singly and with many waiting, beside plain SQLite commits on the same disk
// in the same run; how appending fares from 1,000 to 1,000,000 entries; proofs and tiles a second.
//
//   bench_log [--large]        with --large the log grows to 1,000,000 entries (minutes, 1 GB)

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tem/appender.hpp"
#include "tem/merkle_proof.hpp"

namespace {

using namespace tem;
namespace fs = std::filesystem;

Instant now() {
  return Instant(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

template <class Body>
double per_second(std::uint64_t count, Body&& body) {
  const auto start = std::chrono::steady_clock::now();
  body();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return static_cast<double>(count) / took.count();
}

/// Stops at the first failure: no figure of a run that did not do its work.
template <class T>
T need(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "bench_log: %s\n", result.error().str().c_str());
  std::exit(3);
}

void need(Result<void> result) {
  if (result) return;
  std::fprintf(stderr, "bench_log: %s\n", result.error().str().c_str());
  std::exit(3);
}

FactBody producer(std::uint64_t i) {
  return ProducerRegistered{{"mau-" + std::to_string(i), "Cơ sở mẫu " + std::to_string(i),
                             "Thôn mẫu, tỉnh Quảng Ninh", "VN", {}, {}, {}, {}}};
}

struct Bench {
  fs::path dir;
  std::uint64_t next = 0;

  Registry open() const { return need(Registry::open(dir / "registry", Access::append)); }

  void grow(std::uint64_t size) {
    Registry registry = open();
    while (registry.ledger().checkpoint()->head.size < size) {
      std::vector<FactBody> facts;
      const auto left = size - registry.ledger().checkpoint()->head.size;
      for (std::uint64_t i = 0; i < std::min<std::uint64_t>(left, 8192); ++i) {
        facts.push_back(producer(next++));
      }
      need(registry.append(std::move(facts), now()));
    }
  }

  double singly(std::uint64_t count) {
    Registry registry = open();
    return per_second(count, [&] {
      for (std::uint64_t i = 0; i < count; ++i) need(registry.append({producer(next++)}, now()));
    });
  }

  double waiting(unsigned threads, std::uint64_t each) {
    Appender appender(open(), now);
    return per_second(threads * each, [&] {
      std::vector<std::jthread> all;
      for (unsigned t = 0; t < threads; ++t) {
        all.emplace_back([&, first = next + t * each] {
          for (std::uint64_t i = 0; i < each; ++i) {
            need(appender.append({[body = producer(first + i)](const State&) -> Result<std::vector<FactBody>> {
                                    return std::vector<FactBody>{body};
                                  },
                                  std::nullopt}));
          }
        });
      }
      all.clear();
      next += threads * each;
    });
  }

  double one_fact_list(std::uint64_t count) {
    Registry registry = open();
    std::vector<FactBody> facts;
    for (std::uint64_t i = 0; i < count; ++i) facts.push_back(producer(next++));
    return per_second(count, [&] { need(registry.append(std::move(facts), now())); });
  }

  double plain_commits(std::uint64_t count, std::uint64_t rows) const {
    SQLite::Database db((dir / "plain.db").string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("PRAGMA journal_mode=WAL");
    db.exec("PRAGMA synchronous=FULL");
    db.exec("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, body BLOB)");
    const std::string body(200, 'x');
    SQLite::Statement insert(db, "INSERT INTO t (body) VALUES (?)");
    return per_second(count * rows, [&] {
      for (std::uint64_t i = 0; i < count; ++i) {
        db.exec("BEGIN IMMEDIATE");
        for (std::uint64_t row = 0; row < rows; ++row) {
          insert.bind(1, body);
          insert.exec();
          insert.reset();
        }
        db.exec("COMMIT");
      }
    });
  }
};

void line(const char* what, double value) { std::printf("%-58s %12.0f /s\n", what, value); }

}  // namespace

int main(int argc, char** argv) {
  const bool large = argc == 2 && std::string_view(argv[1]) == "--large";
  if (argc > 1 && !large) {
    std::fprintf(stderr, "usage: bench_log [--large]\n");
    return 2;
  }
  Bench bench{fs::current_path() / "bench_log.tmp"};
  fs::remove_all(bench.dir);
  fs::create_directories(bench.dir);
  need(Registry::create(bench.dir / "registry",
                        {"log.example/bench", "Sổ mẫu", need(BaseUri::parse("https://log.example"))},
                        now()));
  bench.grow(1000);
  const double plain = bench.plain_commits(500, 1);
  line("plain SQLite, one row a commit", plain);
  const double single = bench.singly(500);
  line("appends, one fact a commit", single);
  std::printf("%-58s %12.2f\n", "  ratio to plain commits", single / plain);
  const double plain_many = bench.plain_commits(50, 256);
  line("plain SQLite, 256 rows a commit", plain_many);
  const double waiting = bench.waiting(256, 40);
  line("appends, 256 waiting together", waiting);
  std::printf("%-58s %12.2f   goal 20,000 /s %s\n", "  ratio to plain rows", waiting / plain_many,
              waiting >= 20'000 ? "met" : "MISSED");
  line("appends, 10,000 facts in one request", bench.one_fact_list(10'000));

  for (const std::uint64_t size : {1'000ULL, 10'000ULL, 100'000ULL, 1'000'000ULL}) {
    if (size > 100'000 && !large) break;
    bench.grow(size);
    const Registry registry = bench.open();
    const auto at = registry.ledger().checkpoint()->head.size;
    char what[80];
    std::snprintf(what, sizeof what, "appends, one fact a commit, at %llu entries",
                  static_cast<unsigned long long>(at));
    line(what, bench.singly(300));
    const NodeReader node = [&](NodeId id) { return registry.ledger().node(id); };
    line("  inclusion proofs", per_second(2000, [&] {
           for (std::uint64_t i = 0; i < 2000; ++i) need(inclusion_proof(i * 7919 % at, at, node));
         }));
    line("  full level-0 tiles", at < 256 ? 0 : per_second(500, [&] {
           for (std::uint64_t i = 0; i < 500; ++i) need(registry.ledger().tile({.index = i % (at / 256)}));
         }));
    line("  full entry bundles", at < 256 ? 0 : per_second(500, [&] {
           for (std::uint64_t i = 0; i < 500; ++i) {
             need(registry.ledger().tile({.kind = TileKind::entries, .index = i % (at / 256)}));
           }
         }));
  }
  fs::remove_all(bench.dir);
}
