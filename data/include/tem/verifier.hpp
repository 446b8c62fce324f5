#pragma once
// From a scanned text to a verdict: parse, look up, verify, judge. The whole system in one function.
//
//   auto verifier = Verifier::make(registry);
//   auto verdict = verifier->check("https://tem.example/01/…", {.at = now});

#include <optional>
#include <string_view>

#include "tem/judge.hpp"
#include "tem/registry.hpp"

namespace tem {

/// The circumstances of a scan.
struct Sighting {
  Instant at;
};

class Verifier {
 public:
  /// Reads the serial secret, which a copy does not have: then the mode of its verdicts is
  /// CheckMode::copy. The registry must outlive it. For one thread.
  static Result<Verifier> make(const Registry& registry);

  /// All look-ups see one state of the ledger. An error is a failure to look: ledger_busy,
  /// cannot_read, crypto_failed.
  [[nodiscard]] Result<Verdict> check(std::string_view text, const Sighting& seen) const;

 private:
  Verifier(const Registry& registry, std::optional<SerialSecret> secret)
      : registry_(&registry), secret_(secret) {}
  const Registry* registry_;
  std::optional<SerialSecret> secret_;
};

}  // namespace tem
