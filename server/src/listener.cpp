// The only translation unit that knows Beast: it costs many seconds to compile.

#include "tem/listener.hpp"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <ctime>
#include <deque>
#include <optional>
#include <set>
#include <thread>

#include "listen_address.hpp"
#include "tem/request_head.hpp"
#include "upload_pool.hpp"

namespace tem {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Parser = http::request_parser<http::string_body>;

constexpr auto kDone = asio::as_tuple(asio::use_awaitable);

// What an answered client may still send before its connection goes: without reading it the kernel
// would reset the connection, and the answer could be lost.
constexpr milliseconds kLingerTime{1'000};
constexpr std::size_t kLingerBytes = 4 * 1024 * 1024;
constexpr std::size_t kReadBytes = 4 * 1024;
constexpr milliseconds kAcceptPause{50};  // when the process has no descriptor left
constexpr milliseconds kDrainTick{5};
constexpr int kBacklog = 4096;

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7), made once a second.
class HttpDate {
 public:
  const std::string& now() {
    const std::time_t second = std::time(nullptr);
    if (second != second_) {
      std::tm parts{};
      gmtime_r(&second, &parts);
      char text[64];
      text_.assign(text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts));
      second_ = second;
    }
    return text_;
  }

 private:
  std::time_t second_ = -1;
  std::string text_;
};

/// One thread: its event loop and all that its connections share.
struct Worker {
  explicit Worker(Handler given) : handler(std::move(given)) {}
  Handler handler;
  HttpDate date;
  bool stopping = false;
  std::set<beast::tcp_stream*> idle;  ///< waiting for a request's first byte
  asio::io_context context{1};        // last: its connections refer to the rest
};

struct Shared {
  ServiceLimits limits;
  Service service;
  std::optional<UploadPool> pool;
  std::atomic<std::size_t> connections = 0, uploads = 0;
};

/// Marks a connection as one that may be closed at any moment.
class IdleMark {
 public:
  IdleMark(Worker& worker, beast::tcp_stream& stream) : worker_(worker), stream_(&stream) {
    worker_.idle.insert(stream_);
  }
  IdleMark(const IdleMark&) = delete;
  IdleMark& operator=(const IdleMark&) = delete;
  ~IdleMark() { worker_.idle.erase(stream_); }

 private:
  Worker& worker_;
  beast::tcp_stream* stream_;
};

/// One of a number, until it goes.
class Counted {
 public:
  explicit Counted(std::atomic<std::size_t>& count) : count_(&count) {}
  Counted(Counted&& other) noexcept : count_(std::exchange(other.count_, nullptr)) {}
  Counted& operator=(Counted&&) = delete;
  ~Counted() {
    if (count_ != nullptr) --*count_;
  }

 private:
  std::atomic<std::size_t>* count_;
};

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

/// The answer to a request that could not be read; none where only closing is left.
std::optional<Response> refusal(error_code ec, const ServiceLimits& limits,
                                std::size_t body_bytes) {
  if (ec == http::error::header_limit || ec == http::error::buffer_overflow)
    return problem({ErrorCode::too_long,
                    "request header: more than " + std::to_string(limits.header_bytes) + " bytes"},
                   431);
  if (ec == http::error::body_limit)
    return problem({ErrorCode::body_too_large,
                    "request body: more than " + std::to_string(body_bytes) + " bytes"});
  if (ec == http::error::bad_version)
    return problem({ErrorCode::bad_usage, "HTTP version: use HTTP/1.1"}, 505);
  const bool closed = ec == http::error::end_of_stream || ec == http::error::partial_message;
  if (!closed && ec.category() == make_error_code(http::error::bad_method).category())
    return problem({ErrorCode::bad_usage, "not an HTTP request: " + ec.message()});
  return std::nullopt;
}

RequestHead head_of(const Parser& parser) {
  const auto& header = parser.get();
  RequestHead head{.version = header.version(),
                   .transfer_encodings = {},
                   .hosts = header.count(http::field::host),
                   .expect = {}};
  const auto [first, last] = header.equal_range(http::field::transfer_encoding);
  for (auto field = first; field != last; ++field)
    head.transfer_encodings.push_back(view(field->value()));
  if (const auto field = header.find(http::field::expect); field != header.end())
    head.expect = view(field->value());
  return head;
}

/// All fields of a name, joined by a comma (RFC 9110 §5.3).
std::string joined(const http::fields& header, http::field name) {
  std::string all;
  const auto [first, last] = header.equal_range(name);
  for (auto field = first; field != last; ++field) {
    if (!all.empty()) all += ',';
    all += view(field->value());
  }
  return all;
}

Request to_request(const Parser& parser) {
  const auto& header = parser.get();
  Request request;
  request.method = view(header.method_string());
  request.target = view(header.target());
  request.content_type = view(header[http::field::content_type]);
  request.accept = joined(header, http::field::accept);
  request.accept_encoding = joined(header, http::field::accept_encoding);
  return request;
}

http::response<http::string_body> to_message(Response&& response, unsigned version, bool keep,
                                             Worker& worker) {
  http::response<http::string_body> message;
  message.version(version);
  message.result(static_cast<unsigned>(response.status));
  for (const Header& header : response.headers) message.insert(header.name, header.value);
  message.set(http::field::date, worker.date.now());
  message.keep_alive(keep);
  message.body() = std::move(response.body);
  return message;
}

/// One connection, from its first byte to its last.
class Session {
 public:
  Session(tcp::socket socket, Worker& worker, Shared& shared)
      : worker_(worker),
        shared_(shared),
        limits_(shared.limits),
        stream_(std::move(socket)),
        buffer_(limits_.header_bytes + kReadBytes) {}

  asio::awaitable<void> run() {
    error_code ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    while (!worker_.stopping) {
      if (buffer_.size() == 0 && !co_await await_first_byte()) co_return;
      if (!co_await serve_one()) break;
    }
    co_await close_gently();
  }

 private:
  asio::awaitable<bool> await_first_byte() {
    const IdleMark mark(worker_, stream_);
    stream_.expires_after(answered_any_ ? limits_.idle_time : limits_.request_time);
    auto [ec, read] = co_await stream_.async_read_some(buffer_.prepare(kReadBytes), kDone);
    if (ec) co_return false;
    buffer_.commit(read);
    co_return true;
  }

  /// False: the connection is to be closed.
  asio::awaitable<bool> serve_one() {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
    // The larger, until the header tells which it is.
    parser.body_limit(shared_.service.is_upload ? limits_.upload_bytes : limits_.body_bytes);
    stream_.expires_after(limits_.request_time);
    auto [header_ec, header_read] =
        co_await http::async_read_header(stream_, buffer_, parser, kDone);
    const bool is_upload = brings_upload(parser);
    const std::size_t body_bytes = is_upload ? limits_.upload_bytes : limits_.body_bytes;
    if (header_ec) co_return co_await refuse(refusal(header_ec, limits_, body_bytes));
    if (auto refused = refuse_doubtful(head_of(parser)))
      co_return co_await refuse(std::move(refused));
    // Before the body, since a chunked body's trailer would add fields.
    Request request = to_request(parser);
    const bool keep_wanted = parser.get().keep_alive();
    const unsigned version = parser.get().version();

    std::optional<Counted> upload;
    if (is_upload) {
      // Before the body is taken in, so that what is held has a bound.
      ++shared_.uploads;
      upload.emplace(shared_.uploads);
      if (shared_.uploads > limits_.uploads) co_return co_await refuse(too_many_uploads());
    }
    parser.body_limit(body_bytes);
    if (const auto length = parser.content_length(); length && *length > body_bytes)
      co_return co_await refuse(refusal(http::error::body_limit, limits_, body_bytes));
    if (!parser.is_done()) {
      if (version >= 11 && parser.get().count(http::field::expect) > 0) {
        constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        auto [ec, sent] = co_await asio::async_write(stream_, asio::buffer(kContinue), kDone);
        if (ec) co_return false;
      }
      auto [ec, read] = co_await http::async_read(stream_, buffer_, parser, kDone);
      if (ec) co_return co_await refuse(refusal(ec, limits_, body_bytes));
      request.body = std::move(parser.get().body());
    }
    Response response;
    if (is_upload) {
      stream_.expires_never();
      response = co_await shared_.pool->answer(request);
      upload.reset();
    } else {
      response = answer_to(request);
    }
    const std::string_view target = request.target;
    shared_.service.log(request.method, target.substr(0, target.find('?')), response.status,
                        response.log);
    const bool keep = keep_wanted && !worker_.stopping;
    answered_any_ = true;
    co_return co_await send(std::move(response), version, keep) && keep;
  }

  /// By what the header says as far as it was read.
  [[nodiscard]] bool brings_upload(const Parser& parser) const {
    const auto& header = parser.get();
    return shared_.service.is_upload &&
           shared_.service.is_upload(view(header.method_string()), view(header.target()));
  }

  static Response too_many_uploads() {
    Response response =
        problem({ErrorCode::too_busy, "too many pictures at once; send it again"});
    set_header(response, "Retry-After", "2");
    return response;
  }

  Response answer_to(const Request& request) {
    try {
      return worker_.handler(request);
    } catch (const std::exception& failure) {
      return problem({ErrorCode::internal, failure.what()});
    }
  }

  asio::awaitable<bool> refuse(std::optional<Response> response) {
    if (!response) co_return false;
    shared_.service.log("-", "-", response->status, response->log);
    co_await send(std::move(*response), 11, false);
    co_return false;
  }

  asio::awaitable<bool> send(Response response, unsigned version, bool keep) {
    auto message = to_message(std::move(response), version, keep, worker_);
    stream_.expires_after(limits_.write_time);
    auto [ec, sent] = co_await http::async_write(stream_, message, kDone);
    co_return !ec;
  }

  asio::awaitable<void> close_gently() {
    error_code ec;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ec);
    if (ec) co_return;
    stream_.expires_after(kLingerTime);
    buffer_.clear();
    for (std::size_t total = 0; total < kLingerBytes;) {
      auto [read_ec, read] = co_await stream_.async_read_some(buffer_.prepare(kReadBytes), kDone);
      if (read_ec) co_return;
      total += read;
    }
  }

  Worker& worker_;
  Shared& shared_;
  const ServiceLimits& limits_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  bool answered_any_ = false;
};

asio::awaitable<void> serve(tcp::socket socket, Worker& worker, Shared& shared, Counted) {
  Session session(std::move(socket), worker, shared);
  co_await session.run();
}

/// Too many connections: one answer into the empty socket buffer, without waiting for anything.
void turn_away(tcp::socket socket) {
  Response response = problem({ErrorCode::too_busy, "too many connections"});
  std::string text = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n";
  for (const Header& header : response.headers) text += header.name + ": " + header.value + "\r\n";
  text += "\r\n" + response.body;
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(text), ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

}  // namespace

struct Listener::State {
  explicit State(const ServiceLimits& limits) { shared.limits = limits; }

  Shared shared;
  asio::io_context context{1};  ///< of the accepting thread
  // Caught from here on, so that a signal between bind and run is not lost.
  asio::signal_set signals{context, SIGINT, SIGTERM};
  tcp::acceptor acceptor{context};
  std::deque<Worker> workers;

  asio::awaitable<void> accept() {
    for (std::size_t next = 0;; next = (next + 1) % workers.size()) {
      Worker& worker = workers[next];
      auto [ec, socket] = co_await acceptor.async_accept(worker.context, kDone);
      if (!acceptor.is_open()) co_return;
      if (ec) {
        asio::steady_timer pause(context, kAcceptPause);
        co_await pause.async_wait(kDone);
      } else if (shared.connections >= shared.limits.connections) {
        turn_away(std::move(socket));
      } else {
        ++shared.connections;
        asio::co_spawn(worker.context, serve(std::move(socket), worker, shared, Counted(shared.connections)),
                       asio::detached);
      }
    }
  }

  asio::awaitable<void> stop_on_signal() {
    co_await signals.async_wait(kDone);
    acceptor.close();
    for (Worker& worker : workers) {
      asio::post(worker.context, [&worker] {
        worker.stopping = true;
        for (beast::tcp_stream* stream : worker.idle) stream->cancel();
      });
    }
    bool again = false;
    signals.async_wait([&again](error_code ec, int) { again = !ec; });
    const auto deadline = steady_clock::now() + shared.limits.drain_time;
    asio::steady_timer tick(context);
    while (shared.connections > 0 && !again && steady_clock::now() < deadline) {
      tick.expires_after(kDrainTick);
      co_await tick.async_wait(kDone);
    }
    for (Worker& worker : workers) worker.context.stop();
    context.stop();
  }
};

Listener::Listener(std::unique_ptr<State> state) : state_(std::move(state)) {}
Listener::Listener(Listener&&) noexcept = default;
Listener::~Listener() = default;

Result<Listener> Listener::bind(std::string_view address, const ServiceLimits& limits) {
  const auto endpoint = parse_listen_address(address);
  if (!endpoint) return endpoint.error();
  auto state = std::make_unique<State>(limits);
  tcp::acceptor& acceptor = state->acceptor;
  error_code ec;
  acceptor.open(endpoint->protocol(), ec);
  if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor.bind(*endpoint, ec);
  if (!ec) acceptor.listen(kBacklog, ec);
  if (ec)
    return Error{ErrorCode::cannot_read,
                 "--listen " + std::string(address) + ": cannot be bound: " + ec.message()};
  return Listener(std::move(state));
}

std::string Listener::url() const {
  const auto endpoint = state_->acceptor.local_endpoint();
  const std::string host = endpoint.address().to_string();
  return "http://" + (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" +
         std::to_string(endpoint.port());
}

void Listener::run(Service service) {
  State& state = *state_;
  for (Handler& handler : service.handlers) state.workers.emplace_back(std::move(handler));
  if (service.is_upload) state.shared.pool.emplace(std::move(service.upload_handlers));
  state.shared.service = std::move(service);
  std::vector<std::jthread> threads;
  for (Worker& worker : state.workers) {
    threads.emplace_back([&worker] {
      const auto guard = asio::make_work_guard(worker.context);
      worker.context.run();
    });
  }
  asio::co_spawn(state.context, state.accept(), asio::detached);
  asio::co_spawn(state.context, state.stop_on_signal(), asio::detached);
  state.context.run();
  if (state.shared.pool) state.shared.pool->stop();
}

}  // namespace tem
