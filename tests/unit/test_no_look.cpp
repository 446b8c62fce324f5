#include <doctest/doctest.h>

#include <string>

#include "tem/no_look.hpp"

using namespace tem;

namespace {

struct Case {
  std::string_view why, text;
};

}  // namespace

TEST_CASE("a link preview is no look") {
  const Case cases[] = {
      {"Facebook, Messenger",
       "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"},
      {"Facebook, Instagram", "meta-externalfetcher/1.1"},
      {"iMessage, which names others",
       "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) "
       "Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0"},
      {"Zalo's fetcher gives an address", "Mozilla/5.0 (compatible; Zalo/1.0; +https://zalo.me)"},
      {"Zalo's fetcher alone", "Zalo/22.05"},
      {"Telegram", "TelegramBot (like TwitterBot)"},
      {"WhatsApp", "WhatsApp/2.23.20.0 A"},
      {"Viber", "Viber/13.3.0.3 CFNetwork/1125.2 Darwin/19.4.0"},
      {"Line", "facebookexternalhit/1.1;line-poker/1.0"},
      {"Slack", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
      {"Discord", "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)"},
      {"Teams, Skype", "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5"},
      {"a search engine",
       "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
      {"Cốc Cốc",
       "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)"},
      {"letter case", "FACEBOOKEXTERNALHIT/1.1"},
      {"one that nobody listed", "SomeNewBot/3.0"},
      {"another, beside a browser's words",
       "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Applebot/0.1) "
       "Safari/537.36"},
      {"a bot on a phone of Cubot", "Mozilla/5.0 (Linux; CUBOT/1) otherbot/1.0"},
  };
  for (const Case& each : cases) CHECK_MESSAGE(is_preview(each.text), each.why);
}

TEST_CASE("a person is no link preview") {
  const Case cases[] = {
      {"not known", ""},
      {"Chrome on Android",
       "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
       "Chrome/131.0.0.0 Mobile Safari/537.36"},
      {"Safari",
       "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
       "Gecko) Version/18.1 Mobile/15E148 Safari/604.1"},
      {"the browser inside Zalo",
       "Mozilla/5.0 (Linux; Android 13; SM-A135F Build/TP1A; wv) AppleWebKit/537.36 (KHTML, like "
       "Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 Zalo android/12100725 "
       "ZaloTheme/light"},
      {"the browser inside Zalo, iPhone",
       "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Zalo/1.0"},
      {"the browser inside Facebook",
       "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/21F90 "
       "[FBAN/FBIOS;FBAV/470.0.0.36.109;FBBV/611]"},
      {"the browser inside Messenger",
       "Mozilla/5.0 (Linux; Android 14; wv) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 "
       "[FB_IAB/Orca-Android;FBAV/456.0;]"},
      {"the browser inside Line", "Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 Safari Line/14.5.0"},
      {"a phone of the maker Cubot",
       "Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/90 Mobile Safari"},
      {"the same, before a slash", "Mozilla/5.0 (Linux; Android 6.0; CUBOT/CUBOT_X18) Chrome/90"},
      {"Cốc Cốc, the browser",
       "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 coc_coc_browser/120.0.150"},
      {"an old Internet Explorer",
       "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)"},
      {"a till's program", "curl/7.88.1"},
  };
  for (const Case& each : cases) CHECK_MESSAGE(!is_preview(each.text), each.why);
}

TEST_CASE("a prefetch is no look") {
  for (const std::string_view text :
       {"prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip", "PREFETCH", " prefetch ",
        "preview", "prerender", ",prefetch", "x, prefetch", "\tprefetch\t,"}) {
    CHECK_MESSAGE(is_prefetch(text), text);
  }
  for (const std::string_view text :
       {"", ",", ";", "navigate", "prefetched", "no-prefetch", "pre fetch"}) {
    CHECK_MESSAGE(!is_prefetch(text), text);
  }
}

TEST_CASE("a field of any length is read in its own length") {
  CHECK_FALSE(is_preview(std::string(16'000, 'b')));
  CHECK(is_preview(std::string(16'000, 'x') + "bot/1"));
}
