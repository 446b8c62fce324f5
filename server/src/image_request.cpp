#include "image_request.hpp"

#include <chrono>

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

Response verify_image(const Request& request, App& app) {
  constexpr std::array<std::string_view, 1> kOffers = {"application/json"};
  if (!preferred(request.accept, kOffers)) {
    return problem({ErrorCode::not_acceptable, "Accept: this is served as application/json"});
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

  const Instant now = app.now();
  std::string body = R"({"results":[)";
  for (const PhotoRead& read : photo->reads) {
    const auto verdict = app.verifier().check(read.text, {.at = now});
    if (!verdict) return problem(verdict.error());
    app.looked(*verdict);
    if (!body.ends_with('[')) body += ',';
    body += to_json(*verdict, read.text, source_of(read.corners));
  }
  body += R"(],"unread":[)";
  for (const auto& corners : photo->unread) {
    if (!body.ends_with('[')) body += ',';
    body += corners_json(corners);
  }
  return answer(200, "application/json", body + "]}\n");
}

}  // namespace tem
