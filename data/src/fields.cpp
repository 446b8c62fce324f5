#include "fields.hpp"

#include <algorithm>

#include "json_text.hpp"
#include "tem/quote.hpp"
#include "utf8.hpp"

namespace tem {

namespace json = boost::json;

namespace {

constexpr std::size_t kMaxFields = 100;
constexpr std::size_t kMaxListItems = 100;
constexpr std::size_t kMaxShownBytes = 40;  // of a foreign text in an error

bool is_field_name(std::string_view key) {
  return !key.empty() && key.size() <= 40 && key[0] >= 'a' && key[0] <= 'z' &&
         std::ranges::all_of(key, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

/// A key in an error: as it is where that is short and can be seen.
std::string named(std::string_view key) {
  bool as_it_is = key.size() <= kMaxShownBytes && is_plain_text(key);
  return as_it_is ? "\"" + std::string(key) + "\"" : tem::quoted(key);
}

std::optional<std::uint64_t> as_integer(const json::value& value) {
  if (const auto* n = value.if_int64(); n && *n >= 0) return static_cast<std::uint64_t>(*n);
  if (const auto* n = value.if_uint64()) return *n;
  return std::nullopt;
}

}  // namespace

void Fields::refuse(std::string_view key, std::string_view why) {
  refuse(key, Error{ErrorCode::bad_field, std::string(why)});
}

void Fields::refuse(std::string_view key, const Error& error) {
  if (!error_) error_ = Error{error.code, named(key) + " " + error.str()};
}

const json::value* Fields::find(std::string_view key) {
  asked_.insert(key);
  return object_.if_contains(key);
}

const json::value* Fields::need(std::string_view key) {
  const auto* value = find(key);
  if (value == nullptr) refuse(key, "is missing; add it");
  return value;
}

std::optional<std::string> Fields::string_of(std::string_view key, const json::value& value,
                                             std::size_t most) {
  const auto* text = value.if_string();
  if (text == nullptr) return refuse(key, "must be a text"), std::nullopt;
  if (text->empty()) return refuse(key, "is empty; leave it out or fill it in"), std::nullopt;
  if (text->size() > most) {
    refuse(key, "is longer than " + std::to_string(most) + " bytes");
    return std::nullopt;
  }
  if (!is_plain_text(*text)) {
    return refuse(key, "has characters that cannot be seen (control or direction marks)"),
           std::nullopt;
  }
  if (text->front() == ' ' || text->back() == ' ') {
    return refuse(key, "begins or ends with a space"), std::nullopt;
  }
  return std::string(*text);
}

std::string Fields::text(std::string_view key, std::size_t most) {
  const auto* value = need(key);
  return value == nullptr ? std::string() : string_of(key, *value, most).value_or("");
}

std::optional<std::string> Fields::optional_text(std::string_view key, std::size_t most) {
  const auto* value = find(key);
  return value == nullptr ? std::nullopt : string_of(key, *value, most);
}

std::optional<std::uint64_t> Fields::optional_integer(std::string_view key, std::uint64_t least,
                                                      std::uint64_t most) {
  const auto* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto number = as_integer(*value);
  if (!number || *number < least || *number > most) {
    refuse(key, "must be a whole number from " + std::to_string(least) + " to " +
                    std::to_string(most));
    return std::nullopt;
  }
  return number;
}

std::uint64_t Fields::integer(std::string_view key, std::uint64_t least, std::uint64_t most) {
  need(key);
  return optional_integer(key, least, most).value_or(least);
}

bool Fields::boolean(std::string_view key, bool otherwise) {
  const auto* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_bool()) refuse(key, "must be true or false");
  return value->is_bool() && value->get_bool();
}

template <class T>
std::optional<T> Fields::parsed(std::string_view key, bool required) {
  const auto* value = required ? need(key) : find(key);
  if (value == nullptr) return std::nullopt;
  const auto text = string_of(key, *value, kMaxTextBytes);
  if (!text) return std::nullopt;
  auto result = [&] {
    if constexpr (std::is_same_v<T, Gtin>) {
      return Gtin::from_typed(*text);
    } else {
      return T::parse(*text);
    }
  }();
  if (result) return *result;
  refuse(key, result.error().at(text->size() <= kMaxShownBytes ? *text : tem::quoted(*text)));
  return std::nullopt;
}

std::optional<Gtin> Fields::gtin(std::string_view key) { return parsed<Gtin>(key, true); }
std::optional<Lot> Fields::lot(std::string_view key) { return parsed<Lot>(key, true); }
std::optional<Date> Fields::date(std::string_view key) { return parsed<Date>(key, true); }
std::optional<Date> Fields::optional_date(std::string_view key) { return parsed<Date>(key, false); }

std::optional<VerifyingKey> Fields::public_key(std::string_view key) {
  const auto bytes = from_base64(text(key));
  if (!bytes || bytes->size() != 32) {
    return refuse(key, "must be 32 bytes in base64"), std::nullopt;
  }
  const auto result = VerifyingKey::from_bytes(std::span(*bytes).first<32>());
  if (result) return *result;
  return refuse(key, result.error()), std::nullopt;
}

std::optional<Hash> Fields::hash(std::string_view key) {
  const std::string digits = text(key);
  const auto bytes = from_hex(digits);
  if (!bytes || bytes->size() != 32 || to_hex(*bytes) != digits) {
    return refuse(key, "must be 64 lower-case hexadecimal digits"), std::nullopt;
  }
  Hash result;
  std::ranges::copy(*bytes, result.begin());
  return result;
}

std::vector<IndexRange> Fields::ranges(std::string_view key) {
  const auto* value = need(key);
  if (value == nullptr) return {};
  const auto* list = value->if_array();
  if (list == nullptr || list->empty() || list->size() > kMaxRanges) {
    refuse(key, "must be a list of 1 to " + std::to_string(kMaxRanges) + " ranges");
    return {};
  }
  std::vector<IndexRange> ranges;
  for (const auto& item : *list) {
    const auto* pair = item.if_array();
    const auto first = pair && pair->size() == 2 ? as_integer((*pair)[0]) : std::nullopt;
    const auto last = pair && pair->size() == 2 ? as_integer((*pair)[1]) : std::nullopt;
    if (!first || !last || *first > *last || *last >= kMaxStampsInLot) {
      refuse(key, "must hold pairs [first, last] of indices from 0 to 4294967295");
      return {};
    }
    if (!ranges.empty() && *first <= std::uint64_t{ranges.back().last} + 1) {
      refuse(key, "must be ascending, and ranges that touch written as one");
      return {};
    }
    ranges.push_back({static_cast<std::uint32_t>(*first), static_cast<std::uint32_t>(*last)});
  }
  return ranges;
}

void Fields::pass_over_others() {
  for (const auto& member : object_) asked_.insert(member.key());
}

std::vector<std::pair<std::string, std::string>> Fields::others() {
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto& member : object_) {
    const std::string_view key = member.key();
    if (asked_.contains(key)) continue;
    asked_.insert(key);
    const auto& value = member.value();
    if (!is_field_name(key)) {
      refuse(key, "is no field name: up to 40 of a-z, 0-9 and _, a letter first");
    } else if (value.is_string()) {
      string_of(key, value, kMaxTextBytes);
    } else if (const auto* list = value.if_array()) {
      if (list->empty() || list->size() > kMaxListItems) {
        refuse(key, "must be a list of 1 to " + std::to_string(kMaxListItems) + " texts");
      }
      for (const auto& item : *list) string_of(key, item, kMaxTextBytes);
    } else if (!value.is_bool() && as_integer(value).value_or(kMaxJsonInteger + 1) > kMaxJsonInteger) {
      refuse(key, "must be a text, a list of texts, a whole number, or true or false");
    }
    if (error_) return {};
    result.emplace_back(key, canonical_json(value));
  }
  std::ranges::sort(result);
  return result;
}

std::optional<Error> Fields::finish() {
  if (!error_ && object_.size() > kMaxFields) {
    error_ = Error{ErrorCode::bad_field, "more than " + std::to_string(kMaxFields) + " fields"};
  }
  for (const auto& member : object_) {
    if (!asked_.contains(member.key())) refuse(member.key(), "is not a field of this fact");
  }
  return error_;
}

}  // namespace tem
