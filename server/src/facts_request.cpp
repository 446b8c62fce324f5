#include "facts_request.hpp"

#include "tem/json_items.hpp"

namespace tem {

Result<std::vector<FactBody>> read_facts_request(std::string_view body) {
  const auto items = split_items(body);
  if (!items) return items.error().at("body");
  if (items->size() > kMaxFactsInRequest)
    return Error{ErrorCode::too_many, "body: more than " + std::to_string(kMaxFactsInRequest) +
                                          " facts; send them in several requests"};
  std::vector<FactBody> facts;
  for (const std::string_view item : *items) {
    const std::string where =
        items->size() == 1 ? "body" : "fact " + std::to_string(facts.size() + 1);
    const std::string_view type = find_plain_member(item, "type");
    if (type.empty())
      return Error{
          ErrorCode::bad_field,
          where + R"(: must be an object with "type": one of those in the ledger's format)"};
    auto fact = parse_fact_body(type, item);
    if (!fact) return fact.error().at(where);
    facts.push_back(std::move(*fact));
  }
  return facts;
}

}  // namespace tem
