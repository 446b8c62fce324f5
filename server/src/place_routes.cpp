#include "looking.hpp"
#include "routes.hpp"
#include "shopper_request.hpp"
#include "tem/place_view.hpp"
#include "tem/places.hpp"

namespace tem {
namespace {

constexpr FieldRule kFields[] = {{"uri", 2048, true}, {"place", 8, true}};

Result<PlaceView> tell(const Request& request, const Submission& submission, App& app) {
  const auto sight = sight_of(request, submission, app);
  if (!sight) return sight.error();
  const std::string_view uri = submission.fields.get("uri");
  const auto before = look_again(uri, *sight, app);
  if (!before) return before.error();
  if (!before->stamp || !is_look(request)) return not_noted(before->verdict.headline());
  const auto is_told = app.scans()->tell_place(*before->stamp, *sight,
                                               clients_at(request, sight->at, *app.scans()));
  if (!is_told) return is_told.error();
  if (!*is_told) return not_noted(before->verdict.headline());
  const auto now = look_again(uri, *sight, app);
  if (!now) return now.error();
  return noted(find_place(sight->place)->name, before->verdict.headline(),
               now->verdict.headline());
}

}  // namespace

Response tell_place(const Call& call, App& app) {
  const Request& request = call.request;
  const auto submission = read_submission(request, app, "scans", kFields);
  if (!submission) return refuse(submission.error(), request, app);
  const auto view = tell(request, *submission, app);
  if (!view) return refuse(view.error(), request, app);
  if (!submission->by_form) return answer(200, kJson, to_json(*view) + "\n");
  return html(200, app.pages().placed(
                       *view, {.path = page_path(submission->fields.get("uri"), app)}));
}

}  // namespace tem
