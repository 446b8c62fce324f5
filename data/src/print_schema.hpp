#pragma once
// The tables of prints.db, as this version writes them. Internal.

#include "db.hpp"

namespace tem {

inline constexpr std::string_view kPrintsFile = "prints.db";

/// Makes the tables that are missing. One of an earlier form is made anew with what is in it: there
/// `last` stood before columns of the key, of which SQLite 3.40 says "NULL value" when it checks
/// the file. In the caller's transaction.
void renew_print_tables(Connection& db);

}  // namespace tem
