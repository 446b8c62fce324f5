#include "tem/http_text.hpp"

#include <algorithm>

namespace tem {
namespace {

constexpr std::string_view kBlank = " \t";

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// RFC 9110 §5.6.2
bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

/// Cuts the piece before the next `mark` that stands outside quotes off the front of `rest`.
std::string_view take_until(std::string_view& rest, char mark) {
  bool quoted = false;
  std::size_t i = 0;
  for (; i < rest.size(); ++i) {
    if (quoted && rest[i] == '\\') {
      ++i;
    } else if (rest[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && rest[i] == mark) {
      break;
    }
  }
  const std::string_view piece = rest.substr(0, std::min(i, rest.size()));
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return trim(piece);
}

bool is_media_type(std::string_view text) {
  const auto slash = text.find('/');
  return slash != std::string_view::npos && is_token(text.substr(0, slash)) &&
         is_token(text.substr(slash + 1));
}

/// RFC 9110 §12.4.2, in thousandths: `0`, `0.125`, `1`, `1.000`.
std::optional<int> parse_quality(std::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int value = (text[0] - '0') * 1000;
  int unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return std::nullopt;
    value += (c - '0') * unit;
    unit /= 10;
  }
  return value <= 1000 ? std::optional(value) : std::nullopt;
}

struct Range {
  std::string type;  ///< lower case, `*/*` and `text/*` included
  int quality;
};

std::optional<Range> parse_range(std::string_view text) {
  Range range{lower(take_until(text, ';')), 1000};
  if (!is_media_type(range.type)) return std::nullopt;
  if (range.type.starts_with("*/") && range.type != "*/*") return std::nullopt;
  while (!text.empty()) {
    const std::string parameter = lower(take_until(text, ';'));
    if (!parameter.starts_with("q=")) continue;
    const auto quality = parse_quality(std::string_view(parameter).substr(2));
    if (!quality) return std::nullopt;
    range.quality = *quality;
  }
  return range;
}

/// How closely a range names a type: 3 by itself, 2 by `text/*`, 1 by `*/*`, 0 not at all.
int closeness(const Range& range, std::string_view type) {
  if (range.type == type) return 3;
  if (range.type == "*/*") return 1;
  const std::string_view stem = std::string_view(range.type).substr(0, range.type.size() - 1);
  return range.type.ends_with("/*") && type.starts_with(stem) ? 2 : 0;
}

struct Match {
  int closeness = 0, quality = 0;
};

/// The closest range decides on a type (RFC 9110 §12.5.1).
Match best_match(std::string_view accept, std::string_view type, bool& any_range) {
  Match best;
  while (!accept.empty()) {
    const auto range = parse_range(take_until(accept, ','));
    if (!range) continue;
    any_range = true;
    const int close = closeness(*range, type);
    if (close > best.closeness) best = {close, range->quality};
  }
  return best;
}

}  // namespace

std::optional<std::size_t> preferred(std::string_view accept,
                                     std::span<const std::string_view> offers) {
  std::optional<std::size_t> chosen;
  Match chosen_match;
  bool any_range = false;
  for (std::size_t i = 0; i < offers.size(); ++i) {
    const Match match = best_match(accept, offers[i], any_range);
    if (match.quality == 0) continue;
    const bool better =
        !chosen || match.quality > chosen_match.quality ||
        (match.quality == chosen_match.quality && match.closeness > chosen_match.closeness);
    if (!better) continue;
    chosen = i;
    chosen_match = match;
  }
  if (!any_range && !offers.empty()) return 0;
  return chosen;
}

bool names_type(std::string_view accept, std::string_view type) {
  bool any_range = false;
  const Match match = best_match(accept, type, any_range);
  return match.closeness == 3 && match.quality > 0;
}

bool accepts_encoding(std::string_view field, std::string_view coding) {
  while (!field.empty()) {
    std::string_view piece = take_until(field, ',');
    if (lower(take_until(piece, ';')) != coding) continue;
    const std::string weight = lower(take_until(piece, ';'));
    if (weight.empty()) return true;
    const auto quality =
        weight.starts_with("q=") ? parse_quality(std::string_view(weight).substr(2)) : std::nullopt;
    return quality.value_or(0) > 0;
  }
  return false;
}

std::string media_type(std::string_view content_type) {
  const std::string type = lower(take_until(content_type, ';'));
  return is_media_type(type) && type.find('*') == std::string::npos ? type : std::string();
}

Result<std::string_view> path_and_query(std::string_view target) {
  if (target.size() > kMaxTargetBytes)
    return Error{ErrorCode::too_long,
                 "request target: more than " + std::to_string(kMaxTargetBytes) + " bytes"};
  bool bad = false;  // without a branch a character, many are looked at in one step
  for (const char c : target) bad |= static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '#';
  if (bad)
    return Error{ErrorCode::bad_character,
                 "request target: white space, control character or fragment"};
  if (target.starts_with('/')) return target;
  const std::string scheme = lower(target.substr(0, 8));
  if (scheme.starts_with("http://") || scheme == "https://") {
    std::string_view rest = target.substr(target.find("//") + 2);
    const auto slash = rest.find_first_of("/?");
    if (slash != std::string_view::npos && rest[slash] == '/') return rest.substr(slash);
    if (slash == std::string_view::npos && !rest.empty()) return std::string_view("/");
  }
  return Error{ErrorCode::bad_value, "request target: must be a path that begins with /"};
}

}  // namespace tem
