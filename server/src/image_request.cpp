#include <array>
#include <chrono>

#include "looking.hpp"
#include "routes.hpp"
#include "tem/http_text.hpp"
#include "tem/image.hpp"
#include "tem/photo_reader.hpp"

namespace tem {
namespace {

// A picture that hides its codes well must not hold a thread for long: what is read until then is
// answered.
constexpr std::chrono::seconds kReadingTime{5};

std::string corners_json(const std::array<Point, 4>& corners) {
  std::string text = "[";
  for (const Point& corner : corners) {
    if (text.size() > 1) text += ',';
    text += '[' + std::to_string(corner.x) + ',' + std::to_string(corner.y) + ']';
  }
  return text + ']';
}

Source source_of(const std::array<Point, 4>& corners) {
  Source source;
  for (const Point& corner : corners) source.corners.emplace_back(corner.x, corner.y);
  return source;
}

}  // namespace

Response verify_picture(const Call& call, App& app) {
  const Request& request = call.request;
  constexpr std::array<std::string_view, 1> kOffers = {"application/json"};
  if (!preferred(request.accept, kOffers)) {
    return not_acceptable("application/json");
  }
  const std::string type = media_type(request.content_type);
  if (!type.starts_with("image/") && type != "application/octet-stream") {
    return problem({ErrorCode::unsupported_format,
                    "Content-Type: must be image/jpeg, image/png, image/webp or image/heic, the body "
                    "the picture's bytes"});
  }
  const auto end = std::chrono::steady_clock::now() + kReadingTime;
  PhotoOptions options;
  options.may_go_on = [end] { return std::chrono::steady_clock::now() < end; };
  const auto photo = read_photo(as_bytes(request.body), options);
  if (!photo) return problem(photo.error());

  Looker looker(call, app, Channel::api);
  std::string body = R"({"results":[)";
  for (const PhotoRead& read : photo->reads) {
    const auto verdict = looker.look(read.text);
    if (!verdict) return problem(verdict.error());
    if (!body.ends_with('[')) body += ',';
    body += to_json(*verdict, read.text, source_of(read.corners));
  }
  body += R"(],"unread":[)";
  for (const auto& corners : photo->unread) {
    if (!body.ends_with('[')) body += ',';
    body += corners_json(corners);
  }
  Response response = answer(200, kJson, body + "]}\n");
  looker.hold(response);
  return response;
}

}  // namespace tem
