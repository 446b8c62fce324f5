#pragma once
// What differs between a TCP and a TLS connection. Part of the listener's translation unit.

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <memory>

#include "loop.hpp"

namespace tem {

namespace beast = boost::beast;
using boost::system::error_code;

using Plain = beast::basic_stream<tcp, Executor>;
/// Holds its context, since a reload drops it elsewhere.
struct Secure : beast::ssl_stream<Plain> {
  Secure(Socket socket, std::shared_ptr<asio::ssl::context> context)
      : beast::ssl_stream<Plain>(std::move(socket), *context),
        held_(std::move(context)) {}

 private:
  std::shared_ptr<asio::ssl::context> held_;
};

inline constexpr bool shakes_hands(const Plain&) { return false; }
inline constexpr bool shakes_hands(const Secure&) { return true; }

inline Plain& tcp_of(Plain& stream) { return stream; }
inline Plain& tcp_of(Secure& stream) { return stream.next_layer(); }

inline Awaitable<bool> shake_hands(Plain&) { co_return true; }
inline Awaitable<bool> shake_hands(Secure& stream) {
  auto [ec] = co_await stream.async_handshake(asio::ssl::stream_base::server, kDone);
  co_return !ec;
}

/// So that the client can tell the end from a cut.
inline Awaitable<void> say_end(Plain&) { co_return; }
inline Awaitable<void> say_end(Secure& stream) {
  co_await stream.async_shutdown(kDone);
}

}  // namespace tem
