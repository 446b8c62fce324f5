#include "tem/forwarded.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace tem {
namespace {

constexpr unsigned kBitsV4 = 32, kBitsV6 = 128, kBitsBeforeV4 = kBitsV6 - kBitsV4;
constexpr std::array<std::uint8_t, 12> kV4Prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
constexpr std::size_t kMaxAddress = INET6_ADDRSTRLEN - 1;

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Some proxies write the port as well: `192.0.2.1:4711`, `[2001:db8::1]:4711`, `[2001:db8::1]`.
std::optional<IpAddress> parse_element(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view port = text.substr(end + 1);
    if (!port.empty() && !(port[0] == ':' && is_port(port.substr(1)))) return std::nullopt;
    const auto address = IpAddress::parse(text.substr(1, end - 1));
    if (!address || address->is_v4()) return std::nullopt;
    return *address;
  }
  const auto colon = text.find(':');
  if (colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
    if (!is_port(text.substr(colon + 1))) return std::nullopt;
    text = text.substr(0, colon);
  }
  const auto address = IpAddress::parse(text);
  return address ? std::optional(*address) : std::nullopt;
}

}  // namespace

Result<IpAddress> IpAddress::parse(std::string_view text) {
  const Error bad{ErrorCode::bad_value,
                  std::string(text.substr(0, kMaxAddress)) + ": must be an IPv4 or IPv6 address"};
  // Before inet_pton, which would read no further than a NUL.
  if (text.empty() || text.size() > kMaxAddress || text.find('\0') != std::string_view::npos)
    return bad;
  const std::string ended(text);
  Bytes bytes{};
  if (text.find(':') != std::string_view::npos) {
    if (inet_pton(AF_INET6, ended.c_str(), bytes.data()) != 1) return bad;
  } else {
    std::ranges::copy(kV4Prefix, bytes.begin());
    if (inet_pton(AF_INET, ended.c_str(), bytes.data() + kV4Prefix.size()) != 1) return bad;
  }
  return IpAddress(bytes);
}

bool IpAddress::is_v4() const noexcept {
  return std::equal(kV4Prefix.begin(), kV4Prefix.end(), bytes_.begin());
}

std::string IpAddress::str() const {
  char text[INET6_ADDRSTRLEN];
  if (is_v4()) {
    inet_ntop(AF_INET, bytes_.data() + kV4Prefix.size(), text, sizeof text);
  } else {
    inet_ntop(AF_INET6, bytes_.data(), text, sizeof text);
  }
  return text;
}

IpAddress IpAddress::network(unsigned bits) const {
  const unsigned kept = is_v4() ? kBitsBeforeV4 + std::min(bits, kBitsV4) : std::min(bits, kBitsV6);
  Bytes bytes = bytes_;
  for (unsigned i = 0; i < bytes.size(); ++i) {
    const unsigned of_this = kept > 8 * i ? std::min(8U, kept - 8 * i) : 0;
    bytes[i] = static_cast<std::uint8_t>(bytes[i] & (0xFF00U >> of_this));
  }
  return IpAddress(bytes);
}

Result<IpRange> IpRange::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return address.error();
  const unsigned all = address->is_v4() ? kBitsV4 : kBitsV6;
  if (slash == std::string_view::npos) return IpRange(*address, all);
  const std::string_view digits = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  const bool whole = ec == std::errc{} && end == digits.data() + digits.size();
  if (!whole || digits != std::to_string(bits) || bits > all)
    return Error{ErrorCode::bad_value,
                 std::string(text) + ": the prefix must be 0 to " + std::to_string(all) + " bits"};
  if (address->network(bits) != *address)
    return Error{ErrorCode::bad_value,
                 std::string(text) + ": has bits behind its prefix; did you mean " +
                     address->network(bits).str() + "/" + std::to_string(bits) + "?"};
  return IpRange(*address, bits);
}

bool IpRange::contains(const IpAddress& address) const noexcept {
  return address.is_v4() == first_.is_v4() && address.network(bits_) == first_;
}

std::string IpRange::str() const { return first_.str() + "/" + std::to_string(bits_); }

Result<NamedProxies> NamedProxies::parse(std::span<const std::string> ranges) {
  NamedProxies proxies;
  for (const std::string& text : ranges) {
    const auto range = IpRange::parse(text);
    if (!range) return range.error();
    proxies.ranges_.push_back(*range);
  }
  return proxies;
}

bool NamedProxies::contains(const IpAddress& address) const noexcept {
  return std::ranges::any_of(ranges_,
                             [&](const IpRange& range) { return range.contains(address); });
}

IpAddress NamedProxies::client_of(const IpAddress& peer, std::string_view forwarded_for) const {
  IpAddress client = peer;
  while (contains(client) && !forwarded_for.empty()) {
    const auto comma = forwarded_for.rfind(',');
    const bool last = comma == std::string_view::npos;
    const auto address =
        parse_element(trim(last ? forwarded_for : forwarded_for.substr(comma + 1)));
    if (!address) break;
    client = *address;
    forwarded_for = last ? std::string_view() : forwarded_for.substr(0, comma);
  }
  return client;
}

}  // namespace tem
