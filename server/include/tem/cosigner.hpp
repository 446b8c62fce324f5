#pragma once
// Asks a registry's witnesses to cosign each new checkpoint, in the background.
//
//   auto cosigner = Cosigner::start("registry", clock, log);   // nothing to do without
//   witnesses.policy
//
// One thread and one reader of the ledger for each witness, so that a dead one delays no other and
// an append waits for none. A thread looks for a new checkpoint once a second; after a failure it
// waits twice as long as before, a minute at the most.

#include <filesystem>
#include <functional>
#include <string_view>
#include <thread>
#include <vector>

#include "tem/app.hpp"

namespace tem {

class Cosigner {
 public:
  /// Told, by any thread, what only the operator can mend.
  using Complain = std::function<void(std::string_view)>;

  /// Errors: those of Registry::open and witness_policy.
  static Result<Cosigner> start(const std::filesystem::path& dir, const Clock& clock,
                                const Complain& complain);
  /// Gives up what is under way, within about a second: destruction joins the threads.
  Cosigner(Cosigner&&) noexcept = default;
  Cosigner& operator=(Cosigner&&) noexcept = default;
  ~Cosigner();

 private:
  Cosigner() = default;
  std::vector<std::jthread> threads_;
};

}  // namespace tem
