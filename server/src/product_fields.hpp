#pragma once
// The fields of a product that no rule fixes, with the words that people read for them.

#include <optional>
#include <string>
#include <vector>

#include "tem/verdict.hpp"

namespace tem {

struct ShownField {
  Bilingual label;                 ///< `en` empty where the field's own key is the label
  std::vector<std::string> items;  ///< one or more lines, never empty
};

/// Safety warnings, which a buyer must see at once.
std::vector<std::string> shown_warnings(const Product& product);

/// Every field of `more` but those with a place of their own on the page (name_en, brand, image,
/// warnings),
/// the known ones first in the order in which a buyer reads them.
std::vector<ShownField> shown_fields(const Product& product);

}  // namespace tem
