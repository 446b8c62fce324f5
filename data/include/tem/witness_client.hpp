#pragma once
// Asks a witness to cosign a log's latest checkpoint.
//
//   auto done = ask_witness(ledger, witness, store, clock);   // POST <url>/add-checkpoint
//   store.state(witness.key)->last_error                      // says why, when it did not
//
// c2sp.org/tlog-witness. Only a cosignature that verifies under the witness's key is kept. A
// witness that is dead, slow or lies is a state of that witness, which is kept, and harms nothing
// else.

#include <functional>
#include <stop_token>

#include "tem/cosignature_store.hpp"
#include "tem/ledger.hpp"
#include "tem/policy.hpp"

namespace tem {

/// Its cosignature of the latest checkpoint, asked for now; nothing is kept. `known_size` is that of the
/// last checkpoint it is known to have cosigned, 0 when none is. Takes 20 s at most: two requests.
/// Errors: log_forked (it has cosigned a larger tree of this log, or one that ours does not continue),
/// not_reachable, bad_signature; those of reading the ledger.
Result<NoteSignature> cosignature_of(const Ledger& ledger, const Policy::Witness& witness,
                                     std::uint64_t known_size, std::stop_token stop = {});

/// Has the witness cosigned the latest checkpoint now? False: its state says why not. Takes 20 s at
/// most: two requests. Errors are our own: those of reading the ledger and of keeping the state.
Result<bool> ask_witness(const Ledger& ledger, const Policy::Witness& witness,
                         CosignatureStore& store, const std::function<Instant()>& clock,
                         std::stop_token stop = {});

}  // namespace tem
