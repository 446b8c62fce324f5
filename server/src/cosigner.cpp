#include "tem/cosigner.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "tem/witness_client.hpp"

namespace tem {
namespace {

constexpr std::chrono::seconds kPoll{1};
constexpr std::chrono::seconds kLongestWait{60};

/// What one thread holds: SQLite connections are for one thread.
struct Asker {
  Registry registry;
  CosignatureStore store;
  std::uint64_t cosigned = 0;

  static Result<Asker> open(const std::filesystem::path& dir) {
    auto registry = Registry::open(dir, Access::read);
    if (!registry) return registry.error();
    auto store = CosignatureStore::open(registry->cosignatures_file(), Access::append);
    if (!store) return store.error();
    return Asker{std::move(*registry), std::move(*store)};
  }

  /// True when there is nothing more to ask for now.
  Result<bool> ask(const Policy::Witness& witness, const Clock& clock, std::stop_token stop) {
    const auto latest = registry.ledger().checkpoint();
    if (!latest) return latest.error();
    if (latest->head.size == cosigned) return true;
    auto done = ask_witness(registry.ledger(), witness, store, clock, std::move(stop));
    if (done && *done) cosigned = latest->head.size;
    return done;
  }
};

/// One witness, until told to stop.
void ask_on(const std::filesystem::path& dir, const Policy::Witness& witness, const Clock& clock,
            const Cosigner::Complain& complain, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::optional<Asker> asker;
  auto wait = kPoll;
  while (!stop.stop_requested()) {
    Result<bool> done = false;
    if (!asker) {
      auto opened = Asker::open(dir);
      if (opened) asker = std::move(*opened);
      if (!opened) done = opened.error();
    }
    if (asker) done = asker->ask(witness, clock, stop);
    if (!done) {
      complain("witness " + witness.name + ": " + done.error().str());
      asker.reset();  // opened anew next time
    }
    wait = done && *done ? kPoll : std::min(wait * 2, kLongestWait);
    std::unique_lock lock(mutex);
    stopped.wait_for(lock, stop, wait, [] { return false; });
  }
}

}  // namespace

Result<Cosigner> Cosigner::start(const std::filesystem::path& dir, const Clock& clock,
                                 const Complain& complain) {
  const auto registry = Registry::open(dir, Access::read);
  if (!registry) return registry.error();
  const auto policy = registry->witness_policy();
  if (!policy) return policy.error();
  Cosigner cosigner;
  if (!*policy) return cosigner;
  for (const auto& witness : (*policy)->witnesses()) {
    cosigner.threads_.emplace_back([=](const std::stop_token& stop) {
      try {
        ask_on(dir, witness, clock, complain, stop);
      } catch (const std::exception& failure) {
        complain("witness " + witness.name + " is asked no more: " + failure.what());
      }
    });
  }
  return cosigner;
}

Cosigner::~Cosigner() {
  for (auto& thread : threads_) thread.request_stop();  // all at once, then each is joined
}

}  // namespace tem
