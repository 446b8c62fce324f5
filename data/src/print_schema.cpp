#include "print_schema.hpp"

#include "embedded.hpp"

namespace tem {
namespace {

bool has_earlier_form(Connection& db) {
  Query row(
      db,
      "SELECT 1 FROM pragma_table_info('printed') AS last, pragma_table_info('printed') AS part "
      "WHERE last.name = 'last' AND part.name = 'part' AND last.cid < part.cid");
  return row.step();
}

}  // namespace

void renew_print_tables(Connection& db) {
  const std::string tables(embedded::tem_data("prints.sql"));
  const bool renew = has_earlier_form(db);
  if (renew) db.execute("ALTER TABLE printed RENAME TO printed_before");
  db.execute(tables);
  if (!renew) return;
  db.execute(
      "INSERT INTO printed (gtin, lot, first, job, part, last) "
      "SELECT gtin, lot, first, job, part, last FROM printed_before");
  db.execute("DROP TABLE printed_before");
}

}  // namespace tem
