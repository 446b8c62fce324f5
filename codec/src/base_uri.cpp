#include <algorithm>

#include "tem/quote.hpp"
#include "tem/digital_link.hpp"
#include "uri.hpp"

namespace tem {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

Result<void> check_stem(std::string_view stem) {
  while (!stem.empty()) {
    stem.remove_prefix(1);  // its slash
    const std::size_t end = std::min(stem.find('/'), stem.size());
    if (auto ok = check_segment(stem.substr(0, end)); !ok) return ok;
    stem.remove_prefix(end);
  }
  return {};
}

}  // namespace

Result<BaseUri> BaseUri::parse(std::string_view text) {
  auto parts = split_uri(text);
  if (!parts) return std::move(parts).error();
  auto place = split_authority(parts->authority);
  if (!place) return std::move(place).error();
  if (parts->path_at + parts->path.size() != text.size()) {
    return Error{ErrorCode::bad_value,
                 "base " + tem::quoted(text) + ": neither `?` nor `#` may stand in it"};
  }
  if (auto ok = check_stem(parts->path); !ok) return std::move(ok).error().at("base");
  BaseUri base;
  base.text_ = text;
  base.host_ = place->host;
  // A port that the scheme has anyway is none: two spellings of one place.
  const bool secure = same_without_case(parts->scheme, "https");
  if (place->port != (secure ? "443" : "80")) base.port_ = place->port;
  base.stem_ = parts->path;
  return base;
}

bool BaseUri::is_demonstration() const {
  constexpr std::string_view kReserved = ".example";  // RFC 2606 §2
  return host_.size() >= kReserved.size() &&
         same_without_case(std::string_view(host_).substr(host_.size() - kReserved.size()),
                           kReserved);
}

bool BaseUri::same_place(const BaseUri& other) const {
  return same_without_case(host_, other.host_) && port_ == other.port_ && stem_ == other.stem_;
}

}  // namespace tem
