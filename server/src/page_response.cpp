#include "page_response.hpp"

namespace tem {

Response html(int status, Page page) {
  Response response = answer(status, "text/html; charset=utf-8", std::move(page.html),
                             page.content_security_policy);
  // With no-referrer a browser sends `Origin: null` with a form, as if it came from anywhere. This
  // one tells other sites no more.
  if (page.has_form) set_header(response, "Referrer-Policy", "same-origin");
  return response;
}

std::string page_path(std::string_view uri, const App& app) {
  const std::string& base = app.registry().settings().base.str();
  if (!uri.starts_with(base) || !uri.substr(base.size()).starts_with("/01/")) return {};
  return app.stem() + "/v" + std::string(uri.substr(base.size()));
}

}  // namespace tem
