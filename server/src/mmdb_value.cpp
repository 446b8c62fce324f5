#include "mmdb_value.hpp"

#include <charconv>

namespace tem {

std::optional<std::uint64_t> MmdbValues::big_endian(std::size_t at, std::size_t count) const {
  if (at > section_.size() || count > section_.size() - at) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    number = number << 8 | static_cast<unsigned char>(section_[at + i]);
  }
  return number;
}

std::optional<MmdbValues::Value> MmdbValues::header(std::size_t at) {
  if (++steps_ > kMaxSteps) return std::nullopt;
  const auto control = big_endian(at++, 1);
  if (!control) return std::nullopt;
  auto type = static_cast<unsigned>(*control >> 5);
  if (type == static_cast<unsigned>(Type::pointer)) {
    const auto length = static_cast<std::size_t>(*control >> 3 & 3) + 1;
    const auto low = big_endian(at, length);
    if (!low) return std::nullopt;
    // Three bits more of the control byte, and what the shorter forms can say: not of four bytes.
    constexpr std::size_t kFrom[] = {0, 2'048, 526'336, 0};
    const std::uint64_t high = length == 4 ? 0 : (*control & 7) << 8 * length;
    return Value{Type::pointer, static_cast<std::size_t>(high | *low) + kFrom[length - 1],
                 at + length};
  }
  if (type == 0) {
    const auto extended = big_endian(at++, 1);
    if (!extended || *extended == 0 || *extended > 8) return std::nullopt;
    type = 7 + static_cast<unsigned>(*extended);
    if (type == 12 || type == 13) return std::nullopt;  // of a library's cache, never of a file
  }
  std::size_t size = *control & 31;
  if (size >= 29) {
    constexpr std::size_t kFrom[] = {29, 285, 65'821};
    const std::size_t length = size - 28;
    const auto more = big_endian(at, length);
    if (!more) return std::nullopt;
    size = static_cast<std::size_t>(*more) + kFrom[length - 1];
    at += length;
  }
  return Value{static_cast<Type>(type), size, at};
}

std::optional<MmdbValues::Value> MmdbValues::value(std::size_t at) {
  const auto here = header(at);
  if (!here || here->type != Type::pointer) return here;
  const auto there = header(here->size);
  if (!there || there->type == Type::pointer) return std::nullopt;
  return there;
}

std::optional<std::size_t> MmdbValues::behind(std::size_t at) {
  // Each step reads a header, so that the count can be no more than the steps allow.
  for (std::size_t open = 1; open > 0; --open) {
    const auto here = header(at);
    if (!here) return std::nullopt;
    at = here->next;
    switch (here->type) {
      case Type::pointer:
      case Type::boolean:
        break;
      case Type::map:
        open += 2 * here->size;
        break;
      case Type::array:
        open += here->size;
        break;
      case Type::utf8:
      case Type::real64:
      case Type::bytes:
      case Type::uint16:
      case Type::uint32:
      case Type::int32:
      case Type::uint64:
      case Type::uint128:
      case Type::real32:
        if (at > section_.size() || here->size > section_.size() - at) return std::nullopt;
        at += here->size;
        break;
    }
  }
  return at;
}

std::optional<std::size_t> MmdbValues::child(std::size_t at, std::string_view key) {
  const auto parent = value(at);
  if (!parent) return std::nullopt;
  std::size_t next = parent->next;
  if (parent->type == Type::array) {
    std::size_t place = 0;
    const auto* end = key.data() + key.size();
    if (const auto read = std::from_chars(key.data(), end, place);
        read.ec != std::errc() || read.ptr != end || place >= parent->size) {
      return std::nullopt;
    }
    for (std::size_t i = 0; i < place; ++i) {
      const auto after = behind(next);
      if (!after) return std::nullopt;
      next = *after;
    }
    return next;
  }
  if (parent->type != Type::map) return std::nullopt;
  for (std::size_t i = 0; i < parent->size; ++i) {
    const auto name = text(next);
    const auto entry = behind(next);
    if (!name || !entry) return std::nullopt;
    if (*name == key) return entry;
    const auto after = behind(*entry);
    if (!after) return std::nullopt;
    next = *after;
  }
  return std::nullopt;
}

std::optional<std::string_view> MmdbValues::text(std::size_t at) {
  const auto here = value(at);
  if (!here || here->type != Type::utf8) return std::nullopt;
  if (here->next > section_.size() || here->size > section_.size() - here->next) {
    return std::nullopt;
  }
  return section_.substr(here->next, here->size);
}

std::optional<std::uint64_t> MmdbValues::number(std::size_t at) {
  const auto here = value(at);
  if (!here) return std::nullopt;
  const std::size_t most = here->type == Type::uint16   ? 2
                           : here->type == Type::uint32 ? 4
                           : here->type == Type::uint64 ? 8
                                                        : 0;
  if (most == 0 || here->size > most) return std::nullopt;
  return big_endian(here->next, here->size);
}

}  // namespace tem
