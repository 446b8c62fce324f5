// Whatever X-Forwarded-For holds, the client is the peer or an address that stands in it; what
// stands left of the client changes nothing. The first line is a range, the rest the field.

#include <cstdlib>
#include <string>

#include "tem/forwarded.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto line = std::min(text.find('\n'), text.size());
  const std::string field = text.substr(std::min(line + 1, text.size()));
  if (const auto range = tem::IpRange::parse(text.substr(0, line))) {
    const auto again = tem::IpRange::parse(range->str());
    if (!again || again->str() != range->str()) std::abort();
  }
  if (const auto address = tem::IpAddress::parse(field)) {
    const auto again = tem::IpAddress::parse(address->str());
    if (!again || *again != *address) std::abort();
  }
  const std::vector<std::string> ranges = {"10.0.0.0/8", "2001:db8::/32"};
  const auto proxies = tem::NamedProxies::parse(ranges);
  const auto peer = tem::IpAddress::parse("10.0.0.1");
  if (!proxies || !peer) std::abort();
  const tem::IpAddress client = proxies->client_of(*peer, field);
  // Found at once, whatever more is written on its left.
  if (!proxies->contains(client) && proxies->client_of(*peer, "192.0.2.1, " + field) != client)
    std::abort();
  const auto stranger = tem::IpAddress::parse("192.0.2.9");
  if (proxies->client_of(*stranger, field) != *stranger) std::abort();
  return 0;
}
