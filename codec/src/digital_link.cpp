#include "tem/digital_link.hpp"

#include <algorithm>

#include "tem/percent.hpp"
#include "tem/quote.hpp"
#include "tem/ai_table.hpp"
#include "uri.hpp"

namespace tem {
namespace {

using Elements = std::vector<Element>;
constexpr std::size_t kNowhere = std::string_view::npos;

bool has(const Elements& elements, std::string_view ai) {
  return std::any_of(elements.begin(), elements.end(),
                     [ai](const Element& element) { return element.ai == ai; });
}

/// Where the GS1 path begins: read from the end in whole `/AI/value` pairs, the first whose AI is a
/// key. So a lot may be named `01` or `414`, and the stem may hold anything.
std::size_t find_key(std::string_view path) {
  for (std::size_t end = path.size(); end > 0;) {
    const std::size_t value_at = path.rfind('/', end - 1);
    if (value_at == 0 || value_at == kNowhere) return kNowhere;
    const std::size_t ai_at = path.rfind('/', value_at - 1);
    const Ai* ai = find_ai(path.substr(ai_at + 1, value_at - ai_at - 1));
    if (ai != nullptr && ai->role == AiRole::key) return ai_at;
    end = ai_at;
  }
  return kNowhere;
}

/// The place of a qualifier in its key's order, or the number of qualifiers when it has none.
std::ptrdiff_t place_of(const Ai& key, std::string_view ai) {
  return std::find(key.qualifiers.begin(), key.qualifiers.end(), ai) - key.qualifiers.begin();
}

/// May this AI stand in the path after what is there: the key alone or with qualifiers?
bool may_follow(const Ai& key, const Elements& path, std::string_view ai) {
  const bool key_alone = path.size() == 1;
  if (ai == key.alternative) return key_alone;
  const auto none = static_cast<std::ptrdiff_t>(key.qualifiers.size());
  const std::ptrdiff_t place = place_of(key, ai);
  return place != none && (key_alone || place_of(key, path.back().ai) < place);
}

/// Could this AI stand anywhere in the path, between its qualifiers too?
bool could_extend(const Ai& key, const Elements& path, std::string_view ai) {
  if (ai == key.alternative) return path.size() == 1;
  const bool taken = path.size() > 1 && path[1].ai == key.alternative;
  return !taken && place_of(key, ai) != static_cast<std::ptrdiff_t>(key.qualifiers.size());
}

Result<const Ai*> known(std::string_view code, std::string_view where) {
  if (const Ai* ai = find_ai(code)) return ai;
  return Error{ErrorCode::unknown_ai,
               tem::quoted(code).append(" in the ").append(where).append(" is no GS1 AI")};
}

Error twice(std::string_view ai) {
  return {ErrorCode::duplicate_ai, "AI " + std::string(ai) + " is given twice; leave one"};
}

Result<std::string> read_value(const Ai& ai, std::string_view text, Plus plus) {
  auto value = percent_decode(text, plus);
  if (!value) return value;
  if (auto ok = check_ai_value(ai, *value); !ok) return std::move(ok).error();
  return value;
}

/// `text` holds whole pairs and begins with a key, as find_key has it.
Result<const Ai*> read_path(std::string_view text, Elements& path) {
  const Ai* key = nullptr;
  path.reserve(4);  // key and three qualifiers
  while (!text.empty()) {
    const std::size_t value_at = text.find('/', 1);
    const std::size_t end = std::min(text.find('/', value_at + 1), text.size());
    const std::string_view code = text.substr(1, value_at - 1);
    const std::string_view raw = text.substr(value_at + 1, end - value_at - 1);
    text.remove_prefix(end);

    auto ai = known(code, "path");
    if (!ai) return ai;
    if (has(path, code)) return twice(code);
    if (key != nullptr && !may_follow(*key, path, code)) {
      return Error{ErrorCode::not_a_qualifier, "AI " + std::string(code) +
                                                   " may not stand in the path after AI " +
                                                   path.back().ai + ": it does not qualify AI " +
                                                   std::string(key->code) + ", or is out of order"};
    }
    if (key == nullptr) key = *ai;
    if (raw.empty()) return check_ai_value(**ai, raw).error();
    if (auto ok = check_segment(raw); !ok) return std::move(ok).error();
    auto value = read_value(**ai, raw, Plus::plus);
    if (!value) return std::move(value).error();
    path.push_back({std::string(code), *std::move(value)});
  }
  if (key->qualifier_required && path.size() == 1) {
    return Error{ErrorCode::missing_ai, "AI " + std::string(key->code) + " needs AI " +
                                            std::string(key->qualifiers.front()) +
                                            " after it in the path"};
  }
  return key;
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What a query is read into.
struct Query {
  const Ai& key;
  const Elements& path;
  Elements& attributes;
  Elements& others;
};

Result<void> read_attribute(std::string_view code, std::string_view raw, Query& into) {
  const auto ai = known(code, "query");
  if (!ai) return ai.error();
  if (!(*ai)->may_be_attribute) {
    return Error{ErrorCode::not_an_attribute,
                 "AI " + std::string(code) + " may not stand in the query"};
  }
  if (has(into.path, code) || has(into.attributes, code)) return twice(code);
  if (could_extend(into.key, into.path, code)) {
    return Error{ErrorCode::not_an_attribute, "AI " + std::string(code) + " qualifies AI " +
                                                  std::string(into.key.code) +
                                                  ": write it in the path, not in the query"};
  }
  auto value = read_value(**ai, raw, Plus::space);
  if (!value) return std::move(value).error();
  into.attributes.push_back({std::string(code), *std::move(value)});
  return {};
}

/// A key that is no AI stays as it stands. One that only reads as an AI once it is decoded is
/// refused: to us it would be no AI, to another reader it would.
Result<void> read_other(std::string_view key, std::string_view raw, Query& into) {
  const auto plain = percent_decode(key, Plus::space);
  if (!plain) return plain.error();
  if (all_digits(*plain)) {
    return Error{ErrorCode::bad_escape, "key " + tem::quoted(key) + " in the query: write AI " +
                                            *plain + " without percent-encoding"};
  }
  auto value = percent_decode(raw, Plus::space);
  if (!value) return std::move(value).error();
  into.others.push_back({std::string(key), *std::move(value)});
  return {};
}

/// Fields between `&`; an empty one says nothing. GS1 Digital Link 1.2 also parted fields with `;`,
/// so a bare one could be read in two ways and is refused.
Result<void> read_query(std::string_view text, Query into) {
  const std::size_t semicolon = text.find(';');
  if (semicolon != kNowhere) {
    return Error{ErrorCode::bad_character,
                 "`;` in the query: part its fields with `&`, and write `%3B` within a value"};
  }
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view field = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (field.empty()) continue;
    const std::size_t equals = std::min(field.find('='), field.size());
    const std::string_view key = field.substr(0, equals);
    const std::string_view raw = field.substr(std::min(equals + 1, field.size()));
    auto ok = all_digits(key) ? read_attribute(key, raw, into) : read_other(key, raw, into);
    if (!ok) return ok;
  }
  return {};
}

void append_path(std::string& out, const Elements& path) {
  for (const Element& element : path) {
    out.append("/").append(element.ai).append("/");
    append_percent_encoded(out, element.value);
  }
}

/// `mark` is `?` before a query's first field and `&` before the others.
void append_field(std::string& out, char& mark, const Element& element) {
  (out += mark).append(element.ai).append("=");
  append_percent_encoded(out, element.value);
  mark = '&';
}

}  // namespace

Result<DigitalLink> DigitalLink::parse(std::string_view uri) {
  auto parts = split_uri(uri);
  if (!parts) return std::move(parts).error();
  const std::string_view path = parts->path;
  const std::size_t key_at = find_key(path);
  // Without a key the whole path is looked at, so that the first fault is the one reported.
  const std::size_t stem = path == "/" ? 0 : std::min(key_at, path.size());
  auto base = BaseUri::parse(uri.substr(0, parts->path_at + stem));
  if (!base) return std::move(base).error();
  if (key_at == kNowhere) {
    return Error{
        ErrorCode::no_digital_link,
        tem::quoted(uri) + ": no GS1 key, such as /01/ and a GTIN, in whole pairs to its end"};
  }
  DigitalLink link;
  link.base_ = *std::move(base);
  auto key = read_path(path.substr(key_at), link.path_);
  if (!key) return std::move(key).error();
  auto ok = read_query(parts->query, {**key, link.path_, link.attributes_, link.others_});
  if (!ok) return std::move(ok).error();
  return link;
}

std::string_view DigitalLink::find(std::string_view ai) const noexcept {
  for (const Element& element : path_) {
    if (element.ai == ai) return element.value;
  }
  return {};
}

std::string DigitalLink::canonical() const {
  std::string out = "https://id.gs1.org";
  append_path(out, path_);
  std::vector<const Element*> sorted;
  sorted.reserve(attributes_.size());
  for (const Element& attribute : attributes_) sorted.push_back(&attribute);
  std::sort(sorted.begin(), sorted.end(),
            [](const Element* a, const Element* b) { return a->ai < b->ai; });
  char mark = '?';
  for (const Element* attribute : sorted) append_field(out, mark, *attribute);
  return out;
}

std::string DigitalLink::print(const BaseUri& base) const {
  std::string out = base.str();
  append_path(out, path_);
  char mark = '?';
  for (const Element& attribute : attributes_) append_field(out, mark, attribute);
  for (const Element& other : others_) append_field(out, mark, other);
  return out;
}

}  // namespace tem
