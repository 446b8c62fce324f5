#include "listen_address.hpp"

#include <charconv>
#include <string>

namespace tem {

namespace ip = boost::asio::ip;

Result<ip::tcp::endpoint> parse_listen_address(std::string_view text) {
  const Error bad{ErrorCode::bad_usage, "--listen " + std::string(text) +
                                            ": must be an address and a port, as 127.0.0.1:8080 "
                                            "or [::1]:8080"};
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return bad;
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (digits.empty() || ec != std::errc{} || end != digits.data() + digits.size()) return bad;
  const bool bracketed = host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  boost::system::error_code bad_address;
  const auto address = ip::make_address(std::string(host), bad_address);
  if (bad_address || address.is_v6() != bracketed) return bad;
  return ip::tcp::endpoint(address, port);
}

}  // namespace tem
