#pragma once
// Code lists that GS1 values draw from. `code` holds no space, as no GS1 value does.

#include <string_view>

namespace tem {

bool is_country(std::string_view code);   ///< ISO 3166-1 numeric: "704" is Vietnam
bool is_country2(std::string_view code);  ///< ISO 3166-1 alpha-2: "VN"
bool is_currency(std::string_view code);  ///< ISO 4217 numeric: "704" is the dong
bool is_package(std::string_view code);   ///< UN/CEFACT Recommendation 21, GS1 PackageTypeCode

}  // namespace tem
