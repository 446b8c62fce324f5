#pragma once
// What differs between a TCP and a TLS connection. Part of the listener's translation unit.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <memory>

namespace tem {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kDone = asio::as_tuple(asio::use_awaitable);

using Plain = beast::tcp_stream;
/// Holds its context, since a reload drops it elsewhere.
struct Secure : beast::ssl_stream<beast::tcp_stream> {
  Secure(tcp::socket socket, std::shared_ptr<asio::ssl::context> context)
      : beast::ssl_stream<beast::tcp_stream>(std::move(socket), *context),
        held_(std::move(context)) {}

 private:
  std::shared_ptr<asio::ssl::context> held_;
};

inline constexpr bool shakes_hands(const Plain&) { return false; }
inline constexpr bool shakes_hands(const Secure&) { return true; }

inline beast::tcp_stream& tcp_of(Plain& stream) { return stream; }
inline beast::tcp_stream& tcp_of(Secure& stream) { return stream.next_layer(); }

inline asio::awaitable<bool> shake_hands(Plain&) { co_return true; }
inline asio::awaitable<bool> shake_hands(Secure& stream) {
  auto [ec] = co_await stream.async_handshake(asio::ssl::stream_base::server, kDone);
  co_return !ec;
}

/// So that the client can tell the end from a cut.
inline asio::awaitable<void> say_end(Plain&) { co_return; }
inline asio::awaitable<void> say_end(Secure& stream) {
  co_await stream.async_shutdown(kDone);
}

}  // namespace tem
