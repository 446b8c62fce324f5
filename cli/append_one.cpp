#include "append_one.hpp"

#include "answer.hpp"
#include "clock.hpp"

namespace tem::cli {

Result<void> check_form(const FactBody& body) {
  auto text = Fact{now(), body}.canonical();
  if (!text) return text.error();
  if (auto fact = Fact::parse(*text); !fact) return fact.error();
  return {};
}

Result<int> append_one(const Context& context, Registry& registry, const FactBody& body,
                       std::string_view said) {
  if (auto formed = check_form(body); !formed) return formed.error();
  auto request = Fact{Instant(), body}.canonical();
  if (!request) return request.error();
  auto done = registry.append(std::vector{body}, now(), context.once(std::move(*request)));
  if (!done) return done.error();
  report_append(context, *done, std::string(said) + ": " + entries(*done));
  return kExitYes;
}

Result<int> append_one(const Context& context, const FactBody& body, std::string_view said) {
  if (auto formed = check_form(body); !formed) return formed.error();
  if (context.remote.is_asked_for()) {
    auto service = context.service();
    if (!service) return service.error();
    auto done = service->append({body}, context.service_key());
    if (!done) return done.error();
    report_append(context, *done, std::string(said) + ": " + entries(*done));
    return kExitYes;
  }
  auto registry = context.open(Access::append);
  if (!registry) return registry.error();
  return append_one(context, *registry, body, said);
}

}  // namespace tem::cli
