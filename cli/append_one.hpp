#pragma once
// The commands that say one thing: append the fact, tell what was done.

#include <string_view>

#include "command.hpp"
#include "tem/fact.hpp"

namespace tem::cli {

/// A fact made of options, held to the rules of one that is read from a file: text is UTF-8, not
/// empty, not too long. Errors: those of Fact::canonical and Fact::parse.
Result<void> check_form(const FactBody& body);

/// Appends to a registry that is open, and prints `said` with the log entry's number. Errors: those
/// of check_form and Registry::append.
Result<int> append_one(const Context& context, Registry& registry, const FactBody& body,
                       std::string_view said);
/// Opens the context's registry first, or has the service of --server append it.
Result<int> append_one(const Context& context, const FactBody& body, std::string_view said);

}  // namespace tem::cli
