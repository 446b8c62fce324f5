#pragma once
// One checked fact into the tables: the one place where an entry comes into being, in a log of our
// own and in the copy of another's alike. Internal.

#include "db.hpp"
#include "tem/fact.hpp"
#include "tem/merkle.hpp"
#include "tem/state.hpp"

namespace tem {

/// Entry, hashes, projections. Errors: those of may_append, too_long. Throws SQLite::Exception.
Result<void> append_fact(Connection& db, Frontier& tree, const Fact& fact, const State& state);

}  // namespace tem
