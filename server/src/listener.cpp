// The only translation unit that knows Beast: it costs many seconds to compile.

#include "tem/listener.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <thread>

#include "listen_address.hpp"
#include "session.hpp"
#include "tls.hpp"

namespace tem {
namespace {

constexpr std::int64_t kMaxUnseated = 128;   // of a thread
constexpr milliseconds kSeatingPause{2};
constexpr milliseconds kAcceptPause{50};  // when the process has no descriptor left
constexpr milliseconds kDrainTick{5};
constexpr int kBacklog = 4096;

IpAddress to_address(const asio::ip::address& address) {
  return *IpAddress::parse(address.is_v6()
                               ? asio::ip::address_v6(address.to_v6().to_bytes()).to_string()
                               : address.to_string());
}

Awaitable<void> serve_plain(Socket socket, IpAddress peer, Worker& worker, Shared& shared,
                            Counted unseated) {
  Session<Plain> session(worker, shared, peer, std::move(socket));
  unseated.end();
  co_await session.run();
}

Awaitable<void> serve_secure(Socket socket, IpAddress peer, Worker& worker, Shared& shared,
                             Counted unseated, TlsContext tls) {
  Session<Secure> session(worker, shared, peer, std::move(socket), std::move(tls));
  unseated.end();
  co_await session.run();
}

bool is_behind(const Worker& worker) { return worker.unseated >= kMaxUnseated; }

/// As many connections as the process may have descriptors for, and some left for files.
std::size_t within_descriptors(std::size_t connections) {
  constexpr std::size_t kForFiles = 128;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return connections;
  const auto all = static_cast<std::size_t>(limit.rlim_cur);
  const std::size_t rest = all - all / 8;
  return std::min(connections, rest > 2 * kForFiles ? rest - kForFiles : rest / 2);
}

/// A thread's part of a limit.
std::size_t part(std::size_t limit, std::size_t threads) {
  return std::max<std::size_t>(1, (limit + threads - 1) / threads);
}

}  // namespace

struct Listener::State {
  explicit State(const ServiceLimits& limits) { shared.limits = limits; }

  Shared shared;               ///< first, since connections refer to it until they go
  std::deque<Worker> workers;  // before `context`, where a socket of theirs may wait to be accepted
  asio::io_context context{1};  ///< of the accepting thread
  // Caught from here on, so that a signal between bind and run is not lost.
  asio::basic_signal_set<Executor> stop_signals{context, SIGINT, SIGTERM};
  asio::basic_signal_set<Executor> reload_signal{context, SIGHUP};
  Acceptor acceptor{context};
  std::optional<TlsFiles> tls_files;
  TlsContext tls;  ///< of the accepting thread
  Mailbox mailbox{context};

  ~State() {
    for (Worker& worker : workers) worker.mailbox->close();
  }

  void admit(Socket socket, Worker& worker) {
    error_code ec;
    const auto endpoint = socket.remote_endpoint(ec);
    if (ec) return;  // gone already
    const IpAddress peer = to_address(endpoint.address());
    Counted unseated(worker.unseated);
    if (tls) {
      asio::co_spawn(worker.context,
                     serve_secure(std::move(socket), peer, worker, shared, std::move(unseated), tls),
                     asio::detached);
    } else {
      asio::co_spawn(worker.context,
                     serve_plain(std::move(socket), peer, worker, shared, std::move(unseated)),
                     asio::detached);
    }
  }

  Awaitable<void> accept() {
    for (std::size_t next = 0;; next = (next + 1) % workers.size()) {
      Worker& worker = workers[next];
      // A thread that has no time to seat its newcomers gets no more of them; when none has, they
      // wait in the kernel's bounded queue: only who has a seat can be sent away for want of room.
      if (is_behind(worker)) {
        if (std::ranges::all_of(workers, is_behind)) {
          Timer pause(context, kSeatingPause);
          co_await pause.async_wait(kDone);
          if (!acceptor.is_open()) co_return;
        }
        continue;
      }
      auto [ec, socket] = co_await acceptor.async_accept(worker.context, kDone);
      if (!acceptor.is_open()) co_return;
      if (!ec) {
        admit(std::move(socket), worker);
        continue;
      }
      if (ec == asio::error::no_descriptors || ec.value() == ENFILE)
        asio::post(worker.context, [&worker] { worker.seats.close_longest(); });
      Timer pause(context, kAcceptPause);
      co_await pause.async_wait(kDone);
    }
  }

  Awaitable<void> reload_on_signal() {
    for (;;) {
      auto [ec, signal] = co_await reload_signal.async_wait(kDone);
      if (ec) co_return;
      shared.service.reload();
      if (!tls_files) continue;
      auto loaded = load_tls(*tls_files, shared.limits.ticket_time);
      if (loaded) {
        tls = *loaded;
        shared.service.remark("TLS: certificate and key were read again");
      } else {
        shared.service.remark("TLS: the certificate in use stays: " + loaded.error().str());
      }
    }
  }

  Awaitable<void> renew_tickets() {
    for (;;) {
      Timer until(context, shared.limits.ticket_time);
      co_await until.async_wait(kDone);
      auto renewed = with_new_tickets(*tls);
      if (renewed) {
        tls = *renewed;
      } else {
        shared.service.remark("TLS: the keys of tickets stay: " + renewed.error().str());
      }
    }
  }

  Awaitable<void> stop_on_signal() {
    co_await stop_signals.async_wait(kDone);
    shared.service.gauges->draining = true;
    acceptor.close();
    for (Worker& worker : workers) {
      asio::post(worker.context, [&worker] {
        worker.stopping = true;
        worker.seats.close_idle();
      });
    }
    // What a thread is doing can only be ended with the process. Nothing is lost: what was answered
    // is on the disk.
    stop_signals.async_wait([](error_code ec, int) {
      if (!ec) std::_Exit(EXIT_SUCCESS);
    });
    const auto deadline = steady_clock::now() + shared.limits.drain_time;
    Timer tick(context);
    while (shared.service.gauges->connections > 0 && steady_clock::now() < deadline) {
      tick.expires_after(kDrainTick);
      co_await tick.async_wait(kDone);
    }
    for (Worker& worker : workers) worker.context.stop();
    for (std::optional<LanePool>* pool : {&shared.work, &shared.pictures}) {
      if (!*pool) continue;
      const bool ended = (*pool)->stop(std::max(deadline, steady_clock::now()));
      if (!ended) std::_Exit(EXIT_SUCCESS);
    }
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
  Acceptor& acceptor = state->acceptor;
  error_code ec;
  acceptor.open(endpoint->protocol(), ec);
  if (!ec) acceptor.set_option(Acceptor::reuse_address(true), ec);
  if (!ec) acceptor.bind(*endpoint, ec);
  if (!ec) acceptor.listen(kBacklog, ec);
  if (ec)
    return Error{ErrorCode::cannot_read,
                 "--listen " + std::string(address) + ": cannot be bound: " + ec.message()};
  return Listener(std::move(state));
}

Result<void> Listener::use_tls(const TlsFiles& files) {
  auto loaded = load_tls(files, state_->shared.limits.ticket_time);
  if (!loaded) return loaded.error();
  state_->tls_files = files;
  state_->tls = std::move(*loaded);
  return {};
}

std::string Listener::url() const {
  const auto endpoint = state_->acceptor.local_endpoint();
  const std::string host = endpoint.address().to_string();
  return std::string(state_->tls_files ? "https://" : "http://") +
         (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" +
         std::to_string(endpoint.port());
}

void Listener::run(Service service) {
  State& state = *state_;
  Shared& shared = state.shared;
  const ServiceLimits& limits = shared.limits;
  const std::size_t count = service.handlers.size();
  const SeatLimits seats{.all = part(within_descriptors(limits.connections), count),
                         .of_client = part(limits.connections_per_client, count),
                         .handshakes = part(limits.handshakes, count)};
  for (Handler& handler : service.handlers) state.workers.emplace_back(std::move(handler), seats);
  ListenerGauges& gauges = *service.gauges;
  if (!service.work_handlers.empty())
    shared.work.emplace(std::move(service.work_handlers), limits.waiting, gauges.work_waiting,
                        gauges.work_running);
  if (!service.upload_handlers.empty())
    shared.pictures.emplace(std::move(service.upload_handlers), limits.uploads,
                            gauges.pictures_waiting, gauges.pictures_running);
  shared.service = std::move(service);
  std::vector<std::jthread> threads;
  threads.reserve(state.workers.size());
  for (Worker& worker : state.workers) {
    threads.emplace_back([&worker] {
      const auto guard = asio::make_work_guard(worker.context);
      worker.context.run();
    });
  }
  asio::co_spawn(state.context, state.accept(), asio::detached);
  asio::co_spawn(state.context, state.reload_on_signal(), asio::detached);
  if (state.tls) asio::co_spawn(state.context, state.renew_tickets(), asio::detached);
  asio::co_spawn(state.context, state.stop_on_signal(), asio::detached);
  state.context.run();
}

void Listener::stop() {
  state_->mailbox.post([state = state_.get()] { state->stop_signals.cancel(); });
}

}  // namespace tem
