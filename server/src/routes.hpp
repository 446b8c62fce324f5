#pragma once
// Every route of the service, by topic. Internal; the table is routes.cpp.

#include "call.hpp"

namespace tem {

// look_routes.cpp: what a scanned stamp leads to
Response redirect(const Call& call, App& app);
Response check(const Call& call, App& app);

// verify_routes.cpp: many stamps, or a photograph of them
Response verify_many(const Call& call, App& app);
/// A photograph → {"results": [verdicts, one for each QR found], "unread": [corners of codes that are
/// seen and not read]}. Errors: unsupported_format, bad_image, too_long.
Response verify_picture(const Call& call, App& app);  // image_request.cpp

// claim_routes.cpp, report_routes.cpp, place_routes.cpp: what a shopper sends, from a page's form or as JSON
/// `{"uri", "code", "place"?}` → `{"outcome", …}`: the hidden code is tried; every outcome is a 200.
Response claim_stamp(const Call& call, App& app);
/// `{"uri", "text", "place"?, "contact"?}` → 201 `{"id", "verdict"}`: taken for any text that was
/// scanned, forged stamps above all.
Response report_stamp(const Call& call, App& app);
/// `{"uri", "place"}` → `{"outcome", …}`: where the same client's last look was; every outcome is a
/// 200.
Response tell_place(const Call& call, App& app);

// fact_routes.cpp, lot_routes.cpp, scan_routes.cpp: what a token's holder says and asks
Response append_facts(const Call& call, App& app);
Response issue_lot(const Call& call, App& app);
Response lot_stamps(const Call& call, App& app);  // stamp_routes.cpp
Response lot_scans(const Call& call, App& app);   // scan_routes.cpp, as is the next
Response stats(const Call& call, App& app);

// log_routes.cpp: the public log
Response log_checkpoint(const Call& call, App& app);
Response log_tile(const Call& call, App& app);
Response log_proof(const Call& call, App& app);
Response log_witnesses(const Call& call, App& app);

// service_routes.cpp: the service itself
Response healthz(const Call& call, App& app);
Response readyz(const Call& call, App& app);
Response metrics(const Call& call, App& app);
Response landing(const Call& call, App& app);
Response problems(const Call& call, App& app);
Response api(const Call& call, App& app);
Response openapi(const Call& call, App& app);
Response icon(const Call& call, App& app);

}  // namespace tem
