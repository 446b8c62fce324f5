#include "settings.hpp"

#include <date/tz.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "tem/quote.hpp"
#include "tem/toml_letters.hpp"
#include "utf8.hpp"

namespace tem {
namespace {

// With a lot of 20 escaped characters a stamp has then 460 characters: version 16, 81 modules a side.
constexpr std::size_t kMaxBaseBytes = 200;
constexpr std::string_view kDefaultTimeZone = "Asia/Ho_Chi_Minh";
constexpr std::array<std::string_view, 6> kKnown = {"origin",    "name",     "base",
                                                    "time_zone", "log_vkey", "copy_of"};

Error bad(std::string why) { return {ErrorCode::bad_settings, "registry.toml: " + std::move(why)}; }

Error bad(const toml::node& at, const std::string& why) {
  return bad("line " + std::to_string(at.source().begin.line) + ": " + why);
}

/// The table `[copies]`; a threshold that is not there keeps its default.
Result<CopyRules> read_copies(const toml::node& node) {
  const auto* table = node.as_table();
  if (table == nullptr) return bad(node, "\"copies\" must be a table, [copies]");
  CopyRules rules;
  for (const auto& [key, value] : *table) {
    const auto known = std::ranges::find(copy_settings(), key.str(), &CopySetting::name);
    if (known == copy_settings().end()) {
      return bad(value, tem::quoted(key.str()) +
                            " is no threshold of [copies]; see docs/clone-detection.md");
    }
    const auto* number = value.as_integer();
    if (number == nullptr || number->get() < known->least || number->get() > known->most) {
      return bad(value, tem::quoted(key.str()) + " must be a whole number from " +
                            std::to_string(known->least) + " to " + std::to_string(known->most));
    }
    rules.*known->value = static_cast<int>(number->get());
  }
  return rules;
}

/// What differs from the defaults: they may be better in a later version.
std::string copies_text(const CopyRules& rules) {
  std::string text;
  for (const auto& setting : copy_settings()) {
    if (rules.*setting.value == CopyRules{}.*setting.value) continue;
    text += std::string(setting.name) + " = " + std::to_string(rules.*setting.value) + "\n";
  }
  return text.empty() ? text : "\n# When a stamp is taken for copied: docs/clone-detection.md\n[copies]\n" + text;
}

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
                                     "copy_of = " + quoted(settings.copy_of) + "\n") +
         copies_text(settings.copies);
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
    return bad("\"time_zone\" " + tem::quoted(settings.time_zone) + " is not known here; use a name such as " +
               std::string(kDefaultTimeZone));
  }
  return {};
}

Result<std::pair<Settings, NoteKey>> parse_settings(std::string_view text) {
  if (const auto plain = check_toml_letters(text); !plain) return bad(plain.error().detail);
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& failure) {
    std::string why(failure.description());  // may quote the file's own line break
    std::ranges::replace_if(why, [](char c) { return c >= 0 && c < ' '; }, ' ');
    return bad("line " + std::to_string(failure.source().begin.line) + ": " + why);
  }
  CopyRules copies;
  for (const auto& [key, value] : table) {
    if (key.str() == "copies") {
      const auto read = read_copies(value);
      if (!read) return read.error();
      copies = *read;
      continue;
    }
    if (std::ranges::find(kKnown, key.str()) == kKnown.end()) {
      return bad(value, tem::quoted(key.str()) + " is no setting");
    }
    if (!value.is_string()) return bad(value, tem::quoted(key.str()) + " must be a text");
  }
  const auto get = [&](std::string_view key) { return table[key].value_or(std::string()); };
  const auto base = BaseUri::parse(get("base"));
  if (!base) return bad("\"base\": " + base.error().str());
  const auto vkey = NoteKey::parse(get("log_vkey"));
  if (!vkey) return bad("\"log_vkey\": " + vkey.error().str());
  Settings settings{get("origin"), get("name"), *base,
                    table["time_zone"].value_or(std::string(kDefaultTimeZone)), get("copy_of"), copies};
  if (auto ok = check_settings(settings); !ok) return ok.error();
  if (vkey->name != settings.origin) return bad("\"log_vkey\" is not a key of \"origin\"");
  return std::pair(std::move(settings), *vkey);
}

}  // namespace tem
