#pragma once
// What a shopper sends: a claim, a report or a place, from a page's form or as JSON. Internal.

#include <array>
#include <span>

#include "call.hpp"
#include "text_fields.hpp"

namespace tem {

/// Was the form on a page of this service? Browsers say so in Sec-Fetch-Site; those that do not, in
/// Origin. Who sends neither is no browser, and so is not led by another site.
bool is_own_form(const Request& request, const BaseUri& base) noexcept;

struct Submission {
  bool by_form = false;  ///< the answer is a page
  TextFields fields;
};

/// Reads the body by its Content-Type, of one of the `kind`, "claims", that a service with scans
/// keeps. Errors: not_found (it keeps none); unsupported_format; forbidden (a form of another site);
/// those of parse_form_fields and parse_json_fields.
Result<Submission> read_submission(const Request& request, const App& app, std::string_view kind,
                                   std::span<const FieldRule> rules);

/// Does the body come from a page, as far as its Content-Type tells?
bool is_form(const Request& request);

/// Told apart for a day and no longer; 0 when it is not known who asks. An address (IPv6: a /64
/// network) is at most four clients, whatever it calls itself.
ClientHash client_of(const Request& request, Instant at, const ScanStore& scans);

/// Every client that the address may pass for.
inline constexpr std::size_t kClientsAtAddress = 4;
std::array<ClientHash, kClientsAtAddress> clients_at(const Request& request, Instant at,
                                                     const ScanStore& scans);

/// The circumstances, as a scan of the same shopper has them. Error: bad_field (no such place).
Result<Sight> sight_of(const Request& request, const Submission& submission, const App& app);

/// The verdict that the shopper's page showed, history and all; it is no scan. Errors: those of
/// Verifier::look.
Result<Looked> look_again(std::string_view uri, const Sight& sight, const App& app);

/// Where this service shows that stamp, `/v/01/…`; empty for a URI under another base.
std::string page_path(std::string_view uri, const App& app);

/// A page for a form, a problem for a program.
Response refuse(const Error& error, const Request& request, App& app);

}  // namespace tem
