#pragma once
// A MaxMind DB file (maxmind.github.io/MaxMind-DB, format 2.0) held in memory. Internal.
//
//   auto db = Mmdb::parse(bytes);
//   db->find(address)                                   where its record lies, or none
//   db->text(*record, {"country", "iso_code"})      "VN"
//
// The file is hostile: nothing in it is believed, and every look-up ends after a bounded number of
// steps, whatever the file holds (docs/decisions/0005).

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "tem/forwarded.hpp"
#include "tem/result.hpp"

namespace tem {

class Mmdb {
 public:
  /// Where a value stands in the data section.
  using At = std::size_t;
  /// Each step a map's key, or the place in an array as "0".
  using Path = std::initializer_list<std::string_view>;

  /// Errors: bad_settings, "not a MaxMind DB file …", one line without the file's name.
  static Result<Mmdb> parse(std::string bytes);

  /// The record of the smallest network that holds the address. None: there is none, or the file
  /// holds IPv4 only and the address is IPv6.
  [[nodiscard]] std::optional<At> find(const IpAddress& address) const;
  /// The text at the end of the path. None where it is not there, is no text, or the file is
  /// damaged on the way.
  [[nodiscard]] std::optional<std::string_view> text(At record, Path path) const;
  /// The metadata's `database_type`, `GeoLite2-City`.
  [[nodiscard]] const std::string& type() const noexcept { return type_; }

 private:
  Mmdb() = default;
  [[nodiscard]] std::string_view data() const {
    return std::string_view(bytes_).substr(data_at_, data_size_);
  }
  [[nodiscard]] std::uint32_t child(std::uint32_t node, bool right) const;
  Result<void> read_metadata();
  Result<void> check_tree() const;

  std::string bytes_, type_;
  std::uint32_t nodes_ = 0;
  unsigned record_bits_ = 0;  ///< 24, 28 or 32
  bool is_v6_ = false;
  std::size_t data_at_ = 0, data_size_ = 0;
};

}  // namespace tem
