// Whatever bytes a GeoIP file has, it is refused in one line, or tells known places only, and the
// same of an IPv4 address as of the IPv6 address that it is written as.

#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "tem/geo_ip.hpp"
#include "tem/places.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const auto geo = tem::GeoIp::parse({reinterpret_cast<const char*>(data), size}, "file");
  if (!geo) {
    tem::test::check_refusal(geo.error());
    return 0;
  }
  for (const char* text : {"192.0.2.1", "198.51.100.77", "255.255.255.255", "2001:db8::1"}) {
    const std::string place = geo->place_of(tem::IpAddress::parse(text).value());
    if (!place.empty() && !tem::find_place(place)) std::abort();
  }
  const auto of = [&](const char* text) {
    return geo->place_of(tem::IpAddress::parse(text).value());
  };
  if (of("192.0.2.1") != of("::ffff:192.0.2.1")) std::abort();
  return 0;
}
