// A link that is read prints as the same link under its own base and under any other, and its
// canonical form is a fixed point; a text that is refused gets one plain line.

#include <cstdint>
#include <cstdlib>

#include "tem/digital_link.hpp"

namespace {

/// Printable ASCII, but for the `²` and `³` of AI titles: nothing of a foreign text as it stood.
bool is_one_plain_line(std::string_view text) {
  if (text.empty()) return false;
  while (!text.empty()) {
    if (text.starts_with("²") || text.starts_with("³")) {
      text.remove_prefix(2);
      continue;
    }
    if (text.front() < ' ' || text.front() > '~') return false;
    text.remove_prefix(1);
  }
  return true;
}

void check_same(const tem::DigitalLink& link, const tem::BaseUri& base) {
  const std::string text = link.print(base);
  if (text.size() > tem::kMaxUriBytes) return;  // escapes made it longer
  const auto again = tem::DigitalLink::parse(text);
  if (!again || again->base().str() != base.str()) std::abort();
  if (again->path() != link.path() || again->attributes() != link.attributes()) std::abort();
  if (again->others() != link.others() || again->canonical() != link.canonical()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const tem::BaseUri other = tem::BaseUri::parse("http://[::1]:8080/vn/01/x").value();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto link = tem::DigitalLink::parse(text);
  if (!link) {
    if (!is_one_plain_line(link.error().detail)) std::abort();
    return 0;
  }
  check_same(*link, link->base());
  check_same(*link, other);
  if (!link->base().same_place(tem::BaseUri::parse(link->base().str()).value())) std::abort();
  const std::string canonical = link->canonical();
  if (canonical.size() > tem::kMaxUriBytes) return 0;
  const auto again = tem::DigitalLink::parse(canonical);
  if (!again || again->canonical() != canonical || again->path() != link->path()) std::abort();
  return 0;
}
