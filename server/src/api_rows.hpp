#pragma once
// What the page of the API shows of each route. Internal.

#include <string_view>

#include "page_facts.hpp"

namespace tem {

/// One object a route, in the document's order: method, path, vi, en, roles, fields (name, note).
/// The document is built in: one that cannot be read is a fault of the build and throws.
kainjow::mustache::list api_rows(std::string_view openapi);

}  // namespace tem
