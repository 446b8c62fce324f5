#pragma once
// The sockets: HTTP/1.0 and 1.1 over TCP, one thread and one event loop a core, nothing shared on
// the read path.
//
//   auto listener = Listener::bind("127.0.0.1:8080", {});
//   listener->url()            "http://127.0.0.1:8080"
//   listener->run({handlers, log})   one handler a thread; returns after SIGTERM or SIGINT

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tem/http.hpp"
#include "tem/result.hpp"

namespace tem {

struct ServiceLimits {
  std::size_t header_bytes = 16 * 1024;
  std::size_t body_bytes = 1024 * 1024;
  std::size_t upload_bytes = std::size_t{20} * 1024 * 1024;  ///< of a photograph
  std::size_t uploads = 32;  ///< photographs held at once; more are told to come again
  std::size_t connections = 10'000;
  std::chrono::milliseconds request_time{10'000};  ///< from a request's first byte to its last
  std::chrono::milliseconds idle_time{30'000};     ///< between requests of a connection
  std::chrono::milliseconds write_time{20'000};    ///< to take an answer
  std::chrono::milliseconds drain_time{10'000};    ///< to finish what is under way on SIGTERM
};

/// Which threads answer a request. It is told by its head, before the body is read.
enum class Lane {
  quick,    ///< the sockets' own: a look at one stamp, small files; must never wait
  work,     ///< may wait for the disk: many stamps, lots, print files, streams
  picture,  ///< photographs, whose body may be large
};

/// Called by one thread only.
using Handler = std::function<Response(const Request&)>;
/// Told each answer, by any thread: method, path without its query, status, why a 5xx came about.
using AccessLog = std::function<void(std::string_view method, std::string_view path, int status,
                                     std::string_view why)>;

/// Who answers.
struct Service {
  std::vector<Handler> handlers;  ///< one for each thread of the sockets; at least one
  AccessLog log;
  std::vector<Handler> work_handlers{};    ///< one for each thread of Lane::work
  std::vector<Handler> upload_handlers{};  ///< one for each thread of Lane::picture
  /// Which requests those are, by method and target; none when it is empty.
  std::function<bool(std::string_view method, std::string_view target)> is_upload{};
};

class Listener {
 public:
  /// `127.0.0.1:8080` or `[::1]:8080`; port 0 takes a free one. Errors: bad_usage (no such form),
  /// cannot_read (the address cannot be bound).
  static Result<Listener> bind(std::string_view address, const ServiceLimits& limits);
  Listener(Listener&&) noexcept;
  ~Listener();

  [[nodiscard]] std::string url() const;

  /// Serves until SIGTERM or SIGINT, then stops accepting and finishes what is under way within
  /// drain_time. Called once.
  void run(Service service);

 private:
  struct State;
  explicit Listener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tem
