#include <doctest/doctest.h>

#include <set>
#include <thread>

#include "fixture.hpp"
#include "tem/appender.hpp"

using namespace tem;
using namespace tem::test;

TEST_CASE("many who wait share commits, and each gets its own answer") {
  SampleRegistry registry;
  constexpr int kThreads = 8, kEach = 25;
  std::set<std::uint64_t> indices, sizes;
  std::mutex mutex;
  {
    Appender appender(Registry::open(registry.dir(), Access::append).value(), [] { return kNow; });
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) {
          const std::string id = "p" + std::to_string(t) + "-" + std::to_string(i);
          const auto done = appender.append(
              {[id](const State&) -> Result<std::vector<FactBody>> {
                 return std::vector<FactBody>{
                     ProducerRegistered{{id, "Cơ sở mẫu", "Thôn mẫu", "VN", {}, {}, {}, {}}}};
               },
               std::nullopt});
          const std::lock_guard lock(mutex);
          REQUIRE(done);
          CHECK(indices.insert(done->first).second);
          CHECK(done->checkpoint.head.size > done->first);
          sizes.insert(done->checkpoint.head.size);
        }
      });
    }
  }
  CHECK(indices.size() == kThreads * kEach);
  CHECK(sizes.size() <= indices.size());
  const auto reopened = Registry::open(registry.dir(), Access::append);
  CHECK(reopened->ledger().checkpoint()->head.size == 1 + kThreads * kEach);
  CHECK_FALSE(registry->ledger().fsck()->first_problem);
}
