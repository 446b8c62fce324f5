#include "tem/pages.hpp"

#include <array>
#include <chrono>
#include <stdexcept>

#include "embedded.hpp"
#include "api_rows.hpp"
#include "page_facts.hpp"
#include "tem/bytes.hpp"
#include "tem/code_point.hpp"
#include "tem/places.hpp"

namespace tem {
namespace {

using kainjow::mustache::list;
using kainjow::mustache::mustache;

constexpr std::size_t kMaxLinkBytes = 2048;
constexpr std::size_t kFrameBytes = 2'500;  // what layout.mustache puts around a page

/// The text of a template, with `{{>mark}}` replaced by that file's: once, not in every answer.
std::string text_of(std::string_view file) {
  std::string text(embedded::tem_server(file));
  for (const std::string_view part : {"mark", "claim_form", "place_form", "report_form"}) {
    const std::string tag = "{{>" + std::string(part) + "}}";
    for (auto at = text.find(tag); at != std::string::npos; at = text.find(tag, at)) {
      text.replace(at, tag.size(), embedded::tem_server(std::string(part) + ".mustache"));
    }
  }
  return text;
}

mustache load(std::string_view file) {
  mustache page{text_of(file)};
  // The files are built in, so this is a fault of the build and shows in every run.
  if (!page.is_valid()) throw std::logic_error(std::string(file) + ": " + page.error_message());
  return page;
}

std::string province_options() {
  mustache option{std::string("<option value=\"{{id}}\">{{name}}</option>\n")};
  std::string options;
  for (const PlaceInfo& province : provinces()) {
    PageObject object;
    object["id"] = province.id;
    object["name"] = province.name.vi;
    options += option.render(object);
  }
  return options;
}

/// Scheme and host of an address that is_safe_https.
std::string_view origin_of(std::string_view uri) {
  return uri.substr(0, uri.find_first_of("/?#", std::string_view("https://").size()));
}

/// A stamp's URI has some 300 bytes; what is much longer would make the page heavy. What is no UTF-8
/// no browser sends as it stands, and it would make the page none either.
bool fits_a_form(std::string_view uri) {
  std::size_t size = 0;
  for (const char c : uri) size += c == '"' || c == '&' || c == '<' || c == '>' || c == '\'' ? 6 : 1;
  if (size == 0 || size > kMaxVisitUri) return false;
  while (!uri.empty()) {
    if (!take_code_point(uri)) return false;
  }
  return true;
}

bool is_host_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.';
}

}  // namespace

bool is_safe_https(std::string_view uri) {
  constexpr std::string_view kScheme = "https://";
  constexpr std::string_view kRest = "-._~:/?#[]@!$&'()*+,;=%";
  if (!uri.starts_with(kScheme) || uri.size() > kMaxLinkBytes) return false;
  const std::string_view authority = origin_of(uri).substr(kScheme.size());
  const auto colon = std::min(authority.find(':'), authority.size());
  const std::string_view host = authority.substr(0, colon), port = authority.substr(colon);
  if (host.empty() || host.front() == '.' || host.front() == '-' || port.size() > 6) return false;
  for (const char c : host)
    if (!is_host_char(c)) return false;
  for (const char c : port.substr(std::min<std::size_t>(1, port.size())))
    if (c < '0' || c > '9') return false;
  for (const char c : uri)
    if (!is_host_char(c) && kRest.find(c) == std::string_view::npos) return false;
  return port != ":";
}

struct Pages::State {
  PageSettings settings;
  std::string style, style_hash;
  mustache layout = load("layout.mustache");
  mustache verdict = load("verdict.mustache");
  mustache landing = load("landing.mustache");
  mustache unavailable = load("unavailable.mustache");
  mustache too_many = load("too_many.mustache");
  mustache not_found = load("not_found.mustache");
  mustache problems = load("problems.mustache");
  mustache api = load("api.mustache");
  mustache claim = load("claim.mustache");
  mustache reported = load("reported.mustache");
  mustache placed = load("placed.mustache");
  mustache refused = load("refused.mustache");
  std::string provinces = province_options();

  explicit State(PageSettings given)
      : settings(std::move(given)),
        style(embedded::tem_server("page.css")),
        style_hash("'sha256-" + to_base64(sha256(as_bytes(style))) + "'") {}

  /// What every page is given.
  [[nodiscard]] PageObject common() const {
    PageObject page;
    page["registry"] = settings.registry;
    page["stem"] = settings.stem;
    page["demonstration"] = settings.demonstration;
    return page;
  }

  /// `has_form`: it may send one here.
  Page wrap(const std::string& title, const std::string& main, PageObject page,
            std::string_view picture = {}, bool has_form = false) {
    page["title"] = title;
    page["style"] = style;
    page["main"] = main;
    std::string policy = "default-src 'none'; style-src " + style_hash + "; img-src 'self'";
    if (!picture.empty()) policy.append(" ").append(origin_of(picture));
    policy += "; base-uri 'none'; form-action ";
    policy += has_form ? "'self'" : "'none'";
    policy += "; frame-ancestors 'none'";
    return {layout.render(page), std::move(policy), has_form};
  }

  /// A page that says one thing.
  Page notice(const std::string& title, mustache& text, PageObject more = {}, bool has_form = false) {
    PageObject page = common();
    page.merge(more);
    page["shape"] = "lone";
    const std::string main = text.render(page);
    return wrap(title, main, std::move(page), {}, has_form);
  }
};

Pages::Pages(PageSettings settings) : state_(std::make_unique<State>(std::move(settings))) {}
Pages::Pages(Pages&&) noexcept = default;
Pages::~Pages() = default;

Page Pages::verdict(const Verdict& verdict, const Visit& visit) {
  PageObject facts = verdict_facts(verdict, state_->settings);
  facts["stem"] = state_->settings.stem;
  const bool has_form = fits_a_form(visit.uri);
  if (has_form) {
    facts["uri"] = visit.uri;
    facts["provinces"] = state_->provinces;
    facts["reportable"] = true;
    facts["claimable"] = is_claimable(verdict);
    facts["asks_place"] = visit.asks_place;
  }
  std::string main = state_->verdict.render(facts);
  // A register may hold a novel of a product. What decides comes first, and must arrive.
  if (main.size() + state_->style.size() + kFrameBytes > kMaxPageBytes) {
    facts["details"] = kainjow::mustache::list();
    facts["abridged"] = true;
    main = state_->verdict.render(facts);
  }

  PageObject page = state_->common();
  page["shape"] = verdict.stamp ? "full" : "lone";
  PageObject checked;
  checked["at"] = state_->settings.local_time(verdict.at);
  checked["utc"] = verdict.at.str();
  if (verdict.checkpoint) checked["size"] = grouped(verdict.checkpoint->size);
  page["checked"] = checked;

  std::string heading = title(verdict.headline()).vi;
  if (verdict.stamp && verdict.product) heading += " – " + verdict.product->name;
  std::string picture;
  if (verdict.stamp && verdict.product) picture = verdict.product->text("image");
  if (!is_safe_https(picture)) picture.clear();
  return state_->wrap(heading, main, std::move(page), picture, has_form);
}

Page Pages::claim(const ClaimView& view, const Visit& visit) {
  PageObject page = state_->common();
  const std::string colour{name(view.tone)};
  page["tone"] = colour;
  page[colour] = true;
  page["headline"] = bilingual(view.title);
  page["text"] = bilingual(view.text);
  const bool again = view.tries_left.value_or(0) > 0 && !visit.uri.empty();
  page["again"] = again;
  page["uri"] = visit.uri;
  if (!visit.path.empty()) page["path"] = visit.path;
  return state_->notice(view.title.vi, state_->claim, std::move(page), again);
}

Page Pages::reported(std::uint64_t id, const Visit& visit) {
  PageObject page;
  page["id"] = std::to_string(id);
  if (!visit.path.empty()) page["path"] = visit.path;
  return state_->notice("Đã nhận báo cáo", state_->reported, std::move(page));
}

Page Pages::placed(const PlaceView& view, const Visit& visit) {
  PageObject page;
  // A neutral page, unless the place made the stamp's verdict another.
  const std::string colour{view.changed ? name(tone(view.verdict)) : "plain"};
  page["tone"] = colour;
  page[colour] = true;
  page["changed"] = view.changed;
  page["headline"] = bilingual(view.title);
  page["text"] = bilingual(view.text);
  if (view.changed) page["advice"] = bilingual(advice(view.verdict));
  if (!visit.path.empty()) page["path"] = visit.path;
  return state_->notice(view.title.vi, state_->placed, std::move(page));
}

Page Pages::refused(const Error& why) {
  PageObject page = refused_facts(why);
  return state_->notice("Chưa gửi được", state_->refused, std::move(page));
}

Page Pages::landing() {
  PageObject page = state_->common();
  page["shape"] = "full";
  const std::string main = state_->landing.render(page);
  return state_->wrap(state_->settings.registry, main, std::move(page));
}

Page Pages::unavailable() { return state_->notice("Chưa kiểm tra được", state_->unavailable); }

Page Pages::too_many(std::chrono::seconds wait) {
  PageObject page;
  page["seconds"] = std::to_string(wait.count());
  return state_->notice("Quá nhiều yêu cầu", state_->too_many, std::move(page));
}

Page Pages::not_found() { return state_->notice("Không có trang này", state_->not_found); }

Page Pages::problems() {
  struct Row {
    std::string_view code, title;
  };
  constexpr Row kRows[] = {
#define X(code, http, exit, text) {#code, text},
      TEM_ERRORS(X)
#undef X
  };
  list rows;
  for (const Row& row : kRows) {
    PageObject object;
    object["code"] = std::string(row.code);
    object["title"] = std::string(row.title);
    rows.push_back(object);
  }
  PageObject page = state_->common();
  page["shape"] = "lone";
  page["problems"] = rows;
  const std::string main = state_->problems.render(page);
  return state_->wrap("Problems", main, std::move(page));
}

Page Pages::api() {
  PageObject page = state_->common();
  page["shape"] = "full";
  page["routes"] = api_rows(openapi_document());
  const std::string main = state_->api.render(page);
  return state_->wrap("API", main, std::move(page));
}

std::string_view openapi_document() { return embedded::tem_server("openapi.json"); }

std::string_view favicon() { return embedded::tem_server("favicon.svg"); }

}  // namespace tem
