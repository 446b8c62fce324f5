#pragma once
// The verdict on a well-signed stamp, as a pure function: the service, the command line and an
// offline check call this one, so they cannot disagree.
//
//   Verdict v = judge(stamp, facts, history, now);

#include <optional>
#include <vector>

#include "tem/verdict.hpp"

namespace tem {

/// What the ledger says of one stamp.
struct StampFacts {
  KeyRecord key;
  Shared<Product> product;
  Shared<Producer> producer;
  std::vector<CertificateRecord> certificates;
  std::optional<RunRecord> run;  ///< the run that holds the serial; none: never issued
  std::optional<RecallRecord> recall;
  StampMarks marks;
  CheckMode mode = CheckMode::online;  ///< beyond it, nothing is known: `run` is a run of the lot
  std::vector<Step> journey{};         ///< oldest first
};

/// A verdict before the seal is known to be good: it shows nothing of the product.
Verdict without_stamp(Finding finding, CheckMode mode, Instant at);

/// Collects every finding that holds; the first is the headline. `history` may be null: not known.
Verdict judge(const VerifiedStamp& stamp, StampFacts facts, const History* history,
              const Moment& now);

}  // namespace tem
