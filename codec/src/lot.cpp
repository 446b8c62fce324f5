#include "tem/lot.hpp"

#include <algorithm>

#include "tem/quote.hpp"
#include "tem/ai_table.hpp"

namespace tem {

Result<Lot> Lot::parse(std::string_view text) {
  constexpr std::size_t kMostCharacters = 20;
  if (text.empty() || text.size() > kMostCharacters) {
    return Error{ErrorCode::bad_length, "lot " + tem::quoted(text) +
                                            ": 1 to 20 characters wanted, not " +
                                            std::to_string(text.size())};
  }
  const auto wrong = std::find_if_not(text.begin(), text.end(), in_gs1_set_82);
  if (wrong != text.end()) {
    return Error{ErrorCode::bad_character, "lot " + tem::quoted(text) + ": character " +
                                               tem::quoted({&*wrong, 1}) +
                                               " is not in GS1 set 82; use A-Z a-z 0-9 - . _ /"};
  }
  return Lot(std::string(text));
}

}  // namespace tem
