#pragma once
// Known answers read from tests/vectors.

#include <algorithm>
#include <boost/json.hpp>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tem/bytes.hpp"
#include "tem/keys.hpp"
#include "tem/serial.hpp"

namespace tem::test {

inline boost::json::value read_vectors(const std::string& name) {
  std::ifstream file(std::string(TEM_TESTS_DIR) + "/vectors/" + name);
  if (!file) throw std::runtime_error("cannot read tests/vectors/" + name);
  return boost::json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

inline std::string text_at(const boost::json::value& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

inline std::vector<std::byte> hex_at(const boost::json::value& object, std::string_view key) {
  return from_hex(text_at(object, key)).value();
}

template <std::size_t N>
Bytes<N> fixed(const std::vector<std::byte>& bytes) {
  if (bytes.size() != N) throw std::runtime_error("vector has the wrong number of bytes");
  Bytes<N> out;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

/// tests/vectors/stamp.json.
struct StampVectors {
  boost::json::value json = read_vectors("stamp.json");
  std::string origin = text_at(json, "origin");
  std::string base = text_at(json, "base");
  SerialSecret secret{fixed<32>(hex_at(json, "serial_secret"))};
  std::map<std::uint32_t, SigningKey> keys;

  StampVectors() {
    for (const auto& [number, key] : json.at("keys").as_object()) {
      keys.emplace(static_cast<std::uint32_t>(std::stoul(number)),
                   SigningKey::from_seed(fixed<32>(hex_at(key, "seed"))));
    }
  }

  /// Null when the file has no such key.
  const VerifyingKey* find_key(std::uint32_t number) const {
    const auto at = keys.find(number);
    return at == keys.end() ? nullptr : &at->second.verifying_key();
  }
};

}  // namespace tem::test
