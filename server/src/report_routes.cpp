#include "routes.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "report_text.hpp"
#include "shopper_request.hpp"

namespace tem {
namespace {

constexpr FieldRule kFields[] = {{"uri", kMaxReportUriBytes, true},
                                 {"text", kMaxReportBytes, true},
                                 {"place", 8, false},
                                 {"contact", kMaxReportContactBytes, false}};

Result<Report> read_report(const Request& request, const Submission& submission, App& app) {
  const auto sight = sight_of(request, submission, app);
  if (!sight) return sight.error();
  const TextFields& fields = submission.fields;
  const auto seen = look_again(fields.get("uri"), *sight, app);
  if (!seen) return seen.error();
  Report report{.at = sight->at,
                .stamp = seen->stamp,
                .uri = plain_lines(without_seal(fields.get("uri"))),
                .text = plain_lines(fields.get("text")),
                .place = sight->place,
                .contact = plain_lines(fields.get("contact")),
                .verdict = std::string(name(seen->verdict.headline()))};
  if (report.text.empty()) {
    return Error{ErrorCode::bad_field, "\"text\": nothing in it can be read"};
  }
  return report;
}

}  // namespace

Response report_stamp(const Call& call, App& app) {
  const Request& request = call.request;
  const auto submission = read_submission(request, app, "reports", kFields);
  if (!submission) return refuse(submission.error(), request, app);
  auto report = read_report(request, *submission, app);
  if (!report) return refuse(report.error(), request, app);
  const std::string verdict = report->verdict;
  const auto id = app.scans()->report(std::move(*report));
  if (!id) return refuse(id.error(), request, app);
  if (!submission->by_form) {
    const boost::json::object object{{"id", *id}, {"verdict", verdict}};
    return answer(201, kJson, boost::json::serialize(object) + "\n");
  }
  const std::string path = page_path(submission->fields.get("uri"), app);
  return html(201, app.pages().reported(*id, {.path = path}));
}

}  // namespace tem
