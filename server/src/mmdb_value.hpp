#pragma once
// One value of a MaxMind DB data section, and the way through it. Internal.
//
//   MmdbValues values(section);
//   auto at = values.child(0, "country");
//   values.text(*at)
//
// A walk takes at most kMaxSteps values: a file that nests or points without end costs no more.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tem {

class MmdbValues {
 public:
  /// A City record has some hundred values, most of them names in eight languages.
  static constexpr int kMaxSteps = 4'096;

  explicit MmdbValues(std::string_view section) : section_(section) {}

  /// Is all of the value there, and all within it?
  bool is_whole(std::size_t at) { return behind(at).has_value(); }
  /// The value of a map's key, or of an array's place that is written as digits.
  std::optional<std::size_t> child(std::size_t at, std::string_view key);
  std::optional<std::string_view> text(std::size_t at);
  /// An unsigned number of 16, 32 or 64 bits.
  std::optional<std::uint64_t> number(std::size_t at);

 private:
  enum class Type : std::uint8_t {
    pointer = 1,
    utf8 = 2,
    real64 = 3,
    bytes = 4,
    uint16 = 5,
    uint32 = 6,
    map = 7,
    int32 = 8,
    uint64 = 9,
    uint128 = 10,
    array = 11,
    boolean = 14,
    real32 = 15,
  };
  struct Value {
    Type type;
    std::size_t size;  ///< bytes, entries, elements; of a pointer, where to
    std::size_t next;  ///< behind the header
  };
  std::optional<std::uint64_t> big_endian(std::size_t at, std::size_t count) const;
  /// As it stands there, a pointer too.
  std::optional<Value> header(std::size_t at);
  /// With a pointer followed; a pointer to a pointer is none (§ "pointer").
  std::optional<Value> value(std::size_t at);
  /// Behind the value at `at` and all within it; a pointer's target is not within it.
  std::optional<std::size_t> behind(std::size_t at);

  std::string_view section_;
  int steps_ = 0;
};

}  // namespace tem
