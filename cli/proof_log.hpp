#pragma once
// Whose log a proof is of: --vkey says it, else the registry at hand.

#include <string>

#include "command.hpp"
#include "tem/note.hpp"

namespace tem::cli {

struct ProofLog {
  NoteKey key;
  std::string time_zone;  ///< of the registry; the default's where there is only a key
};

/// Errors: bad_key, and those of Registry::open after "--vkey was not given".
Result<ProofLog> proof_log(const Context& context, const std::string& vkey);

}  // namespace tem::cli
