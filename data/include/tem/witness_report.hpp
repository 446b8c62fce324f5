#pragma once
// How a registry's witnesses stand: which cosigned the latest checkpoint, and whether they are
// enough.
//
//   auto report = witness_report(registry);
//   to_json(*report)
//   {"checkpoint":{"origin":"…","size":8,"root":"…"},"quorum":"both","met":false,"witnesses":[
//     {"name":"hue","vkey":"…","url":"…","state":"cosigned","size":8,"last_success":"…",…},
//     {"name":"hanoi","vkey":"…","url":"…","state":"failing","size":0,"last_error":"…",…}]}

#include <string>
#include <vector>

#include "tem/registry.hpp"

namespace tem {

struct WitnessReport {
  struct Line {
    Policy::Witness witness;
    WitnessState state;
    bool cosigned = false;  ///< the latest checkpoint
    /// cosigned, failing (the last try), behind (cosigned an earlier one) or never.
    [[nodiscard]] std::string_view word() const;
  };
  TreeHead head;
  std::string quorum = "none";
  bool met = true;  ///< with no policy nothing is asked for
  std::vector<Line> witnesses;
};

/// Errors: those of Registry::published_checkpoint and witness_policy, cannot_read.
Result<WitnessReport> witness_report(const Registry& registry);

/// One JSON object, without a line feed.
std::string to_json(const WitnessReport& report);

}  // namespace tem
