#pragma once
// Writes small MaxMind DB files, for tests.
//
//   MmdbWriter writer;
//   writer.add("192.0.2.0/24", MmdbWriter::province("VN", "13"));
//   writer.str()

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tem/forwarded.hpp"

namespace tem::test {

class MmdbWriter {
 public:
  /// `bits` of a record: 24, 28 or 32; `version` of the addresses: 4 or 6.
  explicit MmdbWriter(unsigned bits = 28, unsigned version = 6) : bits_(bits), version_(version) {}

  static std::string head(unsigned type, std::size_t size) {
    std::string out;
    const unsigned short_type = type < 8 ? type << 5 : 0;
    const std::size_t shown = size < 29 ? size : size < 285 ? 29 : size < 65'821 ? 30 : 31;
    out += static_cast<char>(short_type | shown);
    if (type >= 8) out += static_cast<char>(type - 7);
    const std::size_t rest = size - (shown < 29    ? size
                                     : shown == 29 ? 29
                                     : shown == 30 ? 285
                                                   : 65'821);
    for (std::size_t i = shown < 29 ? 0 : shown - 28; i > 0; --i) {
      out += static_cast<char>(rest >> 8 * (i - 1));
    }
    return out;
  }
  static std::string text(std::string_view value) { return head(2, value.size()) += value; }
  /// Of type uint16 (5), uint32 (6) or uint64 (9), without leading zeros.
  static std::string number(unsigned type, std::uint64_t value) {
    std::string bytes;
    for (; value > 0; value >>= 8) bytes.insert(bytes.begin(), static_cast<char>(value));
    return head(type, bytes.size()) += bytes;
  }
  static std::string map(const std::vector<std::pair<std::string_view, std::string>>& entries) {
    std::string out = head(7, entries.size());
    for (const auto& [key, value] : entries) out += text(key) += value;
    return out;
  }
  static std::string array(const std::vector<std::string>& items) {
    std::string out = head(11, items.size());
    for (const auto& item : items) out += item;
    return out;
  }
  /// As a City file has it, with what is not asked for around it.
  static std::string province(std::string_view country, std::string_view code) {
    const std::string names = map({{"en", text("a name")}, {"vi", text("một tên")}});
    return map({{"city", map({{"geoname_id", number(6, 1'581'130)}, {"names", names}})},
                {"country", map({{"names", names}, {"iso_code", text(country)}})},
                {"location", map({{"latitude", head(3, 8) + std::string(8, '\0')},
                                  {"accuracy_radius", number(5, 20)}})},
                {"subdivisions", array({map({{"confidence", number(5, 50)},
                                             {"iso_code", text(code)},
                                             {"names", names}})})}});
  }

  /// A network within another is added after it.
  void add(std::string_view network, const std::string& record) {
    const auto slash = network.find('/');
    REQUIRE(slash != std::string_view::npos);
    const auto address = IpAddress::parse(network.substr(0, slash));
    REQUIRE(address.has_value());
    IpAddress::Bytes bytes = address->bytes();
    unsigned from = 0,
             length = static_cast<unsigned>(std::stoul(std::string(network.substr(slash + 1))));
    if (address->is_v4()) {
      bytes[10] = bytes[11] = 0;
      from = version_ == 4 ? 96 : 0;
      length += 96;
    }
    const std::size_t at = data_.size();
    data_ += record;
    std::size_t node = 0;
    for (unsigned bit = from; bit < length; ++bit) {
      const std::size_t side = bytes[bit / 8] >> (7 - bit % 8) & 1;
      Child& child = tree_[node][side];
      if (bit + 1 == length) {
        child = {Child::data, at};
      } else {
        if (child.is != Child::node) {
          const Child outer = child;  // holds for what is not narrower
          child = {Child::node, tree_.size()};
          tree_.push_back({outer, outer});
        }
        node = tree_[node][side].value;
      }
    }
  }

  [[nodiscard]] std::string tree() const {
    std::string out;
    for (const auto& [left, right] : tree_) out += node(record(left), record(right));
    return out;
  }
  [[nodiscard]] std::string metadata() const {
    return map({{"node_count", number(6, tree_.size())},
                {"record_size", number(5, bits_)},
                {"ip_version", number(5, version_)},
                {"database_type", text("Test-City")},
                {"languages", array({text("en"), text("vi")})},
                {"binary_format_major_version", number(5, 2)},
                {"binary_format_minor_version", number(5, 0)},
                {"build_epoch", number(9, 1'700'000'000)},
                {"description", map({{"en", text("of a test")}})}});
  }
  [[nodiscard]] const std::string& data() const { return data_; }
  static std::string whole(const std::string& tree, const std::string& data,
                           const std::string& metadata) {
    return tree + std::string(16, '\0') + data + "\xAB\xCD\xEFMaxMind.com" + metadata;
  }
  [[nodiscard]] std::string str() const { return whole(tree(), data_, metadata()); }

 private:
  struct Child {
    enum { nothing, node, data } is = nothing;
    std::size_t value = 0;
  };
  [[nodiscard]] std::uint64_t record(const Child& child) const {
    if (child.is == Child::node) return child.value;
    return child.is == Child::nothing ? tree_.size() : tree_.size() + 16 + child.value;
  }
  static std::string big_endian(std::uint64_t value, unsigned bytes) {
    std::string out;
    for (unsigned i = bytes; i > 0; --i) out += static_cast<char>(value >> 8 * (i - 1));
    return out;
  }
  [[nodiscard]] std::string node(std::uint64_t left, std::uint64_t right) const {
    if (bits_ != 28) return big_endian(left, bits_ / 8) + big_endian(right, bits_ / 8);
    const auto middle = static_cast<char>((left >> 24) << 4 | right >> 24);
    return big_endian(left, 3) + middle + big_endian(right, 3);
  }

  unsigned bits_, version_;
  std::string data_;
  std::vector<std::array<Child, 2>> tree_{1};
};

}  // namespace tem::test
