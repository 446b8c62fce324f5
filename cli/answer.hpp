#pragma once
// What a command answers on standard output: one JSON value with --json, else text for a person.

#include <string>
#include <string_view>

#include "command.hpp"
#include "tem/fact.hpp"

namespace boost::json {
class array;
class object;
class value;
}  // namespace boost::json

namespace tem::cli {

/// One line of JSON.
void print_json(const boost::json::value& value);

/// The fields of a fact by their JSON names, without `type` and `at`. Errors: those of
/// Fact::canonical.
Result<boost::json::object> fields_of(const FactBody& body);

/// {"origin", "size", "root"}
boost::json::object checkpoint_json(const TreeHead& head);

/// What an append did. With --json {"first", "count", "checkpoint"} and `more`; else `line`.
void report_append(const Context& context, const Appended& done, std::string_view line,
                   const boost::json::object& more);
void report_append(const Context& context, const Appended& done, std::string_view line);

/// "log entry 31" or "log entries 31 to 40"
std::string entries(const Appended& done);

}  // namespace tem::cli
