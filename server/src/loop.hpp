#pragma once
// The event loop's own types of Asio: executors that are known when compiling cost no indirect calls
// and no reference counts at each step. Part of the listener's translation unit.

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace tem {

namespace asio = boost::asio;
using asio::ip::tcp;

using Executor = asio::io_context::executor_type;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock,
                               asio::wait_traits<std::chrono::steady_clock>, Executor>;

/// Completes with a tuple whose first part is the error_code.
constexpr auto kDone = asio::as_tuple(asio::use_awaitable_t<Executor>());

}  // namespace tem
