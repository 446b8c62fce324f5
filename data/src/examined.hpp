#pragma once
// What was found out about a text before anybody's history with it is looked at: the common part of
// Verifier::check and Verifier::look.

#include <cstdint>
#include <memory>
#include <optional>

#include "fact_cache.hpp"
#include "seal_cache.hpp"
#include "tem/verifier.hpp"

namespace tem {

struct Verifier::Examined {
  std::optional<Verdict> decided;  ///< no seal of ours verifies: there is nothing more to look at
  std::shared_ptr<const VerifiedStamp> stamp{};  ///< with `facts`, unless decided
  std::optional<StampFacts> facts{};
  std::optional<std::uint32_t> index{};  ///< the serial's, whether issued or not; none in a copy
  TreeHead head{};                       ///< for the verdict's `checkpoint`
};

/// What a verifier remembers from one text to the next.
struct Verifier::Memory {
  Memory(const MemoryLimits& limits, const std::optional<SerialSecret>& secret)
      : seals(limits.seals), facts(limits, secret) {}
  SealCache seals;
  FactCache facts;
};

}  // namespace tem
