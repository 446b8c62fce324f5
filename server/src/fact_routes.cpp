#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "facts_request.hpp"
#include "routes.hpp"

namespace tem {
namespace {

/// The facts' own canonical form, so that white space and order make no other request.
Result<std::string> text_of(const std::vector<FactBody>& facts) {
  std::string text = "facts";
  for (const FactBody& each : facts) {
    auto canonical = Fact{Instant(), each}.canonical();
    if (!canonical) return canonical.error();
    text += '\n' + *canonical;
  }
  return text;
}

}  // namespace

Response append_facts(const Call& call, App& app) {
  if (auto other = refuse_other_type(call.request, kJson, "a fact or a list of facts"))
    return std::move(*other);
  if (app.appender() == nullptr) return problem(nothing_is_appended());
  auto facts = read_facts_request(call.request.body);
  if (!facts) return problem(facts.error());
  auto text = text_of(*facts);
  if (!text) return problem(text.error());
  auto once = once_of(call, std::move(*text));
  if (!once) return problem(once.error());

  const bool is_list = facts->size() > 1;
  const TokenRecord& token = *call.caller.token;
  // Asked under the writer's lock: whose goods they are cannot change before the append.
  const Draft draft = [&](const State& state) -> Result<std::vector<FactBody>> {
    for (std::size_t i = 0; i < facts->size(); ++i) {
      auto may = may_say(token, (*facts)[i], state);
      if (may) continue;
      return is_list ? may.error().at("fact " + std::to_string(i + 1)) : may.error();
    }
    return *facts;
  };
  auto done = app.appender()->append({draft, std::move(*once)});
  if (!done) return problem(done.error());
  const boost::json::object said{
      {"first", done->first}, {"count", done->count}, {"checkpoint", done->checkpoint.note}};
  return answer(200, kJson, boost::json::serialize(said) + "\n");
}

}  // namespace tem
