#pragma once
// A file of facts taken apart without reading them: each object's own text goes on to the strict
// parser, which a JSON library in between would hide doubled keys from.

#include <string>
#include <string_view>
#include <vector>

#include "tem/result.hpp"

namespace tem {

inline constexpr std::size_t kMaxItemsInFile = 100'000;

/// The texts of an array's elements; any other text is its own only element. Looks only at
/// brackets, commas and quotes: an element may still be wrong. Errors: bad_json (an array that is
/// not closed, is empty, misses an element or is followed by something), too_many.
Result<std::vector<std::string_view>> split_items(std::string_view text);

/// Where the value of `key` stands in the text of an object when it is a string of plain
/// characters, without its quotes; empty when there is no such member. Points into `object`.
std::string_view find_plain_member(std::string_view object, std::string_view key);

}  // namespace tem
