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
#include "tem/scan_history.hpp"

namespace tem {

/// The circumstances of a scan.
struct Sighting {
  Instant at;
  Channel channel = Channel::page;
  std::string place{};      ///< of places.hpp; empty: not known
  ClientHash client = 0;    ///< ScanStore::client_hash
  bool guessed = false;     ///< the place is that of the address, which may lie
  bool is_look = true;      ///< false: a HEAD, a prefetch, a link preview; answered, never recorded
};

/// An answer, and what it waits for.
struct Looked {
  Verdict verdict;
  std::optional<StampId> stamp{};  ///< of an issued stamp whose seal verified
  ScanTicket ticket = 0;           ///< durable before the verdict is told
  bool recorded = false;           ///< a reload is not
  bool may_tell = false;           ///< where this look was: nobody told yet
};

/// How much a verifier keeps in memory, for each thread.
struct MemoryLimits {
  std::size_t seals = 16'384;  ///< verified stamps, about 1 KB each
  std::size_t lots = 1'024;    ///< with the product's texts
  std::size_t ranges = 65'536; ///< runs, marks and journeys, of all lots together; ~100 bytes each
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
  /// The same with what is known of the stamp's scans; records nothing.
  [[nodiscard]] Result<Verdict> check(std::string_view text, const Sighting& seen,
                                      const ScanHistory& history) const;
  /// A look at the point of sale: the verdict over the stamp's history, this look in it, which is
  /// recorded unless it is a reload or no look. Only issued stamps whose seal verified have a
  /// history; of other texts the verdict is counted. Errors: those of check, and of reading the
  /// history; one of recording shows when the ticket is waited for.
  [[nodiscard]] Result<Looked> look(std::string_view text, const Sighting& seen,
                                    ScanStore& store) const;

  /// Which stamp a text is; none where its seal does not verify, or it was never issued here.
  [[nodiscard]] Result<std::optional<StampId>> find_issued(std::string_view text, Instant at) const;

 private:
  struct Examined;
  struct Memory;
  Verifier(const Registry& registry, bool is_copy, std::unique_ptr<Memory> memory);
  [[nodiscard]] Result<Examined> examine(std::string_view text, Instant at) const;
  /// Of what is not decided yet; takes the facts out of it. `history` may be null: not known.
  [[nodiscard]] Verdict judge_of(Examined& found, const History* history, Instant at) const;

  const Registry* registry_;
  CheckMode mode_;
  std::unique_ptr<Memory> memory_;
};

}  // namespace tem
