// A registry asks witnesses that answer rightly, wrongly or not at all.

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <functional>
#include <thread>

#include "fixture.hpp"
#include "tem/cosignature.hpp"
#include "tem/witness.hpp"
#include "tem/witness_client.hpp"
#include "tem/witness_report.hpp"

using namespace tem;
using namespace tem::test;

namespace {

const Instant kLater = instant("2026-11-25T00:00:00Z");

/// Answers one connection after another with what `answer` makes of the request's body.
class Server {
 public:
  using Answer = std::function<std::string(const std::string& body)>;
  explicit Server(Answer answer)
      : answer_(std::move(answer)), fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof at;
    REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
    REQUIRE(::listen(fd_, 8) == 0);
    REQUIRE(::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &length) == 0);
    port_ = ntohs(at.sin_port);
    thread_ = std::jthread([this] { serve(); });
  }
  ~Server() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int requests() const { return requests_; }

 private:
  void serve() {
    for (int peer; (peer = ::accept(fd_, nullptr, nullptr)) >= 0; ::close(peer)) {
      std::string text;
      char block[4096];
      while (!is_whole(text)) {
        const auto got = ::recv(peer, block, sizeof block, 0);
        if (got <= 0) break;
        text.append(block, static_cast<std::size_t>(got));
      }
      ++requests_;
      const auto said = answer_(text.substr(text.find("\r\n\r\n") + 4));
      std::size_t put = 0;
      for (ssize_t n = 1; n > 0 && put < said.size();
           put += static_cast<std::size_t>(n > 0 ? n : 0))
        n = ::send(peer, said.data() + put, said.size() - put, MSG_NOSIGNAL);
    }
  }
  static bool is_whole(const std::string& text) {
    const auto end = text.find("\r\n\r\n");
    const auto length = text.find("Content-Length: ");
    return end != text.npos && length != text.npos &&
           text.size() >= end + 4 + std::stoul(text.substr(length + 16));
  }

  Answer answer_;
  int fd_, port_ = 0;
  std::atomic<int> requests_ = 0;
  std::jthread thread_;
};

std::string http(int status, std::string_view type, std::string_view body,
                 std::string_view more = "") {
  return "HTTP/1.1 " + std::to_string(status) +
         " X\r\nConnection: close\r\nContent-Type: " + std::string(type) + "\r\n" +
         std::string(more) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

/// A registry, a witness of it, and what asking it leaves behind.
struct Scene {
  Story story;
  TempDir temp;
  Witness witness;
  CosignatureStore store;

  Scene()
      : witness([&] {
          const auto dir = temp.path() / "w";
          REQUIRE(Witness::create(dir, "witness.example", generate_key()).has_value());
          return Witness::open(dir).value();
        }()),
        store(CosignatureStore::open(story.registry->cosignatures_file(), Access::append).value()) {
    REQUIRE(witness.add_log(story.registry->log_vkey()).has_value());
  }
  [[nodiscard]] std::string honest(const std::string& body) {
    const auto answer = witness.add_checkpoint(body, kNow);
    return http(answer.status, answer.content_type, answer.body);
  }
  bool ask(const std::string& url, std::stop_token stop = {}) {
    return ask_witness(
               story.registry->ledger(), {"w", witness.vkey(), url}, store, [] { return kLater; },
               std::move(stop))
        .value();
  }
  WitnessState state() { return store.state(witness.vkey()).value(); }
  bool published() {
    const auto note =
        SignedNote::parse(story.registry->published_checkpoint().value().note).value();
    return find_cosignature(note, witness.vkey()).has_value();
  }
};

}  // namespace

TEST_CASE("an honest witness, first, again, and after the log has grown") {
  Scene scene;
  const Server server([&](const std::string& body) { return scene.honest(body); });
  CHECK_FALSE(scene.published());
  CHECK(scene.ask(server.url()));
  CHECK(scene.published());
  CHECK(scene.state().size == 6 + 1);
  CHECK(scene.state().last_success == kLater);
  CHECK(scene.ask(server.url() + "/"));
  CHECK(server.requests() == 2);
  for (int i = 0; i < 5; ++i) {
    scene.story.registry.append(ProducerRegistered{producer("p" + std::to_string(i))});
    CHECK_FALSE(scene.published());
    CHECK(scene.ask(server.url()));
    CHECK(scene.published());
  }
  CHECK(server.requests() == 7);
}

TEST_CASE("a witness that knows more than we remember is asked twice") {
  Scene scene;
  const Server server([&](const std::string& body) { return scene.honest(body); });
  CHECK(scene.ask(server.url()));
  scene.story.registry.append(ProducerRegistered{producer("new")});
  std::filesystem::remove(scene.story.registry->cosignatures_file());
  scene.store =
      CosignatureStore::open(scene.story.registry->cosignatures_file(), Access::append).value();
  CHECK(scene.ask(server.url()));
  CHECK(server.requests() == 3);
  CHECK(scene.state().size == 8);
}

TEST_CASE("whatever else is answered is a state, and nothing is kept of it") {
  Scene scene;
  const auto other = generate_key();
  const auto line_by = [&](const SigningKey& key, const std::string& name,
                           const std::string& body) {
    const auto note = SignedNote::parse(AddCheckpoint::parse(body).value().checkpoint).value();
    return cosign(note.text, name, key, kNow).str() + "\n";
  };
  struct Case {
    std::string_view why;
    Server::Answer answer;
    std::string_view want;
    int requests;
  };
  const std::string size_type(kTreeSizeType);
  const Case cases[] = {
      {"nothing", [](auto&) { return ""; }, "Empty reply", 1},
      {"no HTTP", [](auto&) { return "SSH-2.0\r\n\r\n"; }, "HTTP/0.9", 1},
      {"cut short", [](auto&) { return http(200, "text/plain", "12345").substr(0, 84); },
       "with 3 bytes", 1},  // "remaining to read", or "missing"
      {"an empty 200", [](auto&) { return http(200, "text/plain", ""); }, "without a cosignature",
       1},
      {"a cosignature by another key",
       [&](auto& body) { return http(200, "text/plain", line_by(other, "witness.example", body)); },
       "without a cosignature", 1},
      {"the log's own checkpoint back",
       [&](auto& body) {
         return http(200, "text/plain", AddCheckpoint::parse(body).value().checkpoint);
       },
       "without a cosignature", 1},
      {"too much", [](auto&) { return http(200, "text/plain", std::string(70'000, 'x')); },
       "more than 65536", 1},
      {"a redirect",
       [](auto&) { return http(302, "text/plain", "", "Location: http://127.0.0.1:9/\r\n"); },
       "HTTP 302", 1},
      {"404, with control characters",
       [](auto&) { return http(404, "text/plain", "\x1b[31mno\nmore"); },
       "HTTP 404: \"\\x1B[31mno\"", 1},
      {"409 without a size", [](auto&) { return http(409, "text/plain", "3\n"); }, "HTTP 409", 1},
      {"409 with no number", [&](auto&) { return http(409, size_type, "three\n"); }, "HTTP 409", 1},
      {"409 without line feed", [&](auto&) { return http(409, size_type, "3"); }, "HTTP 409", 1},
      {"409 with the size we sent", [&](auto&) { return http(409, size_type, "0\n"); }, "HTTP 409",
       1},
      {"409 with a size beyond ours", [&](auto&) { return http(409, size_type, "99\n"); },
       "has cosigned size 99", 1},
      {"409 with another size, always",
       [n = 0, &size_type](auto&) mutable {
         return http(409, size_type, std::to_string(++n) + "\n");
       },
       "HTTP 409", 2},
  };
  for (const auto& c : cases) {
    CAPTURE(c.why);
    const Server server(c.answer);
    CHECK_FALSE(scene.ask(server.url()));
    CAPTURE(scene.state().last_error);
    CHECK(scene.state().last_error.find(c.want) != std::string::npos);
    CHECK_FALSE(scene.state().last_error.empty());
    CHECK(scene.state().last_error.find('\n') == std::string::npos);
    CHECK(scene.state().size == 0);
    CHECK_FALSE(scene.state().last_success);
    CHECK(scene.state().last_try == kLater);
    CHECK(server.requests() == c.requests);
    CHECK_FALSE(scene.published());
  }
  for (const char* url :
       {"", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://127.0.0.1:9"}) {
    CAPTURE(url);
    CHECK_FALSE(scene.ask(url));
    CHECK_FALSE(scene.state().last_error.empty());
  }
  // Its cosignature among lines that are passed over, and the earlier failure is forgotten.
  const Server server([&](const std::string& body) {
    const auto answer = scene.witness.add_checkpoint(body, kNow);
    return http(200, "text/plain", "nonsense\n" + line_by(other, "x.example", body) + answer.body);
  });
  CHECK(scene.ask(server.url()));
  CHECK(scene.state().last_error.empty());
  CHECK(scene.published());
}

TEST_CASE("a try that was stopped is no failure of the witness") {
  Scene scene;
  std::stop_source stop;
  const Server server([&](const std::string&) {
    stop.request_stop();
    std::this_thread::sleep_for(std::chrono::seconds(2));
    return std::string();
  });
  CHECK_FALSE(scene.ask(server.url(), stop.get_token()));
  CHECK_FALSE(scene.state().last_try);
}

TEST_CASE("cosignatures are for one text, and a damaged file takes away only them") {
  Scene scene;
  const Server server([&](const std::string& body) { return scene.honest(body); });
  CHECK(scene.ask(server.url()));
  auto other = SignedNote::parse(scene.story.registry->ledger().checkpoint().value().note).value();
  other.text += "extension\n";
  CHECK(scene.store.add_to(other, 7).has_value());
  CHECK(other.signatures.size() == 1);
  const auto bare = scene.story.registry->ledger().checkpoint().value().note;
  const auto fresh = [&] {
    return Registry::open(scene.story.registry.dir(), Access::read).value();
  };
  CHECK(fresh().published_checkpoint().value().note != bare);
  scene.store = CosignatureStore::open(scene.temp.path() / "elsewhere.db", Access::append).value();
  for (const char* end : {"", "-wal", "-shm"}) {
    std::filesystem::remove(scene.story.registry->cosignatures_file().string() + end);
  }
  std::FILE* file = std::fopen(scene.story.registry->cosignatures_file().c_str(), "w");
  REQUIRE(file != nullptr);
  std::fputs("not a database at all, but long enough to be looked at", file);
  std::fclose(file);
  CHECK(fresh().published_checkpoint().value().note == bare);
}

TEST_CASE("the report says who cosigned what, and whether that is enough") {
  Scene scene;
  const Server server([&](const std::string& body) { return scene.honest(body); });
  const auto report = [&] { return witness_report(*scene.story.registry).value(); };
  CHECK(report().met);
  CHECK(report().quorum == "none");
  std::FILE* file = std::fopen((scene.story.registry.dir() / "witnesses.policy").c_str(), "w");
  REQUIRE(file != nullptr);
  std::fputs(
      ("witness w " + scene.witness.vkey().str() + " " + server.url() + "\nquorum w\n").c_str(),
      file);
  std::fclose(file);
  const auto word = [&] { return std::string(report().witnesses.at(0).word()); };
  CHECK_FALSE(report().met);
  CHECK(word() == "never");
  CHECK_FALSE(scene.ask("http://127.0.0.1:9"));
  CHECK(word() == "failing");
  CHECK(scene.ask(server.url()));
  CHECK(word() == "cosigned");
  CHECK(report().met);
  CHECK(to_json(report()).find(R"("quorum":"w","met":true)") != std::string::npos);
  scene.story.registry.append(ProducerRegistered{producer("new")});
  CHECK(word() == "behind");
  CHECK_FALSE(report().met);
}
