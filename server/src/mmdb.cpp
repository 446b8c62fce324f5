#include "mmdb.hpp"

#include "mmdb_value.hpp"

namespace tem {
namespace {

constexpr std::string_view kMarker = "\xAB\xCD\xEFMaxMind.com";
constexpr std::size_t kMaxMetadataBytes = 128 * 1024;  // § "Database Metadata"
constexpr std::size_t kSeparatorBytes = 16;            // of zeros, before the data
constexpr unsigned kFormat = 2, kBitsV6 = 128, kBitsV4 = 32;

Error refused(std::string why) { return {ErrorCode::bad_settings, std::move(why)}; }

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

}  // namespace

Result<Mmdb> Mmdb::parse(std::string bytes) {
  Mmdb db;
  db.bytes_ = std::move(bytes);
  if (auto ok = db.read_metadata(); !ok) return ok.error();
  if (auto ok = db.check_tree(); !ok) return ok.error();
  return db;
}

Result<void> Mmdb::read_metadata() {
  const std::string_view all = bytes_;
  const std::size_t from = all.size() - std::min(all.size(), kMaxMetadataBytes);
  const auto marker = all.substr(from).rfind(kMarker);
  if (marker == std::string_view::npos) {
    return refused("not a MaxMind DB file (.mmdb), or cut short: it has no metadata");
  }
  const std::string_view metadata = all.substr(from + marker + kMarker.size());
  if (!MmdbValues(metadata).is_whole(0)) {
    return refused("is cut short, or its metadata is damaged");
  }
  const auto number = [&](std::string_view key) -> std::optional<std::uint64_t> {
    MmdbValues values(metadata);
    const auto at = values.child(0, key);
    return at ? values.number(*at) : std::nullopt;
  };
  const auto format = number("binary_format_major_version");
  const auto bits = number("record_size"), version = number("ip_version");
  const auto nodes = number("node_count");
  if (!format || !bits || !version || !nodes) {
    return refused("its metadata is damaged: a number is missing or is none");
  }
  if (*format != kFormat) {
    return refused("is of format " + std::to_string(*format) + "; only format 2 can be read");
  }
  if ((*bits != 24 && *bits != 28 && *bits != 32) || (*version != 4 && *version != 6)) {
    return refused("its metadata is damaged: a number has no meaning");
  }
  const std::size_t node_bytes = static_cast<std::size_t>(*bits) / 4;
  const std::size_t before = from + marker;  // where tree and data end
  if (before < kSeparatorBytes || *nodes > (before - kSeparatorBytes) / node_bytes) {
    return refused("is cut short: its search tree is longer than the file");
  }
  nodes_ = static_cast<std::uint32_t>(*nodes);
  record_bits_ = static_cast<unsigned>(*bits);
  is_v6_ = *version == 6;
  data_at_ = nodes_ * node_bytes + kSeparatorBytes;
  data_size_ = before - data_at_;
  MmdbValues values(metadata);
  const auto at = values.child(0, "database_type");
  const auto type = at ? values.text(*at) : std::nullopt;
  if (!type) return refused("its metadata is damaged: database_type is missing or no text");
  type_ = *type;
  return {};
}

std::uint32_t Mmdb::child(std::uint32_t node, bool right) const {
  const std::size_t size = record_bits_ / 4;
  const auto both = std::string_view(bytes_).substr(node * size, size);
  switch (record_bits_) {
    case 24:
      return big_endian(both.substr(right ? 3 : 0, 3));
    case 28: {  // the byte between them has the high four bits of each
      const auto high = static_cast<unsigned char>(both[3]);
      const std::uint32_t of_this = right ? high & 0xFU : high >> 4U;
      return of_this << 24 | big_endian(both.substr(right ? 4 : 0, 3));
    }
    default:
      return big_endian(both.substr(right ? 4 : 0, 4));
  }
}

/// Some 50 ms of a City file, once: a file that was cut in the middle or mixed up is told of at the
/// start, not by places that are missing.
Result<void> Mmdb::check_tree() const {
  for (std::uint32_t node = 0; node < nodes_; ++node) {
    for (const bool right : {false, true}) {
      const std::uint32_t record = child(node, right);
      if (record <= nodes_) continue;
      const std::size_t beyond = record - nodes_;
      if (beyond < kSeparatorBytes || beyond - kSeparatorBytes >= data_size_) {
        return refused("is damaged: node " + std::to_string(node) + " points outside the file");
      }
    }
  }
  return {};
}

std::optional<Mmdb::At> Mmdb::find(const IpAddress& address) const {
  // IPv4 is the network ::/96 of a tree for IPv6, which is not how IpAddress has it.
  IpAddress::Bytes bytes = address.bytes();
  unsigned from = 0;
  if (address.is_v4()) {
    bytes[10] = bytes[11] = 0;
    from = is_v6_ ? 0 : kBitsV6 - kBitsV4;
  } else if (!is_v6_) {
    return std::nullopt;
  }
  std::uint32_t node = 0;
  for (unsigned bit = from; bit < kBitsV6 && node < nodes_; ++bit) {
    node = child(node, (bytes[bit / 8] >> (7 - bit % 8) & 1) != 0);
  }
  if (node <= nodes_) return std::nullopt;
  return node - nodes_ - kSeparatorBytes;
}

std::optional<std::string_view> Mmdb::text(At record, Path path) const {
  MmdbValues values(data());
  for (const std::string_view step : path) {
    const auto next = values.child(record, step);
    if (!next) return std::nullopt;
    record = *next;
  }
  return values.text(record);
}

}  // namespace tem
