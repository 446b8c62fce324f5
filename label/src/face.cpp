#include "face.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numbers>
#include <set>

#include "tem/code_point.hpp"
#include "tem/digital_link.hpp"
#include "tem/qr_encoder.hpp"
#include "tem/quote.hpp"

namespace tem {
namespace {

// A space that does not break keeps the last word from a line of its own.
constexpr std::string_view kHint = "Quét mã để truy xuất nguồn\u00A0gốc";
constexpr std::string_view kSample = "DỮ LIỆU MẪU";

constexpr std::size_t kMaxTextBytes = 400;
constexpr std::size_t kSerialGroup = 5, kHiddenGroup = 4;
constexpr std::size_t kSerialLength = 10, kHiddenLength = 8;
constexpr double kSizeStep = 0.25;  // points
constexpr double kSlack = 0.01;     // points

std::string mm_text(double mm) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f mm", mm);
  return text.data();
}
std::string pt_text(double size) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%g pt", size);
  return text.data();
}

Result<void> check_text(std::string_view field, std::string_view text) {
  const std::string where = "label: " + std::string(field);
  if (text.size() > kMaxTextBytes) {
    return Error{ErrorCode::too_long, where + " has " + std::to_string(text.size()) +
                                          " bytes, at most " + std::to_string(kMaxTextBytes) +
                                          " fit"};
  }
  while (!text.empty()) {
    const auto point = take_code_point(text);
    if (!point) return Error{ErrorCode::bad_character, where + " is not UTF-8"};
    if (is_hidden(*point)) {
      return Error{ErrorCode::bad_character, where + " holds a line break or a hidden character"};
    }
  }
  return {};
}

bool holds(const When& when, const LabelTexts& texts, const PrintSetup& setup) {
  const auto is_there = [&] {
    switch (when.condition) {
      case Condition::brand: return !texts.brand.empty();
      case Condition::expires: return texts.expires.has_value();
      case Condition::text: return !texts.free_line.empty();
      case Condition::stars: return texts.stars.has_value();
      case Condition::stars_or_text: return texts.stars || !texts.free_line.empty();
      case Condition::hidden_code: return setup.layer != Layer::front;
      case Condition::sample: return texts.sample;
    }
    return false;
  };
  return is_there() == when.wanted;
}

/// Is it printed in this pass?
bool in_layer(FieldKind kind, Layer layer) {
  switch (layer) {
    case Layer::front: return kind != FieldKind::hidden_code;
    case Layer::both: return true;
    case Layer::hidden_code: return kind == FieldKind::hidden_code;
  }
  return true;
}

/// What a text field shows; empty when it has no value.
std::string value_of(const TemplateField& field, const LabelTexts& texts) {
  const auto labelled = [&](std::string_view by_default, const std::string& value) {
    if (value.empty()) return std::string();
    return (field.text.empty() ? std::string(by_default) : field.text) + value;
  };
  switch (field.show) {
    case FieldKind::product: return texts.product;
    case FieldKind::brand: return texts.brand;
    case FieldKind::producer: return texts.producer;
    case FieldKind::lot: return labelled("Lô: ", texts.lot);
    case FieldKind::produced:
      return labelled("NSX: ", texts.produced ? texts.produced->vietnamese() : "");
    case FieldKind::expires:
      return labelled("HSD: ", texts.expires ? texts.expires->vietnamese() : "");
    case FieldKind::hint: return field.text.empty() ? std::string(kHint) : field.text;
    case FieldKind::text: return field.text.empty() ? texts.free_line : field.text;
    case FieldKind::sample: return std::string(kSample);
    case FieldKind::qr:
    case FieldKind::serial:
    case FieldKind::stars:
    case FieldKind::hidden_code: return {};
  }
  return {};
}

Error absent(const LabelTemplate& layout, const TemplateField& field) {
  const std::string which = "label: field \"" + std::string(name(field.show)) + "\" of template " +
                            layout.name;
  if (field.show == FieldKind::stars) {
    return {ErrorCode::bad_field,
            which + ": the product has no OCOP certificate of 3 stars or more in force today, so "
                    "its mark may not be printed; give the field `when = \"stars\"` or leave it out"};
  }
  return {ErrorCode::bad_field,
          which + " has no value here; give the field a `when`, or the product the value"};
}

Error overflow(const LabelTemplate& layout, FieldKind kind, std::string_view text, double size) {
  return {ErrorCode::label_overflow,
          "label: " + std::string(name(kind)) + " \"" + std::string(text) + "\" does not fit template " +
              layout.name + " even at " + pt_text(size) +
              "; shorten it, or take a template with more room"};
}

double room_above(VerticalAlign vertical, double room) {
  switch (vertical) {
    case VerticalAlign::top: return 0;
    case VerticalAlign::middle: return room / 2;
    case VerticalAlign::bottom: return room;
  }
  return 0;
}
double room_before(Align align, double room) {
  switch (align) {
    case Align::left: return 0;
    case Align::center: return room / 2;
    case Align::right: return room;
  }
  return 0;
}

Result<void> place_text(LabelFace::Laid& laid, const TemplateField& field, const std::string& text) {
  const std::string_view which = name(field.show);
  if (auto ok = check_text(which, text); !ok) return ok.error();
  const double width = points(field.box.width), height = points(field.box.height);
  for (double size = field.size; size >= field.min_size - kSlack; size -= kSizeStep) {
    LayoutPtr layout = laid.shaper.shape(text, field.font, size, field.align, width);
    // A word that is too long at every size is broken at the last.
    if (size < field.min_size + kSizeStep) {
      pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    }
    if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0) {
      return Error{ErrorCode::bad_character, "label: the font " + tem::quoted(field.font) +
                                                 " has not every character of " +
                                                 std::string(which) + " \"" + text + "\""};
    }
    const TextSize used = size_of(layout.get());
    const InkSpan ink = ink_of(layout.get());
    const double hang = field.align == Align::left ? ink.hang : 0;
    const double end = std::max(used.width, ink.end) + hang;
    if (end > width + kSlack || used.height > height + kSlack) continue;
    const double y = points(field.box.y) + room_above(field.vertical, height - used.height);
    laid.texts.push_back({std::move(layout), points(field.box.x) + hang, y});
    return {};
  }
  return overflow(laid.layout, field.show, text, field.min_size);
}

/// A code of the widest characters must fit, so that no label fails in the middle of a run.
Result<void> place_code(LabelFace::Laid& laid, const TemplateField& field) {
  const bool serial = field.show == FieldKind::serial;
  const std::size_t group = serial ? kSerialGroup : kHiddenGroup;
  const std::size_t length = serial ? kSerialLength : kHiddenLength;
  const double width = points(field.box.width), height = points(field.box.height);
  for (double size = field.size; size >= field.min_size - kSlack; size -= kSizeStep) {
    CodeSlot slot{field.show,    field.font, size, field.align, field.stacked, points(field.box.x),
                  width,         0,          0,    {}};
    double widest = 0;
    for (std::size_t i = 0; i < kCodeAlphabet.size(); ++i) {
      const LayoutPtr one = laid.shaper.shape(std::string(1, kCodeAlphabet[i]), field.font, size,
                                              Align::left);
      if (pango_layout_get_unknown_glyphs_count(one.get()) > 0) {
        return Error{ErrorCode::bad_character,
                     "label: the font " + tem::quoted(field.font) + " has not every character of " +
                         std::string(name(field.show))};
      }
      slot.advance[i] = size_of(one.get()).width;
      if (kCodeAlphabet[i] != '-') widest = std::max(widest, slot.advance[i]);
      slot.line = size_of(one.get()).height;
      slot.baseline = static_cast<double>(pango_layout_get_baseline(one.get())) / PANGO_SCALE;
    }
    const double lines = field.stacked ? 2 : 1;
    const double most = field.stacked ? widest * static_cast<double>(group)
                                      : widest * static_cast<double>(length) + slot.advance.back();
    if (most > width + kSlack || lines * slot.line > height + kSlack) continue;
    slot.baseline += points(field.box.y) + room_above(field.vertical, height - lines * slot.line);
    laid.codes.push_back(std::move(slot));
    return {};
  }
  return overflow(laid.layout, field.show, "of the widest letters", field.min_size);
}

/// "OCOP" and its stars, as large as the box allows up to the field's size.
Result<void> place_stars(LabelFace::Laid& laid, const TemplateField& field, int count) {
  const double width = points(field.box.width), height = points(field.box.height);
  for (double size = field.size; size >= field.min_size - kSlack; size -= kSizeStep) {
    LayoutPtr word = laid.shaper.shape("OCOP ", field.font, size, Align::left);
    const TextSize used = size_of(word.get());
    const double radius = size * 0.42, step = size * 0.9;
    const double total = used.width + step * count;
    if (total > width + kSlack || used.height > height + kSlack) continue;
    const double x = points(field.box.x) + room_before(field.align, width - total);
    const double y = points(field.box.y) + room_above(field.vertical, height - used.height);
    // Centred on the capitals, which stand on the baseline.
    const double baseline =
        static_cast<double>(pango_layout_get_baseline(word.get())) / PANGO_SCALE;
    const double middle = y + baseline - size * 0.36;
    for (int i = 0; i < count; ++i) {
      laid.stars.push_back({x + used.width + step * (i + 0.5), middle, radius});
    }
    laid.texts.push_back({std::move(word), x, y});
    return {};
  }
  return overflow(laid.layout, field.show, "OCOP", field.min_size);
}

Result<void> place_symbol(LabelFace::Laid& laid, std::string_view uri) {
  if (uri.size() > kMaxUriBytes) {
    return Error{ErrorCode::too_long, "label: uri has " + std::to_string(uri.size()) + " bytes"};
  }
  const auto symbol = QrEncoder::make(uri);
  if (!symbol) return symbol.error().at("label");
  laid.version = symbol->version();
  laid.modules = 17 + 4 * laid.version;
  const Box& box = laid.layout.find(FieldKind::qr)->box;
  const int modules = laid.modules + 2 * kQuietZone;
  const int room = laid.dots.whole(std::min(box.width, box.height));
  const int most = std::max(1, laid.dots.whole(kMaxRetailMm));
  laid.module_dots = std::min(room / modules, most);
  const double least = laid.setup.min_module_mm;
  if (laid.module_dots < 1 || laid.module_dots * laid.dots.mm() < least - 1e-9) {
    const double exact = modules * std::ceil(least / laid.dots.mm() - 1e-9) * laid.dots.mm();
    const double needed = std::ceil(exact * 100 - 1e-6) / 100;  // what is said must do
    return Error{ErrorCode::symbol_too_small,
                 "label: field \"qr\" of template " + laid.layout.name + ": a symbol of " +
                     std::to_string(laid.modules) + " modules a side would have modules under " +
                     mm_text(least) + " at " + std::to_string(laid.setup.dpi) + " dpi; it needs " +
                     mm_text(needed) + " and has " + mm_text(std::min(box.width, box.height)) +
                     ": take a larger label, another --dpi, or a shorter base URI"};
  }
  const int side = laid.modules * laid.module_dots;
  // To the nearest dot: in a box with no dot to spare, rounding inwards would take a dot of the quiet
  // zone, while half a dot beyond the box stays white.
  const auto centred = [&](double from, double length) {
    return laid.dots.nearest(from + (length - side * laid.dots.mm()) / 2);
  };
  laid.symbol_x = centred(box.x, box.width);
  laid.symbol_y = centred(box.y, box.height);
  return {};
}

Result<void> place(LabelFace::Laid& laid, const LabelTexts& texts, std::string_view uri) {
  std::set<FieldKind> shown;
  for (const auto& field : laid.layout.fields) {
    if (!in_layer(field.show, laid.setup.layer)) continue;
    if (!std::ranges::all_of(field.when,
                             [&](const When& when) { return holds(when, texts, laid.setup); })) {
      continue;
    }
    if (field.show == FieldKind::qr) {
      if (auto ok = place_symbol(laid, uri); !ok) return ok.error();
      continue;
    }
    if (auto ok = laid.shaper.check_font(field.font); !ok) return ok.error();
    Result<void> placed;
    if (field.show == FieldKind::serial || field.show == FieldKind::hidden_code) {
      placed = place_code(laid, field);
    } else if (field.show == FieldKind::stars) {
      if (!texts.stars) return absent(laid.layout, field);
      placed = place_stars(laid, field, *texts.stars);
    } else {
      const std::string text = value_of(field, texts);
      if (text.empty()) return absent(laid.layout, field);
      placed = place_text(laid, field, text);
    }
    if (!placed) return placed.error();
    shown.insert(field.show);
  }
  if (laid.setup.layer == Layer::hidden_code) return {};
  const auto missing = [&](FieldKind kind, std::string_view what) {
    return Error{ErrorCode::bad_field, "label: template " + laid.layout.name + " has no place for " +
                                           std::string(what) + ", a field \"" +
                                           std::string(name(kind)) + "\"; take one that has"};
  };
  if (!texts.free_line.empty() && !shown.contains(FieldKind::text)) {
    return missing(FieldKind::text, texts.stars ? "the free line beside the stars" : "the free line");
  }
  if (texts.stars && !shown.contains(FieldKind::stars)) {
    return missing(FieldKind::stars, "the OCOP stars");
  }
  return {};
}

/// Edges of all columns or rows, left or top ones and right or bottom ones.
std::vector<double> edges(double first, double pitch, int count, double length) {
  std::vector<double> all;
  for (int i = 0; i < count; ++i) {
    all.push_back(first + i * pitch);
    all.push_back(first + i * pitch + length);
  }
  std::ranges::sort(all);
  const auto same = [](double a, double b) { return std::abs(a - b) < 0.01; };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  return all;
}

}  // namespace

std::array<std::pair<double, double>, 10> Star::corners() const {
  std::array<std::pair<double, double>, 10> all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const double angle = std::numbers::pi * (static_cast<double>(i) / 5 - 0.5);
    const double r = i % 2 == 0 ? radius : radius * 0.382;  // of the regular star
    all[i] = {x + r * std::cos(angle), y + r * std::sin(angle)};
  }
  return all;
}

std::size_t code_place(char c) {
  static constexpr auto kPlaces = [] {
    std::array<std::uint8_t, 256> places{};
    for (std::size_t i = 0; i < kCodeAlphabet.size(); ++i) {
      places[static_cast<unsigned char>(kCodeAlphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return places;
  }();
  return kPlaces[static_cast<unsigned char>(c)];
}

CodeSlot::Lines CodeSlot::lines(const LabelInk& label) const {
  const bool serial = kind == FieldKind::serial;
  const std::string_view code = serial ? label.serial : label.hidden_code;
  const std::size_t group = std::min(serial ? kSerialGroup : kHiddenGroup, code.size());
  std::string_view rest = code.substr(group);
  if (rest.starts_with('-')) rest.remove_prefix(1);
  const std::string first(code.substr(0, group));
  if (stacked) return {{first, std::string(rest)}, 2};
  return {{first + '-' + std::string(rest), {}}, 1};
}

double CodeSlot::width_of(std::string_view text) const {
  double total = 0;
  for (const char c : text) total += advance[code_place(c)];
  return total;
}

double CodeSlot::start_of(std::string_view text) const {
  return left + room_before(align, width - width_of(text));
}

Corner corner_of(const LabelFace::Laid& laid, std::size_t place) {
  const PageGrid& page = laid.layout.page;
  const int column = static_cast<int>(place) % page.columns;
  const int row = static_cast<int>(place) / page.columns;
  return {laid.dots.nearest(page.left + column * page.pitch_x),
          laid.dots.nearest(page.top + row * page.pitch_y)};
}

double page_border_mm(const LabelFace::Laid& laid) {
  if (!laid.setup.crop_marks) return laid.setup.bleed_mm;
  // Marks lie outside the labels: on the page where its margins have room, else around it.
  const PageGrid& page = laid.layout.page;
  const double right = page.width - page.left - (page.columns - 1) * page.pitch_x - laid.layout.width;
  const double bottom = page.height - page.top - (page.rows - 1) * page.pitch_y - laid.layout.height;
  const double margin = std::min({page.left, page.top, right, bottom});
  return std::max(laid.setup.bleed_mm, laid.setup.bleed_mm + kMarkGapMm + kMarkMm - margin);
}

std::vector<Stroke> crop_marks(const LabelFace::Laid& laid) {
  if (!laid.setup.crop_marks) return {};
  const PageGrid& page = laid.layout.page;
  const auto across = edges(page.left, page.pitch_x, page.columns, laid.layout.width);
  const auto down = edges(page.top, page.pitch_y, page.rows, laid.layout.height);
  const double inner = laid.setup.bleed_mm + kMarkGapMm, outer = inner + kMarkMm;
  std::vector<Stroke> strokes;
  const auto add = [&](double x1, double y1, double x2, double y2) {
    strokes.push_back({points(x1), points(y1), points(x2), points(y2)});
  };
  for (const double x : across) {
    add(x, down.front() - outer, x, down.front() - inner);
    add(x, down.back() + inner, x, down.back() + outer);
  }
  for (const double y : down) {
    add(across.front() - outer, y, across.front() - inner, y);
    add(across.back() + inner, y, across.back() + outer, y);
  }
  return strokes;
}

LabelFace::LabelFace(std::unique_ptr<Laid> laid) : laid_(std::move(laid)) {}
LabelFace::LabelFace(LabelFace&&) noexcept = default;
LabelFace& LabelFace::operator=(LabelFace&&) noexcept = default;
LabelFace::~LabelFace() = default;

double LabelFace::module_mm() const noexcept { return laid_->module_dots * laid_->dots.mm(); }
int LabelFace::symbol_version() const noexcept { return laid_->version; }

Result<LabelFace> LabelFace::make(const LabelTemplate& layout, const LabelTexts& texts,
                                  std::string_view uri, const PrintSetup& setup) {
  if (setup.layer != Layer::front && layout.find(FieldKind::hidden_code) == nullptr) {
    return Error{ErrorCode::bad_field,
                 "label: template " + layout.name + " has no field \"hidden_code\"; take one that "
                 "has, or add the field to a copy of it (`tem template show`)"};
  }
  auto laid = std::make_unique<Laid>(Laid{.layout = layout, .setup = setup, .dots = {setup.dpi},
                                          .shaper = {}, .texts = {}, .stars = {}, .codes = {}});
  laid->has_symbol = setup.layer != Layer::hidden_code;
  if (auto ok = place(*laid, texts, uri); !ok) return ok.error();
  return LabelFace(std::move(laid));
}

}  // namespace tem
