#include "tem/no_look.hpp"

#include <algorithm>

namespace tem {
namespace {

constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_letter_or_digit(char c) noexcept {
  c = lower(c);
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool same(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, {}, lower, lower);
}

/// Without regard to case; npos when it is not there.
std::size_t find(std::string_view text, std::string_view piece, std::size_t from = 0) noexcept {
  for (std::size_t at = from; at + piece.size() <= text.size(); ++at) {
    if (same(text.substr(at, piece.size()), piece)) return at;
  }
  return std::string_view::npos;
}

// Names that stand in no phone's or browser's own field. WhatsApp and Viber are here in the form of
// their fetchers: at the field's start, where a browser says Mozilla.
constexpr std::string_view kNames[] = {
    "facebookexternalhit",
    "facebookcatalog",
    "facebot",
    "meta-externalagent",
    "meta-externalfetcher",
    "telegrambot",
    "twitterbot",
    "linkedinbot",
    "slackbot",
    "slack-imgproxy",
    "discordbot",
    "skypeuripreview",
    "whatsappbot",
    "kakaotalk-scrap",
    "line-poker",
    "bingpreview",
    "google-pagerenderer",
    "googleother",
    "google-inspectiontool",
    "mediapartners-google",
    "google-read-aloud",
    "yahoo! slurp",
    "embedly",
    "iframely",
    "vkshare",
    "redditbot",
    "zalobot",
    "coccocbot",
};
constexpr std::string_view kStarts[] = {"whatsapp/", "viber/", "zalo/", "snapchat/", "slack/"};

/// What a crawler's field holds and a phone's does not: "+https://zalo.me" (RFC 9110 leaves it to
/// custom), or a product named `…bot/2.1`. The phones of Cubot are named so too.
bool introduces_itself(std::string_view agent) noexcept {
  if (find(agent, "(compatible;") != agent.npos &&
      (find(agent, "+http://") != agent.npos || find(agent, "+https://") != agent.npos)) {
    return true;
  }
  for (auto at = find(agent, "bot/"); at != agent.npos; at = find(agent, "bot/", at + 1)) {
    auto start = at;
    while (start > 0 && is_letter_or_digit(agent[start - 1])) --start;
    if (!same(agent.substr(start, at + 3 - start), "cubot")) return true;
  }
  return false;
}

}  // namespace

bool is_preview(std::string_view user_agent) noexcept {
  const auto holds = [&](std::string_view name) {
    return find(user_agent, name) != user_agent.npos;
  };
  const auto starts = [&](std::string_view name) {
    return same(user_agent.substr(0, name.size()), name);
  };
  return std::ranges::any_of(kNames, holds) || std::ranges::any_of(kStarts, starts) ||
         introduces_itself(user_agent);
}

bool is_prefetch(std::string_view purpose) noexcept {
  constexpr std::string_view kPurposes[] = {"prefetch", "prerender", "preview"};
  while (!purpose.empty()) {
    const auto end = std::min(purpose.find_first_of(",;"), purpose.size());
    std::string_view word = purpose.substr(0, end);
    purpose.remove_prefix(std::min(end + 1, purpose.size()));
    while (!word.empty() && (word.front() == ' ' || word.front() == '\t')) word.remove_prefix(1);
    while (!word.empty() && (word.back() == ' ' || word.back() == '\t')) word.remove_suffix(1);
    if (std::ranges::any_of(kPurposes, [&](auto each) { return same(word, each); })) return true;
  }
  return false;
}

}  // namespace tem
