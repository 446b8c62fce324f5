#pragma once
// Requests that no person made by looking at a stamp: they are answered, and are no scans.
//
//   is_preview("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")   true
//   is_prefetch("prefetch;prerender")                                                         true

#include <string_view>

namespace tem {

/// Does a program that draws link previews or fills a search index say that it is one? A person who
/// reads the page inside Zalo's, Facebook's or Line's own app is none. An empty field is none.
bool is_preview(std::string_view user_agent) noexcept;

/// Does a browser say that it loads the page before anyone asked for it? `purpose` is Sec-Purpose,
/// Purpose and X-Moz joined by commas, as Request::purpose.
bool is_prefetch(std::string_view purpose) noexcept;

}  // namespace tem
