// Shoppers, tills and inspectors at a constant rate, over plain sockets and `poll`: no part of the
// service's own code, so that a fault there cannot hide here.
//
//   shoppers PORT ORDERS RATE SECONDS CONNECTIONS OUT
//
// ORDERS has one request a line, tab-separated: kind, method, path, Accept, Content-Type, token,
// body. They are sent in turn, from the top again at the end. `-` is an empty field; in the body
// `@name` is a file's bytes, `#` becomes the request's number, `\n` a line break.
//
// Open loop: each request has its time, and what it waited for a free connection counts. At the end
// what is under way is waited for. OUT gets a line for each answer: kind, status, path,
// microseconds. stdout gets a line for each kind. Exit status 1: an answer other than 2xx, or none.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

constexpr std::chrono::seconds kPatience{20};  // for one answer

struct Order {
  std::string kind, method, path, accept, type, token, body;
};

struct Due {
  std::size_t order;
  long number;
  Clock::time_point at;
};

struct Tally {
  std::vector<long> micros;
  std::map<int, long> statuses;
};

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "shoppers: %s\n", what.c_str());
  std::exit(3);
}

std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n') {
      out += '\n';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string content(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) fail(file + ": cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Order> read_orders(const char* file) {
  std::ifstream in(file);
  std::vector<Order> orders;
  for (std::string line; std::getline(in, line);) {
    std::vector<std::string> fields;
    for (std::size_t at = 0;;) {
      const std::size_t tab = line.find('\t', at);
      fields.push_back(line.substr(at, tab == std::string::npos ? tab : tab - at));
      if (fields.back() == "-") fields.back().clear();
      if (tab == std::string::npos) break;
      at = tab + 1;
    }
    if (fields.size() != 7) fail(std::string(file) + ": a line has not 7 fields: " + line);
    std::string& body = fields[6];
    body = body.starts_with('@') ? content(body.substr(1)) : unescaped(body);
    orders.push_back({fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], body});
  }
  if (orders.empty()) fail(std::string(file) + ": no orders");
  return orders;
}

std::string with_number(std::string text, long number) {
  for (std::size_t at; (at = text.find('#')) != std::string::npos;)
    text.replace(at, 1, std::to_string(number));
  return text;
}

std::string to_text(const Order& order, long number) {
  const bool photograph = order.type.starts_with("image/");
  const std::string body = photograph ? order.body : with_number(order.body, number);
  // Every request is another client's: else its looks would be reloads.
  const std::string client = "10." + std::to_string(number / 65'536 % 256) + '.' +
                             std::to_string(number / 256 % 256) + '.' +
                             std::to_string(number % 256);
  std::string text = order.method + ' ' + order.path + " HTTP/1.1\r\nHost: tem.example\r\n" +
                     "X-Forwarded-For: " + client + "\r\n";
  if (!order.accept.empty()) text += "Accept: " + order.accept + "\r\n";
  if (!order.token.empty()) text += "Authorization: Bearer " + order.token + "\r\n";
  if (order.method == "POST") {
    text += "Content-Type: " + order.type + "\r\nIdempotency-Key: load-" + std::to_string(number) +
            "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text + "\r\n" + (order.method == "POST" ? body : "");
}

/// One connection: at most one request under way.
struct Connection {
  int fd = -1;
  bool busy = false;
  Due due{};
  std::string out, in;
  std::size_t sent = 0, searched = 0;
};

void open(Connection& connection, int port) {
  connection.fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(connection.fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
    fail(std::string("cannot connect: ") + std::strerror(errno));
  const int on = 1;
  ::setsockopt(connection.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  connection.in.clear();
}

bool is_chunked(std::string_view head) {
  return head.find("chunked") != std::string_view::npos &&
         head.find("ransfer-") != std::string_view::npos;
}

/// The status of an answer that is whole; 0: more is to come.
int whole_answer(Connection& connection) {
  const std::string& in = connection.in;
  const std::size_t end = in.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  const std::string_view head(in.data(), end);
  const int status = std::atoi(in.c_str() + std::strlen("HTTP/1.1 "));
  const std::size_t body = end + 4;
  if (status == 204) return status;
  if (const auto at = head.find("ontent-Length: "); at != std::string_view::npos) {
    const auto length = std::strtoul(in.c_str() + at + std::strlen("ontent-Length: "), nullptr, 10);
    return in.size() >= body + length ? status : 0;
  }
  if (is_chunked(head)) return in.ends_with("\r\n0\r\n\r\n") ? status : 0;
  return 0;
}

class Run {
 public:
  Run(int port, std::vector<Order> orders, double rate, double seconds, std::size_t connections,
      const char* out)
      : port_(port),
        orders_(std::move(orders)),
        gap_(1e9 / rate),
        total_(static_cast<long>(rate * seconds)),
        connections_(connections),
        out_(out) {
    for (Connection& connection : connections_) open(connection, port_);
  }

  bool go() {
    begin_ = Clock::now();
    while (next_ < total_ || !waiting_.empty() || under_way_ > 0) {
      take_due();
      hand_out();
      poll_once();
    }
    return report();
  }

 private:
  Clock::time_point time_of(long number) const {
    return begin_ + std::chrono::nanoseconds(static_cast<long>(gap_ * static_cast<double>(number)));
  }

  void take_due() {
    for (const auto now = Clock::now(); next_ < total_ && time_of(next_) <= now; ++next_)
      waiting_.push_back({static_cast<std::size_t>(next_) % orders_.size(), next_, time_of(next_)});
  }

  void hand_out() {
    for (Connection& connection : connections_) {
      if (waiting_.empty()) return;
      if (connection.busy) continue;
      // A connection that was idle for too long was closed by the service, as it may.
      char next = 0;
      if (::recv(connection.fd, &next, 1, MSG_PEEK | MSG_DONTWAIT) == 0) {
        ::close(connection.fd);
        open(connection, port_);
      }
      connection.due = waiting_.front();
      waiting_.pop_front();
      connection.out = to_text(orders_[connection.due.order], connection.due.number);
      connection.sent = 0;
      connection.in.clear();
      connection.busy = true;
      ++under_way_;
      write(connection);
    }
  }

  void poll_once() {
    polled_.clear();
    owners_.clear();
    for (Connection& connection : connections_) {
      if (!connection.busy) continue;
      const bool more = connection.sent < connection.out.size();
      polled_.push_back({connection.fd, static_cast<short>(POLLIN | (more ? POLLOUT : 0)), 0});
      owners_.push_back(&connection);
    }
    timespec wait{0, 20'000'000};
    if (next_ < total_) {
      const auto left = std::chrono::nanoseconds(time_of(next_) - Clock::now()).count();
      wait.tv_nsec = std::clamp(left, 0L, 20'000'000L);
    }
    ::ppoll(polled_.data(), polled_.size(), &wait, nullptr);
    for (std::size_t i = 0; i < polled_.size(); ++i) {
      if (polled_[i].revents & POLLOUT) write(*owners_[i]);
      if (polled_[i].revents & (POLLIN | POLLHUP | POLLERR)) read(*owners_[i]);
      if (owners_[i]->busy && Clock::now() - owners_[i]->due.at > kPatience) lose(*owners_[i]);
    }
  }

  void write(Connection& connection) {
    while (connection.sent < connection.out.size()) {
      const ssize_t n =
          ::send(connection.fd, connection.out.data() + connection.sent,
                 connection.out.size() - connection.sent, MSG_DONTWAIT | MSG_NOSIGNAL);
      if (n <= 0) return;  // full, or broken: then reading tells
      connection.sent += static_cast<std::size_t>(n);
    }
  }

  void read(Connection& connection) {
    char piece[65'536];
    for (;;) {
      const ssize_t n = ::recv(connection.fd, piece, sizeof piece, MSG_DONTWAIT);
      if (n > 0) {
        connection.in.append(piece, static_cast<std::size_t>(n));
        continue;
      }
      if (n == 0 || (errno != EAGAIN && errno != EINTR)) return lose(connection);
      break;
    }
    if (const int status = whole_answer(connection); status != 0) note(connection, status);
  }

  void note(Connection& connection, int status) {
    const Order& order = orders_[connection.due.order];
    const long micros =
        std::chrono::duration_cast<microseconds>(Clock::now() - connection.due.at).count();
    Tally& tally = tallies_[order.kind];
    tally.micros.push_back(micros);
    ++tally.statuses[status];
    out_ << order.kind << '\t' << status << '\t' << order.path << '\t' << micros << '\n';
    if ((status < 200 || status > 299) && ++shown_ <= 5) {
      std::fprintf(stderr, "%s\n%s\n", order.path.c_str(), connection.in.substr(0, 600).c_str());
    }
    connection.busy = false;
    --under_way_;
    if (connection.in.find("onnection: close") != std::string::npos) {
      ::close(connection.fd);
      open(connection, port_);
    }
  }

  /// No answer came: status 0.
  void lose(Connection& connection) {
    note(connection, 0);
    ::close(connection.fd);
    open(connection, port_);
  }

  bool report() {
    bool good = true;
    const auto at = [](const std::vector<long>& sorted, double part) {
      const auto rank = static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1));
      return static_cast<double>(sorted[rank]) / 1000;
    };
    for (auto& [kind, tally] : tallies_) {
      std::ranges::sort(tally.micros);
      std::printf("%-8s %8zu answers  p50 %7.2f ms  p99 %7.2f ms  most %7.2f ms ", kind.c_str(),
                  tally.micros.size(), at(tally.micros, 0.5), at(tally.micros, 0.99),
                  at(tally.micros, 1));
      for (const auto& [status, count] : tally.statuses) {
        std::printf(" %d: %ld", status, count);
        good = good && status >= 200 && status <= 299;
      }
      std::printf("\n");
    }
    return good;
  }

  int port_;
  std::vector<Order> orders_;
  double gap_;
  long total_, next_ = 0, under_way_ = 0, shown_ = 0;
  std::vector<Connection> connections_;
  std::ofstream out_;
  Clock::time_point begin_{};
  std::deque<Due> waiting_;
  std::vector<pollfd> polled_;
  std::vector<Connection*> owners_;
  std::map<std::string, Tally> tallies_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    std::fprintf(stderr, "usage: shoppers PORT ORDERS RATE SECONDS CONNECTIONS OUT\n");
    return 2;
  }
  Run run(std::atoi(argv[1]), read_orders(argv[2]), std::atof(argv[3]), std::atof(argv[4]),
          std::max<std::size_t>(1, std::strtoul(argv[5], nullptr, 10)), argv[6]);
  return run.go() ? 0 : 1;
}
