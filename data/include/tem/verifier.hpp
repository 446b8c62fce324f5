#pragma once
// From a scanned text to a verdict: parse, look up, verify, judge. The whole system in one function.
//
//   auto verifier = Verifier::make(registry);
//   auto verdict = verifier->check("https://tem.example/01/…", {.at = now});

#include <cstddef>
#include <memory>
#include <string_view>

#include "tem/judge.hpp"
#include "tem/registry.hpp"

namespace tem {

/// The circumstances of a scan.
struct Sighting {
  Instant at;
};

/// How much a verifier keeps in memory, for each thread.
struct MemoryLimits {
  std::size_t seals = 16'384;  ///< verified stamps, about 1 KB each
  std::size_t lots = 1'024;    ///< with the product's texts
  std::size_t ranges = 65'536; ///< runs, marks and journeys, of all lots together
};

/// Keeps nothing: every answer is read anew. What tests compare with.
inline constexpr MemoryLimits kNoMemory{0, 0, 0};

class Verifier {
 public:
  /// Reads the serial secret, which a copy does not have: then the mode of its verdicts is
  /// CheckMode::copy. The registry must outlive it. For one thread. What is remembered changes no
  /// verdict: every text is checked against the ledger as it is then, whoever appends to it.
  static Result<Verifier> make(const Registry& registry, const MemoryLimits& limits = {});
  Verifier(Verifier&&) noexcept;
  Verifier& operator=(Verifier&&) noexcept;
  ~Verifier();

  /// All look-ups see one state of the ledger. An error is a failure to look: ledger_busy,
  /// cannot_read, crypto_failed.
  [[nodiscard]] Result<Verdict> check(std::string_view text, const Sighting& seen) const;

 private:
  struct Examined;
  struct Memory;
  Verifier(const Registry& registry, bool is_copy, std::unique_ptr<Memory> memory);
  [[nodiscard]] Result<Examined> examine(std::string_view text, Instant at) const;

  const Registry* registry_;
  CheckMode mode_;
  std::unique_ptr<Memory> memory_;
};

}  // namespace tem
