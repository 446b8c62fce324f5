#pragma once
// A page as the answer to a request. Internal.

#include "tem/app.hpp"

namespace tem {

Response html(int status, Page page);

/// Where this service shows that stamp, `/v/01/…`; empty for a URI under another base.
std::string page_path(std::string_view uri, const App& app);

}  // namespace tem
