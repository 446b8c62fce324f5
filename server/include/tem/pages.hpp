#pragma once
// What people see: the verdict page and the few pages around it, Vietnamese first.
//
//   Page page = pages.verdict(verdict);
//   page.html, page.content_security_policy
//
// No script, no cookie, no font or style from elsewhere. Everything that comes from a stamp or the
// ledger is escaped by the template engine.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tem/claim_view.hpp"
#include "tem/place_view.hpp"
#include "tem/verdict.hpp"

namespace tem {

inline constexpr std::size_t kMaxPageBytes = 30'000;  // a page in a second on a weak connection

struct PageSettings {
  std::string registry;                            ///< its name, as people know it
  bool demonstration = true;                       ///< shows "sample data" on every page
  std::string stem;                                ///< before every path, `/vn` or empty
  std::function<std::string(Instant)> local_time;  ///< "23/11/2026 17:00"
};

struct Page {
  std::string html;
  std::string content_security_policy;  ///< allows this page's style by hash, and its picture
  bool has_form = false;                ///< that is sent to this service
};

/// What a shopper may send from a page.
struct Visit {
  std::string uri{};   ///< as scanned, with its seal; empty: nothing can be sent
  std::string path{};  ///< of the stamp's page here, `/v/01/…`; empty: it has none
  bool asks_place = false;  ///< where the look was is not known
};
/// As it stands in HTML; a page of a longer one, or of one that is no UTF-8, has no forms.
inline constexpr std::size_t kMaxVisitUri = 1200;

/// For one thread.
class Pages {
 public:
  explicit Pages(PageSettings settings);
  Pages(Pages&&) noexcept;
  ~Pages();

  Page verdict(const Verdict& verdict, const Visit& visit = {});
  /// What came of a claim, and its form again where it may be tried again.
  Page claim(const ClaimView& view, const Visit& visit);
  /// The report is kept under that number.
  Page reported(std::uint64_t id, const Visit& visit);
  /// What came of telling where a look was.
  Page placed(const PlaceView& view, const Visit& visit);
  /// What a person sent could not be taken.
  Page refused(const Error& why);
  Page landing();
  /// "Cannot check now": the ledger could not be read. It says nothing about the stamp.
  Page unavailable();
  /// Refused by a rate limit: after so long the next one is looked at.
  Page too_many(std::chrono::seconds wait);
  /// Nothing is served at the address that a person opened.
  Page not_found();
  /// The one error table, to which the `type` of every problem+json points.
  Page problems();
  /// openapi_document() for people: the routes, who may call them, and what they take.
  Page api();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The icon of tabs and bookmarks, SVG.
std::string_view favicon();

/// OpenAPI 3.1: every route of the service. `test_openapi` walks it against the table of routes.
std::string_view openapi_document();

/// Is it an https URI with a plain host, no user part and only characters that RFC 3986 allows?
/// Only then may it stand in a page and in a policy.
bool is_safe_https(std::string_view uri);

}  // namespace tem
