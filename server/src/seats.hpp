#pragma once
// How many connections one thread holds, and which of them must go when there is no room.
//
//   Seats seats(limits);
//   Seat seat(client, [&] { stream.close(); });
//   if (!seats.take(seat)) …       nobody waits for his client: the newcomer must go
//   seat.wait(); … seat.work();

#include <boost/intrusive/list.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "tem/forwarded.hpp"

namespace tem {

namespace intrusive = boost::intrusive;

struct SeatLimits {
  std::size_t all, of_client, handshakes;
};

class Seats;

/// A connection's place among those of its thread; it is given up when it goes.
class Seat {
 public:
  /// `close` makes the connection go as soon as its thread comes to it. Without a client it counts
  /// among all connections only.
  Seat(std::optional<IpAddress> client, std::function<void()> close)
      : client_(client), close_(std::move(close)) {}
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  inline ~Seat();

  /// From now on it waits for its client: it may be closed for the sake of others. When it is idle,
  /// nothing of a request has come, and it is closed when the service stops.
  inline void wait(bool idle = false);
  /// The handshake is over.
  inline void has_shaken_hands();
  /// It is being answered.
  inline void work();

 private:
  friend class Seats;
  using Hook = intrusive::list_member_hook<intrusive::link_mode<intrusive::auto_unlink>>;
  void leave_lists() {
    in_all_.unlink();
    in_client_.unlink();
    in_handshakes_.unlink();
  }

  std::optional<IpAddress> client_;
  std::function<void()> close_;
  Seats* seats_ = nullptr;
  void* of_client_ = nullptr;  ///< its Seats::Client, where it has a client
  bool shakes_hands_ = false, idle_ = false;
  Hook in_all_, in_client_, in_handshakes_;
};

/// Used by one thread.
class Seats {
 public:
  explicit Seats(const SeatLimits& limits) : limits_(limits) {}

  /// Makes room where there is none, and counts those it closed in `closed`. False: there is none.
  bool take(Seat& seat, bool shakes_hands, std::size_t& closed) {
    closed = 0;
    if (seat.client_) {
      // A client at its limit closes its own connection, not another's.
      const auto found = clients_.find(*seat.client_);
      const bool full = found != clients_.end() && found->second.count >= limits_.of_client;
      if (full && !close_first(found->second.waiting, closed)) return false;
    }
    if (count_ >= limits_.all && !close_first(waiting_, closed)) return false;
    if (shakes_hands && handshakes_ >= limits_.handshakes && !close_first(shaking_, closed))
      return false;
    seat.seats_ = this;
    seat.shakes_hands_ = shakes_hands;
    ++count_;
    if (shakes_hands) ++handshakes_;
    if (seat.client_) {
      Client& client = clients_[*seat.client_];
      ++client.count;
      seat.of_client_ = &client;
    }
    return true;
  }

  /// Closes all that wait for a request's first byte.
  void close_idle() {
    for (Seat& seat : waiting_)
      if (seat.idle_) seat.close_();
  }
  /// Closes the one that has waited longest, when the process lacks what a newcomer needs.
  void close_longest() {
    std::size_t closed = 0;
    close_first(waiting_, closed);
  }

 private:
  friend class Seat;
  template <Seat::Hook Seat::*kHook>
  using List = intrusive::list<Seat, intrusive::member_hook<Seat, Seat::Hook, kHook>,
                               intrusive::constant_time_size<false>>;
  struct Client {
    std::size_t count = 0;
    List<&Seat::in_client_> waiting;
  };

  /// The longest waiting stands first.
  template <class Waiting>
  static bool close_first(Waiting& waiting, std::size_t& closed) {
    if (waiting.empty()) return false;
    Seat& first = waiting.front();
    first.leave_lists();
    first.seats_->uncount(first);
    first.close_();
    ++closed;
    return true;
  }
  /// It is on its way out: its room is another's.
  void uncount(Seat& seat) {
    --count_;
    if (seat.shakes_hands_) --handshakes_;
    if (seat.client_) {
      const auto found = clients_.find(*seat.client_);
      if (--found->second.count == 0) clients_.erase(found);
    }
    seat.seats_ = nullptr;
  }

  SeatLimits limits_;
  std::size_t count_ = 0, handshakes_ = 0;
  List<&Seat::in_all_> waiting_;
  List<&Seat::in_handshakes_> shaking_;
  std::map<IpAddress, Client> clients_;
};

Seat::~Seat() {
  leave_lists();
  if (seats_ != nullptr) seats_->uncount(*this);
}

void Seat::wait(bool idle) {
  if (seats_ == nullptr) return;
  leave_lists();
  seats_->waiting_.push_back(*this);
  if (client_) static_cast<Seats::Client*>(of_client_)->waiting.push_back(*this);
  if (shakes_hands_) seats_->shaking_.push_back(*this);
  idle_ = idle;
}

void Seat::has_shaken_hands() {
  if (!shakes_hands_) return;
  in_handshakes_.unlink();
  if (seats_ != nullptr) --seats_->handshakes_;
  shakes_hands_ = false;
}

void Seat::work() { leave_lists(); }

}  // namespace tem
