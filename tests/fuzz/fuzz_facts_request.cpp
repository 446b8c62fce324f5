// A request of facts that is read holds as many as it lists, each with a canonical form; any other
// body gets one plain line. The same for an order of stamps.

#include <cstdlib>

#include "check_refusal.hpp"
#include "facts_request.hpp"
#include "tem/lot_order.hpp"

using tem::test::check_refusal;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  if (const auto facts = tem::read_facts_request(body)) {
    if (facts->empty() || facts->size() > tem::kMaxFactsInRequest) std::abort();
    for (const auto& each : *facts) {
      const auto canonical = tem::Fact{tem::Instant(), each}.canonical();
      if (!canonical && canonical.error().code != tem::ErrorCode::too_long) std::abort();
      if (!canonical || facts->size() > 1) continue;
      // A fact's own form, without when, is a request of the same fact.
      std::string again = *canonical;
      const auto at = again.find("\"at\":\"1970-01-01T00:00:00Z\",");
      if (at == std::string::npos) std::abort();
      again.erase(at, 28);
      const auto read = tem::read_facts_request(again);
      if (!read || tem::Fact{tem::Instant(), read->front()}.canonical().value() != *canonical)
        std::abort();
    }
  } else {
    check_refusal(facts.error());
  }
  if (const auto order = tem::parse_lot_request(body)) {
    if (order->order.count == 0 || order->order.count > tem::kMaxStampsInLot) std::abort();
    if (order->order.text().empty()) std::abort();
  } else {
    check_refusal(order.error());
  }
  return 0;
}
