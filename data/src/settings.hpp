#pragma once
// registry.toml, in and out.

#include <string>
#include <string_view>
#include <utility>

#include "tem/registry.hpp"

namespace tem {

std::string settings_text(const Settings& settings, const NoteKey& vkey);

/// Errors: bad_settings with the line or the name of the setting.
Result<std::pair<Settings, NoteKey>> parse_settings(std::string_view text);

/// Are the origin a log's name, the name a text, the time zone known? Error: bad_settings.
Result<void> check_settings(const Settings& settings);

}  // namespace tem
