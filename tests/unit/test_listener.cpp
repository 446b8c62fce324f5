// The listener with handlers of the test's own, asked through real sockets.

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include "tem/listener.hpp"

using namespace tem;
using namespace std::chrono_literals;

namespace {

/// Lets one thread wait for another's word.
class Flag {
 public:
  void set() {
    const std::lock_guard lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }
  bool wait() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 30s, [this] { return set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

class Client {
 public:
  explicit Client(const std::string& url) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    timeval limit{.tv_sec = 30, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { close(socket_); }

  void send(std::string_view text) {
    REQUIRE(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(text.size()));
  }
  void get(const std::string& path, const std::string& more = "") {
    send("GET " + path + " HTTP/1.1\r\nHost: a\r\n" + more + "\r\n");
  }
  /// Until `mark` has come, or the connection ends. What comes behind the mark stays.
  std::string until(std::string_view mark) {
    while (held_.find(mark) == std::string::npos) {
      char bytes[4096];
      const auto got = recv(socket_, bytes, sizeof bytes, 0);
      reset_ = got < 0;
      if (got <= 0) return std::exchange(held_, {});
      held_.append(bytes, static_cast<std::size_t>(got));
    }
    const auto end = held_.find(mark) + mark.size();
    std::string text = held_.substr(0, end);
    held_.erase(0, end);
    return text;
  }
  std::string all() { return until("\1 never sent"); }
  [[nodiscard]] bool was_reset() const { return reset_; }

 private:
  int socket_;
  std::string held_;
  bool reset_ = false;
};

/// Serves until it goes.
class Serving {
 public:
  explicit Serving(Service service, ServiceLimits limits = {})
      : listener_(Listener::bind("127.0.0.1:0", limits).value()),
        url_(listener_.url()),
        gauges_(service.gauges),
        thread_([this, service = std::move(service)]() mutable {
          listener_.run(std::move(service));
        }) {}
  ~Serving() {
    listener_.stop();
    thread_.join();
  }
  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] const ListenerGauges& gauges() const { return *gauges_; }

 private:
  Listener listener_;
  std::string url_;
  std::shared_ptr<ListenerGauges> gauges_;
  std::thread thread_;
};

Lane by_path(std::string_view, std::string_view target, std::string_view) {
  if (target.starts_with("/work")) return Lane::work;
  if (target.starts_with("/stream")) return Lane::stream;
  if (target.starts_with("/picture")) return Lane::picture;
  return Lane::quick;
}

Service service_of(const Handler& handler) {
  return {.handlers = {handler},
          .log = [](const Answered&) {},
          .work_handlers = {handler, handler},
          .upload_handlers = {handler},
          .lane = by_path};
}

Response text(std::string body) { return answer(200, "text/plain", std::move(body)); }

/// Pieces of one size, each counted when it is asked for.
class Pieces : public BodySource {
 public:
  Pieces(std::size_t count, std::size_t size, std::atomic<std::size_t>& asked)
      : left_(count), size_(size), asked_(asked) {}
  Result<std::string> next() override {
    ++asked_;
    if (std::this_thread::get_id() != maker_) return Error{ErrorCode::internal, "another thread"};
    return left_-- == 0 ? std::string() : std::string(size_, 'x');
  }

 private:
  std::size_t left_, size_;
  std::atomic<std::size_t>& asked_;
  std::thread::id maker_ = std::this_thread::get_id();
};

/// Says back what it is told, whole lines at a time.
class Echo : public Exchange {
 public:
  Result<std::string> take(std::string_view bytes) override {
    held_ += bytes;
    if (held_.find("bad") != std::string::npos) return Error{ErrorCode::cannot_write, "bad line"};
    const auto end = held_.rfind('\n') + 1;
    std::string lines = held_.substr(0, end);
    held_.erase(0, end);
    return lines;
  }
  Result<std::string> finish() override { return "end: " + held_ + "\n"; }

 private:
  std::string held_;
};

}  // namespace

TEST_CASE("an answer leaves when its gate opens, whoever opens it, and a 503 when it fails") {
  std::mutex mutex;
  std::vector<std::thread> threads;
  const Handler handler = [&](const Request& request) {
    Response response = text("answered");
    if (request.target == "/at-once") {
      response.gate = [](const auto& done) { done({}); };
    } else if (request.target == "/later") {
      response.gate = [&](const auto& done) {
        const std::lock_guard lock(mutex);
        threads.emplace_back([done] {
          std::this_thread::sleep_for(50ms);
          done({});
        });
      };
    } else if (request.target == "/fails") {
      response.gate = [](const auto& done) { done(Error{ErrorCode::cannot_write, "disk full"}); };
    } else if (request.target == "/throws") {
      response.gate = [](const auto&) { throw std::runtime_error("no"); };
    } else if (request.target == "/never") {
      response.gate = [](const auto&) {};
    }
    return response;
  };
  ServiceLimits limits;
  limits.gate_time = 100ms;
  std::string why;
  Service service = service_of(handler);
  service.log = [&](const Answered& it) {
    if (it.path == "/fails") why = it.why;
  };
  {
    const Serving serving(std::move(service), limits);
    for (const char* path : {"/at-once", "/later"}) {
      Client client(serving.url());
      client.get(path);
      CHECK(client.until("answered").starts_with("HTTP/1.1 200"));
    }
    for (const char* path : {"/fails", "/throws", "/never"}) {
      CAPTURE(path);
      Client client(serving.url());
      client.get(path);
      const std::string answer = client.until("}\n");
      CHECK(answer.starts_with("HTTP/1.1 503"));
      CHECK(answer.find("Retry-After: 2\r\n") != std::string::npos);
      CHECK(answer.find("disk full") == std::string::npos);
      client.send(std::string("HEAD ") + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
      CHECK(client.until("\r\n\r\n").starts_with("HTTP/1.1 503"));
      client.get("/at-once");  // and no body behind it
      CHECK(client.until("answered").starts_with("HTTP/1.1 200"));
    }
  }
  CHECK(why.find("disk full") != std::string::npos);
  for (std::thread& thread : threads) thread.join();
}

TEST_CASE("a gate that opens after its client, and after the listener, has gone") {
  std::function<void(const Result<void>&)> late, later;
  Flag asked, asked_again;
  const Handler handler = [&](const Request& request) {
    Response response = text("answered");
    response.gate = [&, first = request.target == "/1"](const auto& done) {
      (first ? late : later) = done;
      (first ? asked : asked_again).set();
    };
    return response;
  };
  {
    ServiceLimits limits;
    limits.gate_time = 200ms;
    const Serving serving(service_of(handler), limits);
    {
      Client client(serving.url());
      client.get("/1");
      REQUIRE(asked.wait());
    }
    late({});
    Client client(serving.url());
    client.get("/2");
    REQUIRE(asked_again.wait());
  }
  late({});
  later(Error{ErrorCode::internal, "too late"});
}

TEST_CASE("work delays nothing quick, is bounded, and a full lane says so") {
  Flag go;
  std::atomic<int> begun = 0;
  const Handler handler = [&](const Request& request) {
    if (request.target != "/") {
      ++begun;
      go.wait();
    }
    return text("answered " + request.target);
  };
  ServiceLimits limits;
  limits.waiting = 1;
  limits.uploads = 1;
  const Serving serving(service_of(handler), limits);
  std::deque<Client> working;
  for (int i = 0; i < 3; ++i) {  // two at work, one waits
    working.emplace_back(serving.url()).get("/work");
    while (serving.gauges().work_running + serving.gauges().work_waiting < i + 1)
      std::this_thread::sleep_for(1ms);
    if (i == 1)
      while (begun < 2) std::this_thread::sleep_for(1ms);
  }
  Client quick(serving.url());
  quick.get("/");
  CHECK(quick.until("answered /").starts_with("HTTP/1.1 200"));
  quick.get("/work");
  const std::string busy = quick.until("}\n");
  CHECK(busy.starts_with("HTTP/1.1 503"));
  CHECK(busy.find("\"error\":\"too_busy\"") != std::string::npos);
  CHECK(busy.find("Retry-After: 2\r\n") != std::string::npos);
  Client picture(serving.url());
  picture.get("/picture");
  while (begun < 3) std::this_thread::sleep_for(1ms);  // a lane of its own
  go.set();
  for (Client& client : working) CHECK(client.until("answered /work").starts_with("HTTP/1.1 200"));
  CHECK(picture.until("answered /picture").starts_with("HTTP/1.1 200"));
}

TEST_CASE("bodies made while they are sent leave a thread to others, and take turns") {
  Flag go;
  std::atomic<int> begun = 0;
  struct Slow : BodySource {
    Slow(Flag& flag, std::atomic<int>& count) : go(flag), begun(count) {}
    Result<std::string> next() override {
      ++begun;
      if (!go.wait()) return Error{ErrorCode::internal, "never told to go on"};
      return left-- == 0 ? std::string() : std::string("piece");
    }
    Flag& go;
    std::atomic<int>& begun;
    int left = 100;
  };
  const Handler handler = [&](const Request& request) {
    Response response = text("quick");
    if (request.target == "/work/slow") response.source = std::make_shared<Slow>(go, begun);
    return response;
  };
  const Serving serving(service_of(handler));  // two threads
  std::deque<Client> slow;
  for (int i = 0; i < 6; ++i) slow.emplace_back(serving.url()).get("/work/slow");
  while (begun < 1) std::this_thread::sleep_for(1ms);
  for (int i = 0; i < 20; ++i) {
    Client other(serving.url());
    other.get("/work/");
    CHECK(other.until("quick").starts_with("HTTP/1.1 200"));
  }
  CHECK(begun == 1);
  go.set();
  for (Client& client : slow) CHECK(client.until("0\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST_CASE("a body made while it is sent") {
  std::atomic<std::size_t> asked = 0;
  const Handler handler = [&](const Request& request) {
    Response response = text("");
    const bool huge = request.target.ends_with("huge");
    struct Broken : BodySource {
      int left = 1;
      Result<std::string> next() override {
        if (left-- > 0) return std::string("half");
        return Error{ErrorCode::cannot_read, "disk gone"};
      }
    };
    struct BrokenAtOnce : BodySource {
      Result<std::string> next() override { return Error{ErrorCode::cannot_read, "disk gone"}; }
    };
    if (request.target.ends_with("broken")) {
      response.source = std::make_shared<Broken>();
    } else if (request.target.ends_with("broken-at-once")) {
      response.source = std::make_shared<BrokenAtOnce>();
    } else {
      response.source = std::make_shared<Pieces>(huge ? 4000 : 3, huge ? 65536 : 2, asked);
    }
    return response;
  };
  const Serving serving(service_of(handler));
  for (const std::string lane : {"/", "/work/"}) {
    CAPTURE(lane);
    asked = 0;
    Client client(serving.url());
    client.get(lane);
    const std::string head = client.until("\r\n\r\n");
    CHECK(head.starts_with("HTTP/1.1 200"));
    CHECK(head.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    CHECK(head.find("Content-Length") == std::string::npos);
    CHECK(client.until("0\r\n\r\n") == "2\r\nxx\r\n2\r\nxx\r\n2\r\nxx\r\n0\r\n\r\n");
    CHECK(asked == 4);
    client.send("HEAD " + lane + " HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(client.until("\r\n\r\n").starts_with("HTTP/1.1 200"));
    CHECK(asked == 4);
    client.get(lane);  // the connection is still in step
    CHECK(client.until("0\r\n\r\n").starts_with("HTTP/1.1 200"));

    Client old(serving.url());
    old.send("GET " + lane + " HTTP/1.0\r\n\r\n");
    const std::string whole = old.all();
    CHECK(whole.ends_with("\r\n\r\nxxxxxx"));
    CHECK(whole.find("Transfer-Encoding") == std::string::npos);
    CHECK_FALSE(old.was_reset());

    for (const char* version : {"1.0", "1.1"}) {
      Client cut(serving.url());
      cut.send("GET " + lane + "broken HTTP/" + version + "\r\nHost: a\r\n\r\n");
      CHECK(cut.all().find("0\r\n\r\n") == std::string::npos);
      CHECK(cut.was_reset());
    }
    Client early(serving.url());
    early.get(lane + "broken-at-once");
    CHECK(early.until("}\n").starts_with("HTTP/1.1 500"));
  }
  // 250 MB for a client that takes nothing: what the kernel holds is asked for, and no more.
  asked = 0;
  Client slow(serving.url());
  slow.get("/work/huge");
  std::size_t before = 0;
  do {
    before = asked;
    std::this_thread::sleep_for(300ms);
  } while (asked != before || before == 0);
  CHECK(before < 1000);
  Client other(serving.url());  // and no thread is held
  other.get("/work/");
  CHECK(other.until("0\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST_CASE("a body that is answered while it arrives") {
  const Handler handler = [](const Request& request) {
    if (!request.body_streams) return text("whole");
    if (request.target == "/stream/refused")
      return problem({ErrorCode::unauthorized, "who are you?"});
    Response response = answer(200, "application/x-ndjson", "");
    response.exchange = std::make_shared<Echo>();
    return response;
  };
  ServiceLimits limits;
  limits.streams = 2;
  const Serving serving(service_of(handler), limits);
  const std::string post = " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  Client client(serving.url());
  client.send("POST /stream" + post);
  CHECK(client.until("\r\n\r\n").find("Transfer-Encoding: chunked") != std::string::npos);
  for (int i = 0; i < 3; ++i) {  // each answered before the next is sent
    client.send("4\r\none\n\r\n");
    CHECK(client.until("one\n\r\n") == "4\r\none\n\r\n");
  }
  Client second(serving.url()), third(serving.url());
  second.send("POST /stream" + post);
  second.until("\r\n\r\n");
  third.send("POST /stream" + post);
  CHECK(third.until("}\n").starts_with("HTTP/1.1 503"));
  second.send("4\r\nbad\n\r\n");
  second.all();
  CHECK(second.was_reset());
  client.send("4\r\ntail\r\n0\r\n\r\n");
  CHECK(client.until("0\r\n\r\n") == "a\r\nend: tail\n\r\n0\r\n\r\n");
  client.get("/");  // the connection is still in step
  CHECK(client.until("whole").starts_with("HTTP/1.1 200"));

  Client refused(serving.url());
  refused.send("POST /stream/refused" + post + "4\r\none\n\r\n");
  const std::string answer = refused.all();
  CHECK(answer.starts_with("HTTP/1.1 401"));
  CHECK(answer.find("Connection: close\r\n") != std::string::npos);
  Client length(serving.url());
  length.send("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab\n");
  CHECK(length.until("0\r\n\r\n").ends_with("3\r\nab\n\r\n6\r\nend: \n\r\n0\r\n\r\n"));
  Client empty(serving.url());
  empty.send("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
  CHECK(empty.until("0\r\n\r\n").ends_with("6\r\nend: \n\r\n0\r\n\r\n"));
  Client whole_mb(serving.url());  // more than a body that is held may have
  whole_mb.send("POST /stream HTTP/1.1\r\nHost: a\r\nContent-Length: 2097152\r\n\r\n");
  whole_mb.until("\r\n\r\n");
  std::thread sender([&] {
    for (int i = 0; i < 2048; ++i) whole_mb.send(std::string(1023, 'y') + "\n");
  });
  std::size_t lines = 0;
  for (std::string line = whole_mb.until("\n"); line != "end: \n"; line = whole_mb.until("\n")) {
    REQUIRE_FALSE(line.empty());
    lines += line.ends_with("y\n");
  }
  sender.join();
  CHECK(lines == 2048);
}

TEST_CASE("what a handler is told of who asks") {
  const Handler handler = [](const Request& it) {
    return text(it.client + "|" + it.authorization + "|" + it.idempotency_key + "|" +
                it.user_agent + "|" + it.origin + "|" + it.purpose + "|" + it.site + ".");
  };
  const std::string fields =
      "Authorization: Bearer t\r\nIdempotency-Key: k\r\nUser-Agent: Zalo\r\nOrigin: https://o\r\n"
      "Sec-Purpose: prefetch\r\nX-Moz: prefetch\r\nSec-Fetch-Site: none\r\n"
      "X-Forwarded-For: 203.0.113.9, 10.0.0.1\r\n";
  const std::string rest = "|Bearer t|k|Zalo|https://o|prefetch,prefetch|none.";
  {
    const Serving serving(service_of(handler));
    Client client(serving.url());
    client.get("/", fields);
    CHECK(client.until(".").starts_with("HTTP/1."));
    CHECK(client.until("\r\n\r\n").find("200 OK") != std::string::npos);
    CHECK(client.until("none.") == "127.0.0.1" + rest);
  }
  Service service = service_of(handler);
  const std::vector<std::string> named = {"127.0.0.0/8", "10.0.0.1"};
  service.proxies = NamedProxies::parse(named).value();
  const Serving serving(std::move(service));
  Client client(serving.url());
  client.get("/", fields);
  client.until("\r\n\r\n");
  CHECK(client.until("none.") == "203.0.113.9" + rest);
}

TEST_CASE("the longest waiting connections make room, and a pipeline is answered in order") {
  const Handler handler = [](const Request& it) { return text("<" + it.target + ">"); };
  ServiceLimits limits;
  limits.connections = 4;
  const Serving serving(service_of(handler), limits);
  std::deque<Client> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back(serving.url()).get("/");
    clients.back().until("</>");
  }
  clients[0].get("/again");  // so that the second has waited longest
  clients[0].until("</again>");
  Client newcomer(serving.url());
  newcomer.get("/new");
  CHECK(newcomer.until("</new>").starts_with("HTTP/1.1 200"));
  CHECK(clients[1].all().empty());
  CHECK(serving.gauges().closed_for_room == 1);
  clients[0].get("/still");
  CHECK(clients[0].until("</still>").starts_with("HTTP/1.1 200"));

  std::string pipeline, expected;
  for (int i = 0; i < 2000; ++i) {
    pipeline += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    expected += "</" + std::to_string(i) + ">";
  }
  std::thread sender([&] { newcomer.send(pipeline); });
  std::string got;
  for (int i = 0; i < 2000; ++i) {
    newcomer.until("\r\n\r\n");
    got += newcomer.until(">");
  }
  sender.join();
  CHECK(got == expected);
}

TEST_CASE("a thread that is kept busy is not given connections without bound") {
  Flag busy, go_on;
  const Handler handler = [&](const Request& it) {
    if (it.target == "/hold") busy.set(), go_on.wait();
    return text("<yes>");
  };
  const Serving serving(service_of(handler));
  Client first(serving.url());
  first.get("/hold");
  REQUIRE(busy.wait());
  const auto descriptors = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  const auto before = descriptors();
  std::deque<Client> clients;
  for (int i = 0; i < 300; ++i) clients.emplace_back(serving.url()).get("/");
  std::this_thread::sleep_for(300ms);  // all the time that it wants to take too many
  CHECK(descriptors() - before - 300 < 150);
  go_on.set();
  for (Client& client : clients) CHECK(client.until("<yes>").starts_with("HTTP/1.1 200"));
  CHECK(first.until("<yes>").starts_with("HTTP/1.1 200"));
}

TEST_CASE("one client's connections cost that client, not another") {
  const Handler handler = [](const Request&) { return text("<yes>"); };
  ServiceLimits limits;
  limits.connections_per_client = 2;
  {
    const Serving serving(service_of(handler), limits);
    Client first(serving.url()), second(serving.url()), third(serving.url());
    third.get("/");
    CHECK(third.until("<yes>").starts_with("HTTP/1.1 200"));
    CHECK(first.all().empty());
    second.get("/");
    CHECK(second.until("<yes>").starts_with("HTTP/1.1 200"));
  }
  Service service = service_of(handler);  // a named proxy brings everybody's
  const std::vector<std::string> named = {"127.0.0.1"};
  service.proxies = NamedProxies::parse(named).value();
  const Serving serving(std::move(service), limits);
  Client first(serving.url()), second(serving.url()), third(serving.url());
  for (Client* client : {&third, &second, &first}) {
    client->get("/");
    CHECK(client->until("<yes>").starts_with("HTTP/1.1 200"));
  }
}

TEST_CASE("bodies held together have a bound") {
  const Handler handler = [](const Request&) { return text("<yes>"); };
  ServiceLimits limits;
  limits.held_bytes = 64 * 1024;
  const Serving serving(service_of(handler), limits);
  const std::string head = "POST /work HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n";
  Client first(serving.url()), second(serving.url());
  first.send(head + std::string(49'000, 'x'));
  while (serving.gauges().held_bytes < 49'000) std::this_thread::sleep_for(1ms);
  second.send(head + std::string(40'000, 'x'));
  CHECK(second.until("}\n").starts_with("HTTP/1.1 503"));
  first.send(std::string(1'000, 'x'));
  CHECK(first.until("<yes>").starts_with("HTTP/1.1 200"));
  while (serving.gauges().held_bytes > 0) std::this_thread::sleep_for(1ms);
}

TEST_CASE("long answers count among the bodies that are held, until they are sent") {
  constexpr std::size_t kLong = 40UL * 1024 * 1024;  // more than the kernel takes
  const Handler handler = [](const Request& request) {
    return text(request.target == "/work/long" ? std::string(kLong, 'x') : "<yes>");
  };
  ServiceLimits limits;
  limits.held_bytes = kLong + kLong / 2;
  const Serving serving(service_of(handler), limits);
  {
    Client first(serving.url()), second(serving.url());
    first.get("/work/long");
    first.until("\r\n\r\n");  // and takes no more
    CHECK(serving.gauges().held_bytes == kLong);
    second.get("/work/long");
    const std::string busy = second.until("}\n");
    CHECK(busy.starts_with("HTTP/1.1 503"));
    CHECK(busy.find("\"error\":\"too_busy\"") != std::string::npos);
    second.get("/work/short");  // the connection is still in step
    CHECK(second.until("<yes>").starts_with("HTTP/1.1 200"));
    second.send("HEAD /work/long HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(second.until("\r\n\r\n").starts_with("HTTP/1.1 200"));
  }
  while (serving.gauges().held_bytes > 0) std::this_thread::sleep_for(1ms);
  Client third(serving.url());
  third.get("/work/long");
  CHECK(third.until("\r\n\r\n").starts_with("HTTP/1.1 200"));
}
