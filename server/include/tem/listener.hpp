#pragma once
// The sockets: HTTP/1.0 and 1.1 over TCP or TLS, one thread and one event loop a core, nothing
// shared on the read path.
//
//   auto listener = Listener::bind("127.0.0.1:8080", {});
//   listener->url()            "http://127.0.0.1:8080"
//   listener->run({handlers, log})   one handler a thread; returns after SIGTERM or SIGINT

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tem/forwarded.hpp"
#include "tem/http.hpp"
#include "tem/result.hpp"

namespace tem {

struct ServiceLimits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t body_bytes = 1024 * 1024;
  std::size_t upload_bytes = std::size_t{20} * 1024 * 1024;  ///< of a photograph
  std::size_t uploads = 32;   ///< photographs that wait for a thread; more are told to come again
  std::size_t waiting = 256;  ///< the same for Lane::work
  std::size_t streams = 64;   ///< bodies at once that are sent or taken in piece by piece
  std::size_t held_bytes = std::size_t{128} * 1024 * 1024;         ///< of all bodies, and long answers
  std::size_t held_upload_bytes = std::size_t{640} * 1024 * 1024;  ///< the same for photographs
  /// Of these and of one address's (IPv6: of one /64 network) more than so many connections cost
  /// those that have waited longest for their client; named proxies have no limit of their own.
  std::size_t connections = 10'000;
  std::size_t connections_per_client = 2'048;
  std::size_t handshakes = 1'024;  ///< of TLS under way; more cost the oldest of them
  std::chrono::milliseconds request_time{
      10'000};  ///< from a request's first byte to its last; a handshake
  std::chrono::milliseconds idle_time{
      30'000};  ///< between requests; for the next piece of a stream
  std::chrono::milliseconds write_time{20'000};  ///< to take an answer, or a piece of it
  std::chrono::milliseconds gate_time{10'000};   ///< for what an answer waits for to hold
  std::chrono::milliseconds drain_time{10'000};  ///< to finish what is under way on SIGTERM
  /// For which a TLS session can be resumed; then the keys of its ticket are gone.
  std::chrono::milliseconds ticket_time{3'600'000};
};

/// PEM files: the certificate with its chain, and its key, which is not encrypted.
struct TlsFiles {
  std::string certificate, key;
};

/// Called by one thread only.
using Handler = std::function<Response(const Request&)>;

/// What became of a request, told once, by any thread. `-` stands for what could not be read.
struct Answered {
  std::string_view method{}, path{};  ///< the path without its query, which holds a seal
  int status = 0;
  std::string_view why{};            ///< of a 5xx, or of an answer that was cut off
  std::uint64_t bytes = 0;           ///< of the body
  bool whole = true;                 ///< false: a stream ended early, by its client or for `why`
  std::chrono::microseconds took{};  ///< from the request's first byte until its answer was ready
                                     ///< to be sent; of a stream until it ended
  Lane lane = Lane::quick;
  std::string_view client{};  ///< its address; named proxies are seen through
};
using AccessLog = std::function<void(const Answered&)>;

/// What there is now; read by any thread.
struct ListenerGauges {
  std::atomic<std::int64_t> connections{0};
  std::atomic<std::int64_t> streams{0};
  std::atomic<std::int64_t> work_waiting{0}, work_running{0};
  std::atomic<std::int64_t> pictures_waiting{0}, pictures_running{0};
  std::atomic<std::int64_t> held_bytes{0};  ///< of bodies, photographs too, and long answers
  std::atomic<std::uint64_t> closed_for_room{
      0};  ///< waiting connections that made room, since the start
  std::atomic<bool> draining{false};  ///< no connection is accepted any more
};

/// Who answers.
struct Service {
  std::vector<Handler> handlers;  ///< one for each thread of the sockets; at least one
  AccessLog log;
  std::vector<Handler> work_handlers{};    ///< one for each thread of Lane::work and Lane::stream
  std::vector<Handler> upload_handlers{};  ///< one for each thread of Lane::picture
  /// Told by a request's head. Lane::quick when it is empty, or when the lane has no thread.
  std::function<Lane(std::string_view method, std::string_view target,
                     std::string_view content_type)>
      lane{};
  NamedProxies proxies{};  ///< whose X-Forwarded-For is believed
  std::shared_ptr<ListenerGauges> gauges = std::make_shared<ListenerGauges>();
  /// What else SIGHUP reads again; called by the thread that accepts, which must not wait long.
  std::function<void()> reload = [] {};
  /// What the operator should know and no request brought about; by any thread.
  std::function<void(std::string_view line)> remark = [](std::string_view) {};
};

class Listener {
 public:
  /// `127.0.0.1:8080` or `[::1]:8080`; port 0 takes a free one. Errors: bad_usage (no such form),
  /// cannot_read (the address cannot be bound).
  static Result<Listener> bind(std::string_view address, const ServiceLimits& limits);
  Listener(Listener&&) noexcept;
  ~Listener();

  /// From now on it speaks TLS 1.2 and 1.3 only, and SIGHUP reads both files again. Before `run`.
  /// Errors: those of load_tls.
  Result<void> use_tls(const TlsFiles& files);

  [[nodiscard]] std::string url() const;

  /// Serves until SIGTERM, SIGINT or `stop`, then stops accepting and finishes what is under way
  /// within drain_time. What is not finished then, or at a second signal, ends with the process,
  /// whose exit status is 0. Called once.
  void run(Service service);
  /// As SIGTERM; by any thread.
  void stop();

 private:
  struct State;
  explicit Listener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tem
