// An entry that is read is its own canonical form, byte for byte. A body that a person wrote (the
// input is its type, a line feed, its JSON) becomes an entry that reads back; a text that is
// refused gets one plain line.

#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "tem/fact.hpp"

using tem::test::check_refusal;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto fact = tem::Fact::parse(text)) {
    const auto entry = fact->canonical();
    if (!entry || *entry != text || entry->size() > tem::kMaxEntryBytes) std::abort();
  } else {
    check_refusal(fact.error());
  }

  const auto line = text.find('\n');
  if (line == std::string_view::npos) return 0;
  const auto body = tem::parse_fact_body(text.substr(0, line), text.substr(line + 1));
  if (!body) {
    check_refusal(body.error());
    return 0;
  }
  if (tem::type_name(*body) != text.substr(0, line)) std::abort();
  static const auto at = tem::Instant::parse("2026-11-24T03:00:00Z").value();
  const auto entry = tem::Fact{at, *body}.canonical();
  if (!entry) {
    if (entry.error().code != tem::ErrorCode::too_long) std::abort();
    return 0;
  }
  const auto again = tem::Fact::parse(*entry);
  if (!again || again->at != at || again->canonical().value() != *entry) std::abort();
  return 0;
}
