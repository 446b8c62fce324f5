#pragma once
// Writes what a fact says into the tables of 002_projections.sql. The one place that does: an append
// and a rebuild use it alike.

#include <cstdint>
#include <span>
#include <string_view>

#include "db.hpp"
#include "tem/fact.hpp"

namespace tem {

/// Precondition: may_append said yes. Throws SQLite::Exception.
void project(Connection& db, std::uint64_t index, const FactBody& body);

/// Every projection table and the columns that order it.
struct ProjectionTable {
  std::string_view name, order;
};
std::span<const ProjectionTable> projection_tables();

}  // namespace tem
