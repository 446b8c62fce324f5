#pragma once
// What tells clients apart for a day: a keyed hash whose key is thrown away when the day ends.
//
//   ClientSalt salt(day_of, stored);
//   salt.hash("192.0.2.7\nMozilla/5.0 …", now)

#include <functional>
#include <mutex>
#include <optional>
#include <string_view>

#include "tem/bytes.hpp"
#include "tem/locked_memory.hpp"
#include "tem/scan.hpp"

namespace tem {

class ClientSalt {
 public:
  struct OfDay {
    Date day;
    Bytes<32> key;
    ~OfDay();  ///< wipes it
  };
  /// `stored` is that of the file; taken up when its day is that of `now`.
  ClientSalt(std::function<Date(Instant)> day_of, const std::optional<OfDay>& stored, Instant now);
  ClientSalt(const ClientSalt&) = delete;
  ClientSalt& operator=(const ClientSalt&) = delete;

  /// Never 0, but for nobody (`who` is empty). A clock that goes back keeps the day's key.
  [[nodiscard]] ClientHash hash(std::string_view who, Instant at);
  /// The day's end makes a new key, also when nobody asks.
  void turn(Instant now);
  /// The key, when the file does not hold it yet.
  [[nodiscard]] std::optional<OfDay> unsaved();
  void saved(const OfDay& written);

 private:
  void turn_locked(Instant at);
  std::function<Date(Instant)> day_of_;
  std::mutex mutex_;
  LockedMemory<OfDay> current_;
  Instant checked_;  ///< a look-up of the time zone each second is enough
  bool saved_ = false;
};

}  // namespace tem
