#pragma once
// The address a service listens at.

#include <boost/asio/ip/tcp.hpp>
#include <string_view>

#include "tem/result.hpp"

namespace tem {

/// `127.0.0.1:8080` or `[::1]:8080`. Errors: bad_usage.
Result<boost::asio::ip::tcp::endpoint> parse_listen_address(std::string_view text);

}  // namespace tem
