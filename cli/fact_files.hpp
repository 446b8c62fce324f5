#pragma once
// Facts from files that a person wrote: one object or an array of them in each.
//
//   auto facts = read_facts({"trahoavang.json"}, "product.registered");
//   auto done = append_facts(context, *facts, now);      // all or none

#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"
#include "tem/registry.hpp"

namespace tem::cli {

struct FactFromFile {
  std::string where;  ///< "lot.json", or "lots.json: item 3" where there are several
  FactBody body;
  bool gtin_is_auto = false;  ///< a product that is to get the next restricted number
};

/// Errors: those of read_file, split_items and parse_fact_body, after where they are.
Result<std::vector<FactFromFile>> read_facts(const std::vector<std::string>& files,
                                             std::string_view type);

struct AppendedFacts {
  Appended appended;
  std::vector<FactBody> bodies;  ///< as they now stand in the ledger
};

/// To the context's registry, or by the service of --server. Errors: those of Registry::append or of
/// the service, after the file that is to blame where it is known; bad_usage for "auto" over the
/// network, where the number that was drawn would not be told.
Result<AppendedFacts> append_facts(const Context& context, const std::vector<FactFromFile>& facts,
                                   Instant now);

/// What an append put into the ledger, read back: of an earlier request when it was repeated.
Result<std::vector<FactBody>> bodies_of(const Registry& registry, const Appended& done);

}  // namespace tem::cli
