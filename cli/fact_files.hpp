#pragma once
// Facts from files that a person wrote: one object or an array of them in each.
//
//   auto facts = read_facts({"trahoavang.json"}, "product.registered");
//   auto done = append_facts(registry, *facts, now);      // all or none

#include <string>
#include <string_view>
#include <vector>

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

/// Errors: those of Registry::append, after the file that is to blame where it is known.
Result<AppendedFacts> append_facts(Registry& registry, const std::vector<FactFromFile>& facts,
                                   Instant now);

}  // namespace tem::cli
