#pragma once
// One connection, from its first byte to its last. Part of the listener's translation unit.

#include <array>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <charconv>
#include <chrono>

#include "maker.hpp"
#include "transport.hpp"

namespace tem {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What an answered client may still send before its connection goes: without reading it the kernel
// would reset the connection, and the answer could be lost.
constexpr milliseconds kLingerTime{1'000};
constexpr std::size_t kLingerBytes = 4 * 1024 * 1024;
constexpr std::size_t kReadBytes = 4 * 1024;
constexpr std::size_t kPieceBytes = 64 * 1024;

// GCC 12 miscompiles a co_await behind `&&`, `?:` and `if constexpr`, and temporaries that it
// holds: hence the named variables.
template <class Stream>
class Session {
 public:
  template <class... StreamArgs>
  Session(Worker& worker, Shared& shared, const IpAddress& peer, StreamArgs&&... args)
      : worker_(worker),
        shared_(shared),
        limits_(shared.limits),
        peer_(peer),
        from_proxy_(shared.service.proxies.contains(peer)),
        connection_(shared.service.gauges->connections),
        stream_(std::forward<StreamArgs>(args)...),
        seat_(counted_as(), [this] { tcp_of(stream_).close(); }),
        buffer_(limits_.header_bytes + kReadBytes) {}

  Awaitable<void> run() {
    std::size_t closed = 0;
    const bool seated = worker_.seats.take(seat_, shakes_hands(stream_), closed);
    shared_.service.gauges->closed_for_room += closed;
    if (!seated) {
      turn_away();
      co_return;
    }
    error_code ignored;
    tcp_of(stream_).socket().set_option(tcp::no_delay(true), ignored);
    seat_.wait(true);
    tcp_of(stream_).expires_after(limits_.request_time);
    const bool open = co_await shake_hands(stream_);
    if (!open) co_return;
    seat_.has_shaken_hands();
    while (!worker_.stopping) {
      if (buffer_.size() == 0) {
        const bool begun = co_await await_first_byte();
        if (!begun) co_return;
      } else {
        co_await worker_.turns.take();
      }
      const bool keep = co_await serve_one();
      if (!keep) break;
    }
    if (!cut_) co_await close_gently();
  }

 private:
  [[nodiscard]] std::optional<IpAddress> counted_as() const {
    constexpr unsigned kNetwork = 64;  // one subscriber has a whole IPv6 /64
    if (from_proxy_) return std::nullopt;
    return peer_.is_v4() ? peer_ : peer_.network(kNetwork);
  }

  /// One answer into the empty socket buffer, without waiting for anything.
  void turn_away() {
    if (shakes_hands(stream_)) return;
    const Response response = too_busy("too many connections");
    std::string text = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n";
    for (const Header& header : response.headers)
      text += header.name + ": " + header.value + "\r\n";
    text += "\r\n" + response.body;
    error_code ignored;
    Socket& socket = tcp_of(stream_).socket();
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
  }

  Awaitable<bool> await_first_byte() {
    seat_.wait(true);
    tcp_of(stream_).expires_after(answered_any_ ? limits_.idle_time : limits_.request_time);
    auto [ec, read] = co_await stream_.async_read_some(buffer_.prepare(kReadBytes), kDone);
    if (ec) co_return false;
    buffer_.commit(read);
    co_return true;
  }

  /// False: the connection is to be closed.
  Awaitable<bool> serve_one() {
    seat_.wait();
    begun_ = steady_clock::now();
    version_ = 11;
    is_head_ = false;
    tcp_of(stream_).expires_after(limits_.request_time);
    HeadParser head;
    head.header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
    head.body_limit(boost::none);  // it is known when the lane is
    auto [ec, read] = co_await http::async_read_header(stream_, buffer_, head, kDone);
    if (ec) co_return co_await refuse(refusal(ec, limits_, limits_.body_bytes));
    if (auto doubtful = refuse_doubtful(head_of(head)))
      co_return co_await refuse(std::move(doubtful));
    // Before the body, since a chunked body's trailer would add fields.
    Request request = to_request(head.get());
    request.client = client_of(head.get());
    version_ = head.get().version();
    keep_ = head.get().keep_alive();
    is_head_ = request.method == "HEAD";
    method_ = request.method;
    path_ = request.target.substr(0, request.target.find('?'));
    client_ = request.client;
    lane_ = Lane::quick;
    if (shared_.service.lane)
      lane_ = shared_.service.lane(request.method, request.target, request.content_type);
    if (shared_.pool(lane_) == nullptr) lane_ = Lane::quick;
    if (lane_ == Lane::stream) co_return co_await serve_stream(head, request);
    co_return co_await serve_whole(head, request);
  }

  std::string client_of(const http::fields& header) const {
    if (!from_proxy_) return peer_.str();
    std::string forwarded;
    join(header, "X-Forwarded-For", forwarded);
    return shared_.service.proxies.client_of(peer_, forwarded).str();
  }

  // --- a request whose body is held -------------------------------------------------------------

  Awaitable<bool> serve_whole(HeadParser& head, Request& request) {
    LanePool* const pool = shared_.pool(lane_);
    const bool picture = lane_ == Lane::picture;
    const std::size_t body_bytes = picture ? limits_.upload_bytes : limits_.body_bytes;
    if (const auto length = head.content_length(); length && *length > body_bytes)
      co_return co_await refuse(refusal(http::error::body_limit, limits_, body_bytes));
    // Before the body is taken in, too.
    if (pool != nullptr && pool->is_full())
      co_return co_await refuse(too_busy("too many requests wait already"));
    Held held(picture ? shared_.held_pictures : shared_.held,
              picture ? limits_.held_upload_bytes : limits_.held_bytes,
              shared_.service.gauges->held_bytes);
    if (!head.is_done()) {
      const bool sent = co_await send_continue(head);
      if (!sent) co_return false;
      http::request_parser<http::string_body> parser(std::move(head));
      parser.body_limit(body_bytes);
      while (!parser.is_done()) {
        auto [ec, read] = co_await http::async_read_some(stream_, buffer_, parser, kDone);
        if (ec) co_return co_await refuse(refusal(ec, limits_, body_bytes));
        if (!held.grow_to(parser.get().body().size()))
          co_return co_await refuse(too_busy("too many bodies are under way"));
      }
      request.body = std::move(parser.get().body());
    }
    Made made;
    if (pool == nullptr) {
      made.response = answer_by(worker_.handler, request);
    } else {
      begin_work();
      made = co_await made_by(worker_, *pool, std::move(request));
    }
    co_return co_await send(made);
  }

  Awaitable<bool> send_continue(const HeadParser& head) {
    if (version_ < 11 || head.get().count(http::field::expect) == 0) co_return true;
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    auto [ec, sent] = co_await asio::async_write(stream_, asio::buffer(kContinue), kDone);
    co_return !ec;
  }

  /// It does not wait for its client now, and no time of its own runs.
  void begin_work() {
    seat_.work();
    tcp_of(stream_).expires_never();
  }
  void end_work(milliseconds limit) {
    seat_.wait();
    tcp_of(stream_).expires_after(limit);
  }

  // --- answers --------------------------------------------------------------------------------

  Awaitable<bool> send(Made& made) {
    // A short answer is always given, whatever others hold.
    Held held(shared_.held, limits_.held_bytes, shared_.service.gauges->held_bytes);
    const std::size_t bytes = is_head_ ? 0 : made.response.body.size();
    if (bytes > kPieceBytes && !held.grow_to(bytes)) {
      made.response = too_busy("too many long answers are under way");
      held.grow_to(0);
    }
    if (made.response.gate) {
      begin_work();
      co_await wait_for_gate(worker_, made.response, limits_.gate_time);
    }
    answered_any_ = true;
    if (made.response.source) co_return co_await send_source(made);
    co_return co_await send_whole(made.response, keep_ && !worker_.stopping);
  }

  Awaitable<bool> send_whole(Response& response, bool keep) {
    tell(response.status, response.log, is_head_ ? 0 : response.body.size());
    auto message = to_message<http::string_body>(response, version_, keep, worker_.date.now());
    if (!is_head_) message.body() = std::move(response.body);
    end_work(limits_.write_time);
    auto [ec, sent] = co_await http::async_write(stream_, message, kDone);
    co_return !ec && keep;
  }

  Awaitable<bool> send_source(Made& made) {
    AtMaker<BodySource> source(std::move(made.response.source), made.maker, worker_);
    const Counted stream(shared_.service.gauges->streams);
    if (stream.before() >= limits_.streams) {
      Response busy = too_busy("too many streams at once");
      co_return co_await send_whole(busy, keep_ && !worker_.stopping);
    }
    if (is_head_) co_return co_await send_head(made.response);
    const typename AtMaker<BodySource>::Step next = [](BodySource& it) { return it.next(); };
    std::uint64_t bytes = 0;
    begin_work();
    Result<std::string> piece = co_await source.next(next);
    if (!piece) {  // nothing was sent yet, so it can still be said
      Response failed = problem(piece.error());
      co_return co_await send_whole(failed, keep_ && !worker_.stopping);
    }
    bool sent = co_await send_head(made.response);
    while (sent && !piece->empty()) {
      bytes += piece->size();
      sent = co_await send_piece(*piece);
      if (!sent) break;
      begin_work();
      piece = co_await source.next(next);
      if (!piece) co_return cut(made.response.status, piece.error(), bytes);
    }
    co_return co_await end_stream(made.response, sent, bytes);
  }

  /// The head alone: of a body that comes in pieces, or of none when a HEAD is answered.
  Awaitable<bool> send_head(Response& response) {
    const bool chunked = version_ >= 11;
    if (!chunked) keep_ = false;  // the end of the connection is that of the body
    std::erase_if(response.headers,
                  [](const Header& each) { return each.name == "Content-Length"; });
    auto message = to_message<http::empty_body>(response, version_, keep_ && !worker_.stopping,
                                                worker_.date.now());
    if (chunked) message.chunked(true);
    http::response_serializer<http::empty_body> serializer(message);
    if (is_head_) tell(response.status, response.log, 0);
    end_work(limits_.write_time);
    auto [ec, sent] = co_await http::async_write_header(stream_, serializer, kDone);
    const bool keep = keep_ && !worker_.stopping;
    co_return !ec && (keep || !is_head_);
  }

  Awaitable<bool> send_piece(const std::string& piece) {
    if (piece.empty()) co_return true;
    end_work(limits_.write_time);
    if (version_ < 11) {
      auto [ec, sent] = co_await asio::async_write(stream_, asio::buffer(piece), kDone);
      co_return !ec;
    }
    std::array<char, 20> head{};
    const auto digits = std::to_chars(head.data(), head.data() + 16, piece.size(), 16);
    digits.ptr[0] = '\r';
    digits.ptr[1] = '\n';
    const auto head_size = static_cast<std::size_t>(digits.ptr + 2 - head.data());
    const std::array<asio::const_buffer, 3> buffers = {
        asio::buffer(head.data(), head_size), asio::buffer(piece), asio::buffer("\r\n", 2)};
    auto [ec, sent] = co_await asio::async_write(stream_, buffers, kDone);
    co_return !ec;
  }

  Awaitable<bool> end_stream(const Response& response, bool sent, std::uint64_t bytes) {
    tell(response.status, response.log, bytes, sent);
    if (!sent) {
      cut_ = true;
      co_return false;
    }
    if (version_ < 11) co_return false;
    end_work(limits_.write_time);
    constexpr std::string_view kLast = "0\r\n\r\n";
    auto [ec, last] = co_await asio::async_write(stream_, asio::buffer(kLast), kDone);
    co_return !ec && keep_ && !worker_.stopping;
  }

  /// No client may take the part for the whole: a reset is told from an end, with HTTP/1.0 too.
  bool cut(int status, const Error& error, std::uint64_t bytes) {
    tell(status, "cut off: " + error.str(), bytes, false);
    error_code ignored;
    tcp_of(stream_).socket().set_option(asio::socket_base::linger(true, 0), ignored);
    tcp_of(stream_).close();
    cut_ = true;
    return false;
  }

  // --- a request whose body is answered while it arrives ----------------------------------------

  Awaitable<bool> serve_stream(HeadParser& head, Request& request) {
    const Counted stream(shared_.service.gauges->streams);
    if (stream.before() >= limits_.streams)
      co_return co_await refuse(too_busy("too many streams at once"));
    request.body_streams = true;
    begin_work();
    Made made = co_await made_by(worker_, *shared_.pool(lane_), std::move(request));
    if (!made.response.exchange) {
      // Its body was not read, and may be without end.
      keep_ = keep_ && head.is_done();
      co_return co_await send(made);
    }
    AtMaker<Exchange> exchange(std::move(made.response.exchange), made.maker, worker_);
    if (made.response.gate) co_await wait_for_gate(worker_, made.response, limits_.gate_time);
    answered_any_ = true;
    if (made.response.status >= 500) {
      keep_ = false;
      co_return co_await send_whole(made.response, false);
    }
    end_work(limits_.write_time);
    bool sent = co_await send_continue(head);
    if (sent) sent = co_await send_head(made.response);
    co_return co_await exchange_pieces(head, exchange, made.response, sent);
  }

  Awaitable<bool> exchange_pieces(HeadParser& head, AtMaker<Exchange>& exchange,
                                        const Response& response, bool sent) {
    using Step = typename AtMaker<Exchange>::Step;
    std::uint64_t bytes = 0;
    std::vector<char> room(kPieceBytes);
    http::request_parser<http::buffer_body> parser(std::move(head));
    parser.body_limit(boost::none);
    bool ended = parser.is_done();
    for (bool last = false; sent && !last;) {
      std::size_t arrived = 0;
      if (!ended) {
        parser.get().body().data = room.data();
        parser.get().body().size = room.size();
        end_work(limits_.idle_time);
        auto [ec, read] = co_await http::async_read_some(stream_, buffer_, parser, kDone);
        if (ec && ec != http::error::need_buffer) {
          sent = false;
          break;
        }
        arrived = room.size() - parser.get().body().size;
        ended = parser.is_done();
        if (arrived == 0 && !ended) continue;
      }
      last = arrived == 0;
      const std::string_view piece(room.data(), arrived);
      const Step step = last ? Step([](Exchange& it) { return it.finish(); })
                             : Step([piece](Exchange& it) { return it.take(piece); });
      begin_work();
      Result<std::string> answered = co_await exchange.next(step);
      if (!answered) co_return cut(response.status, answered.error(), bytes);
      bytes += answered->size();
      sent = co_await send_piece(*answered);
    }
    co_return co_await end_stream(response, sent, bytes);
  }

  // --------------------------------------------------------------------------------------------

  Awaitable<bool> refuse(std::optional<Response> response) {
    if (!response) co_return false;
    co_return co_await send_whole(*response, false);
  }

  void tell(int status, std::string_view why, std::uint64_t bytes, bool whole = true) {
    using std::chrono::microseconds;
    const auto took = std::chrono::duration_cast<microseconds>(steady_clock::now() - begun_);
    const std::string peer = method_.empty() ? peer_.str() : std::string();
    shared_.service.log({.method = method_.empty() ? "-" : std::string_view(method_),
                         .path = path_.empty() ? "-" : std::string_view(path_),
                         .status = status,
                         .why = why,
                         .bytes = bytes,
                         .whole = whole,
                         .took = took,
                         .lane = lane_,
                         .client = method_.empty() ? peer : client_});
    method_.clear();  // the next request's may not be readable
    path_.clear();
    lane_ = Lane::quick;
  }

  Awaitable<void> close_gently() {
    error_code ec;
    tcp_of(stream_).expires_after(kLingerTime);
    seat_.wait();
    co_await say_end(stream_);
    tcp_of(stream_).socket().shutdown(tcp::socket::shutdown_send, ec);
    if (ec) co_return;
    tcp_of(stream_).expires_after(kLingerTime);
    buffer_.clear();
    for (std::size_t total = 0; total < kLingerBytes;) {
      auto [read_ec, read] =
          co_await tcp_of(stream_).async_read_some(buffer_.prepare(kReadBytes), kDone);
      if (read_ec) co_return;
      total += read;
    }
  }

  Worker& worker_;
  Shared& shared_;
  const ServiceLimits& limits_;
  IpAddress peer_;
  bool from_proxy_;
  Counted connection_;
  Stream stream_;
  Seat seat_;
  beast::flat_buffer buffer_;
  bool answered_any_ = false, cut_ = false;
  // Of the request that is being served.
  steady_clock::time_point begun_ = steady_clock::now();
  std::string method_, path_, client_;
  Lane lane_ = Lane::quick;
  unsigned version_ = 11;
  bool keep_ = false, is_head_ = false;
};

}  // namespace tem
