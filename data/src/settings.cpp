#include "settings.hpp"

#include <date/tz.h>
#include <toml++/toml.h>

#include <array>
#include <sstream>

#include "utf8.hpp"

namespace tem {
namespace {

// With a lot of 20 escaped characters a stamp has then 460 characters: version 16, 81 modules a side.
constexpr std::size_t kMaxBaseBytes = 200;
constexpr std::string_view kDefaultTimeZone = "Asia/Ho_Chi_Minh";
constexpr std::array<std::string_view, 6> kKnown = {"origin",    "name",     "base",
                                                    "time_zone", "log_vkey", "copy_of"};

Error bad(std::string why) { return {ErrorCode::bad_settings, "registry.toml: " + std::move(why)}; }

bool known_zone(const std::string& name) {
  try {
    return date::locate_zone(name) != nullptr;
  } catch (const std::runtime_error&) {
    return false;
  }
}

}  // namespace

std::string settings_text(const Settings& settings, const NoteKey& vkey) {
  const auto quoted = [](const std::string& text) {
    std::ostringstream out;
    out << toml::value<std::string>(text);
    return out.str();
  };
  return "# A tem registry. The origin is signed into every stamp and names the log: never change it.\n"
         "origin = " + quoted(settings.origin) + "\n"
         "name = " + quoted(settings.name) + "\n"
         "# Where new stamps point; printed stamps stay good when it moves.\n"
         "base = " + quoted(settings.base.str()) + "\n"
         "time_zone = " + quoted(settings.time_zone) + "\n"
         "# Give this key to anyone who wants to check the log.\n"
         "log_vkey = " + quoted(vkey.str()) + "\n" +
         (settings.copy_of.empty() ? std::string()
                                   : "# A copy of another registry's log: it takes no facts, and has no secrets.\n"
                                     "copy_of = " + quoted(settings.copy_of) + "\n");
}

Result<void> check_settings(const Settings& settings) {
  if (!is_note_name(settings.origin)) {
    return bad("\"origin\" must be a name such as tem.example/quangninh, without space or plus sign");
  }
  if (settings.name.empty() || settings.name.size() > 400 || !is_plain_text(settings.name)) {
    return bad("\"name\" must be 1 to 400 bytes of visible text");
  }
  if (settings.base.str().size() > kMaxBaseBytes) {
    return bad("\"base\" is longer than " + std::to_string(kMaxBaseBytes) +
               " bytes: the symbols of its stamps would be too large to print");
  }
  if (!known_zone(settings.time_zone)) {
    return bad("\"time_zone\" \"" + settings.time_zone + "\" is not known here; use a name such as " +
               std::string(kDefaultTimeZone));
  }
  return {};
}

Result<std::pair<Settings, NoteKey>> parse_settings(std::string_view text) {
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& failure) {
    return bad("line " + std::to_string(failure.source().begin.line) + ": " +
               std::string(failure.description()));
  }
  for (const auto& [key, value] : table) {
    if (std::ranges::find(kKnown, key.str()) == kKnown.end()) {
      return bad("\"" + std::string(key.str()) + "\" is no setting");
    }
    if (!value.is_string()) return bad("\"" + std::string(key.str()) + "\" must be a text");
  }
  const auto get = [&](std::string_view key) { return table[key].value_or(std::string()); };
  const auto base = BaseUri::parse(get("base"));
  if (!base) return bad("\"base\": " + base.error().str());
  const auto vkey = NoteKey::parse(get("log_vkey"));
  if (!vkey) return bad("\"log_vkey\": " + vkey.error().str());
  Settings settings{get("origin"), get("name"), *base,
                    table["time_zone"].value_or(std::string(kDefaultTimeZone)), get("copy_of")};
  if (auto ok = check_settings(settings); !ok) return ok.error();
  if (vkey->name != settings.origin) return bad("\"log_vkey\" is not a key of \"origin\"");
  return std::pair(std::move(settings), *vkey);
}

}  // namespace tem
