#include "tem/label_template.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include "embedded.hpp"
#include "tem/code_point.hpp"
#include "tem/bytes.hpp"
#include "tem/quote.hpp"
#include "tem/toml_letters.hpp"

namespace tem {
namespace {

constexpr double kSlackMm = 1e-6;  // of sums of decimal fractions
constexpr double kMinTypePt = 3, kMaxTypePt = 200;

struct KindName {
  FieldKind kind;
  std::string_view text;
};
constexpr std::array<KindName, 13> kKinds = {{{FieldKind::qr, "qr"},
                                              {FieldKind::product, "product"},
                                              {FieldKind::brand, "brand"},
                                              {FieldKind::producer, "producer"},
                                              {FieldKind::lot, "lot"},
                                              {FieldKind::produced, "produced"},
                                              {FieldKind::expires, "expires"},
                                              {FieldKind::serial, "serial"},
                                              {FieldKind::hint, "hint"},
                                              {FieldKind::text, "text"},
                                              {FieldKind::stars, "stars"},
                                              {FieldKind::hidden_code, "hidden_code"},
                                              {FieldKind::sample, "sample"}}};

struct ConditionName {
  Condition condition;
  std::string_view text;
};
constexpr std::array<ConditionName, 7> kConditions = {{{Condition::brand, "brand"},
                                                       {Condition::expires, "expires"},
                                                       {Condition::text, "text"},
                                                       {Condition::stars, "stars"},
                                                       {Condition::stars_or_text, "stars_or_text"},
                                                       {Condition::hidden_code, "hidden_code"},
                                                       {Condition::sample, "sample"}}};

constexpr std::array<std::string_view, 10> kBuiltIn = {
    "a4-21",      "a4-24",      "a4-65",      "a4-grid",    "roll-22x22",
    "roll-25x25", "roll-30x20", "roll-40x30", "roll-50x30", "qr"};

template <class Names>
std::string list(const Names& names) {
  std::string all;
  for (const auto& name : names) {
    if (!all.empty()) all += ", ";
    if constexpr (requires { name.text; }) {
      all += name.text;
    } else {
      all += name;
    }
  }
  return all;
}

/// Throws Error: toml++ is walked deep, and every step may fail.
[[noreturn]] void refuse(const toml::node& at, const std::string& why) {
  throw Error{ErrorCode::bad_field, "line " + std::to_string(at.source().begin.line) + ": " + why};
}

void check_keys(const toml::table& table, std::string_view where,
                std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : table) {
    if (std::ranges::find(known, key.str()) != known.end()) continue;
    refuse(value, tem::quoted(key.str()) + " is no key of " + std::string(where) + "; there are " +
                      list(known));
  }
}

double number(const toml::node& node, std::string_view key, double least, double most) {
  const auto value = node.value<double>();
  if (value && std::isfinite(*value) && *value >= least && *value <= most) return *value;
  std::array<char, 64> bounds{};
  std::snprintf(bounds.data(), bounds.size(), "%g to %g", least, most);
  refuse(node, tem::quoted(key) + " must be a number from " + bounds.data());
}

int whole_number(const toml::node& node, std::string_view key, int least, int most) {
  const auto* value = node.as_integer();
  if (value != nullptr && value->get() >= least && value->get() <= most) {
    return static_cast<int>(value->get());
  }
  refuse(node, tem::quoted(key) + " must be a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most));
}

template <std::size_t N>
std::array<double, N> numbers(const toml::node& node, std::string_view key, double least) {
  const auto* array = node.as_array();
  if (array == nullptr || array->size() != N) {
    refuse(node, tem::quoted(key) + " must be a list of " + std::to_string(N) + " numbers in mm");
  }
  std::array<double, N> values{};
  for (std::size_t i = 0; i < N; ++i) values[i] = number(*array->get(i), key, least, kMaxPageMm);
  return values;
}

std::string text(const toml::node& node, std::string_view key) {
  const auto value = node.value<std::string>();
  if (!value || value->size() > 400) {
    refuse(node, tem::quoted(key) + " must be a text of at most 400 bytes");
  }
  for (std::string_view rest = *value; !rest.empty();) {
    const auto point = take_code_point(rest);
    if (!point || is_hidden(*point)) {
      refuse(node, tem::quoted(key) + " holds a line break or a hidden character");
    }
  }
  return *value;
}

const toml::node& required(const toml::table& table, std::string_view key,
                           std::string_view where) {
  const auto* node = table.get(key);
  if (node == nullptr) refuse(table, std::string(where) + " needs " + tem::quoted(key));
  return *node;
}

template <class Value, std::size_t N>
Value one_of(const toml::node& node, std::string_view key,
             const std::array<std::pair<std::string_view, Value>, N>& known) {
  const std::string given = text(node, key);
  std::string names;
  for (const auto& [name, value] : known) {
    if (name == given) return value;
    names += (names.empty() ? "" : ", ") + std::string(name);
  }
  refuse(node, tem::quoted(key) + " must be one of " + names);
}

When condition(const toml::node& node) {
  std::string given = text(node, "when");
  const bool negated = given.starts_with("not ");
  if (negated) given.erase(0, 4);
  for (const auto& known : kConditions) {
    if (known.text == given) return {known.condition, !negated};
  }
  refuse(node, tem::quoted("when") + " must be one of " + list(kConditions) + ", or \"not \" before it");
}

TemplateField read_field(const toml::node& node) {
  const auto* table = node.as_table();
  if (table == nullptr) refuse(node, "a field must be a table");
  check_keys(*table, "a field",
             {"show", "box", "font", "size", "min_size", "align", "vertical", "when", "text",
              "stacked"});
  TemplateField field;
  const auto& show = required(*table, "show", "a field");
  const std::string kind = text(show, "show");
  const auto known = std::ranges::find(kKinds, std::string_view(kind), &KindName::text);
  if (known == kKinds.end()) {
    refuse(show, tem::quoted("show") + " must be one of " + list(kKinds));
  }
  field.show = known->kind;
  const auto box = numbers<4>(required(*table, "box", "a field"), "box", 0);
  field.box = {box[0], box[1], box[2], box[3]};
  if (const auto* font = table->get("font")) field.font = text(*font, "font");
  if (const auto* size = table->get("size")) field.size = number(*size, "size", kMinTypePt, kMaxTypePt);
  field.min_size = field.size;
  if (const auto* least = table->get("min_size")) {
    field.min_size = number(*least, "min_size", kMinTypePt, field.size);
  }
  if (const auto* align = table->get("align")) {
    field.align = one_of(*align, "align",
                         std::array<std::pair<std::string_view, Align>, 3>{
                             {{"left", Align::left}, {"center", Align::center}, {"right", Align::right}}});
  }
  if (const auto* vertical = table->get("vertical")) {
    field.vertical = one_of(*vertical, "vertical",
                            std::array<std::pair<std::string_view, VerticalAlign>, 3>{
                                {{"top", VerticalAlign::top},
                                 {"middle", VerticalAlign::middle},
                                 {"bottom", VerticalAlign::bottom}}});
  }
  if (const auto* when = table->get("when")) {
    if (const auto* all = when->as_array()) {
      for (const auto& one : *all) field.when.push_back(condition(one));
    } else {
      field.when.push_back(condition(*when));
    }
  }
  if (const auto* own = table->get("text")) field.text = text(*own, "text");
  if (const auto* stacked = table->get("stacked")) {
    if (!stacked->is_boolean()) refuse(*stacked, tem::quoted("stacked") + " must be true or false");
    field.stacked = stacked->value_or(false);
  }
  return field;
}

/// As many labels as the page holds between its margins.
int fitting(double room, double size, double pitch) {
  if (room + kSlackMm < size || pitch <= 0) return 0;
  return 1 + static_cast<int>(std::floor((room - size + kSlackMm) / pitch));
}

PageGrid read_page(const toml::node& node, double width, double height) {
  const auto* table = node.as_table();
  if (table == nullptr) refuse(node, tem::quoted("page") + " must be a table");
  check_keys(*table, "page", {"size", "columns", "rows", "first", "pitch", "margin", "gap"});
  PageGrid page;
  const auto size = numbers<2>(required(*table, "size", "page"), "size", 1);
  page.width = size[0];
  page.height = size[1];
  if (const auto* margin = table->get("margin")) {
    // A free grid: as many as fit, in the middle of the page.
    check_keys(*table, "page with a margin", {"size", "margin", "gap"});
    const double edge = number(*margin, "margin", 0, kMaxPageMm);
    const auto* between = table->get("gap");
    const double gap = between == nullptr ? 0 : number(*between, "gap", 0, kMaxPageMm);
    page.pitch_x = width + gap;
    page.pitch_y = height + gap;
    page.columns = fitting(page.width - 2 * edge, width, page.pitch_x);
    page.rows = fitting(page.height - 2 * edge, height, page.pitch_y);
    page.left = (page.width - page.columns * page.pitch_x + gap) / 2;
    page.top = (page.height - page.rows * page.pitch_y + gap) / 2;
  } else {
    check_keys(*table, "page without a margin", {"size", "columns", "rows", "first", "pitch"});
    const auto first = numbers<2>(required(*table, "first", "page"), "first", 0);
    const auto pitch = numbers<2>(required(*table, "pitch", "page"), "pitch", 0);
    page.columns = whole_number(required(*table, "columns", "page"), "columns", 1, 1000);
    page.rows = whole_number(required(*table, "rows", "page"), "rows", 1, 1000);
    page.left = first[0];
    page.top = first[1];
    page.pitch_x = pitch[0];
    page.pitch_y = pitch[1];
  }
  if (page.columns < 1 || page.rows < 1 || page.columns * page.rows > kMaxLabelsOnPage) {
    refuse(node, "the page holds " + std::to_string(page.columns * page.rows) +
                     " labels; it must hold 1 to " + std::to_string(kMaxLabelsOnPage));
  }
  if ((page.columns > 1 && page.pitch_x < width - kSlackMm) ||
      (page.rows > 1 && page.pitch_y < height - kSlackMm)) {
    refuse(node, tem::quoted("pitch") + " is smaller than the label, so labels would overlap");
  }
  if (page.left + (page.columns - 1) * page.pitch_x + width > page.width + kSlackMm ||
      page.top + (page.rows - 1) * page.pitch_y + height > page.height + kSlackMm) {
    refuse(node, "the labels do not fit on the page");
  }
  return page;
}

bool overlap(const Box& a, const Box& b) {
  return a.x < b.x + b.width - kSlackMm && b.x < a.x + a.width - kSlackMm &&
         a.y < b.y + b.height - kSlackMm && b.y < a.y + a.height - kSlackMm;
}

void check_fields(const toml::array& nodes, const LabelTemplate& layout) {
  const auto symbols = std::ranges::count(layout.fields, FieldKind::qr, &TemplateField::show);
  if (symbols != 1) {
    refuse(nodes, "a label needs exactly one field that shows \"qr\"; there are " +
                     std::to_string(symbols));
  }
  if (!layout.find(FieldKind::qr)->when.empty()) {
    refuse(nodes, "the symbol is on every label: it has no " + tem::quoted("when"));
  }
  const Box symbol = layout.find(FieldKind::qr)->box;
  for (std::size_t i = 0; i < layout.fields.size(); ++i) {
    const TemplateField& field = layout.fields[i];
    const toml::node& node = *nodes.get(i);
    const std::string which = "field " + tem::quoted(name(field.show));
    const Box& box = field.box;
    if (box.width <= 0 || box.height <= 0 || box.x + box.width > layout.width + kSlackMm ||
        box.y + box.height > layout.height + kSlackMm) {
      refuse(node, which + " does not lie on the label");
    }
    if (field.show != FieldKind::qr && overlap(box, symbol)) {
      refuse(node, which + " lies over the symbol or its quiet zone");
    }
  }
}

LabelTemplate read(const toml::table& table) {
  check_keys(table, "a template", {"name", "title", "label", "page", "field"});
  LabelTemplate layout;
  layout.name = text(required(table, "name", "a template"), "name");
  if (layout.name.empty()) refuse(table, tem::quoted("name") + " is empty");
  if (const auto* title = table.get("title")) layout.title = text(*title, "title");
  const auto& label = required(table, "label", "a template");
  if (!label.is_table()) refuse(label, tem::quoted("label") + " must be a table");
  check_keys(*label.as_table(), "label", {"size", "gap"});
  const auto size = numbers<2>(required(*label.as_table(), "size", "label"), "size", 1);
  layout.width = size[0];
  layout.height = size[1];
  if (const auto* gap = label.as_table()->get("gap")) layout.gap = number(*gap, "gap", 0, 100);
  if (const auto* page = table.get("page")) {
    layout.page = read_page(*page, layout.width, layout.height);
    layout.on_roll = false;
  } else {
    layout.page = {layout.width, layout.height, 1, 1, 0, 0, layout.width, layout.height};
  }
  const auto& fields = required(table, "field", "a template");
  const auto* array = fields.as_array();
  if (array == nullptr || array->size() > kMaxTemplateFields) {
    refuse(fields, "fields must be [[field]] tables, at most " + std::to_string(kMaxTemplateFields));
  }
  for (const auto& field : *array) layout.fields.push_back(read_field(field));
  check_fields(*array, layout);
  return layout;
}

}  // namespace

std::string_view name(FieldKind kind) noexcept {
  return std::ranges::find(kKinds, kind, &KindName::kind)->text;
}

const TemplateField* LabelTemplate::find(FieldKind kind) const noexcept {
  const auto found = std::ranges::find(fields, kind, &TemplateField::show);
  return found == fields.end() ? nullptr : &*found;
}

Result<LabelTemplate> LabelTemplate::parse(std::string_view toml, std::string_view file) {
  if (toml.size() > kMaxTemplateBytes) {
    return Error{ErrorCode::too_long, std::string(file) + ": a template has at most " +
                                          std::to_string(kMaxTemplateBytes >> 10) + " KiB"};
  }
  if (const auto plain = check_toml_letters(toml); !plain) return plain.error().at(file);
  try {
    LabelTemplate layout = read(toml::parse(toml));
    layout.digest = to_hex(sha256(as_bytes(toml)));
    return layout;
  } catch (const Error& refused) {
    return refused.at(file);
  } catch (const toml::parse_error& failure) {
    std::string why(failure.description());  // may quote the file's own line break
    std::ranges::replace_if(why, [](char c) { return c >= 0 && c < ' '; }, ' ');
    return Error{ErrorCode::bad_field,
                 std::string(file) + ": line " + std::to_string(failure.source().begin.line) +
                     ": " + why};
  }
}

std::span<const std::string_view> LabelTemplate::built_in_names() { return kBuiltIn; }

Result<std::string_view> LabelTemplate::built_in_text(std::string_view name) {
  if (std::ranges::find(kBuiltIn, name) != kBuiltIn.end()) {
    return embedded::tem_label(std::string(name) + ".toml");
  }
  return Error{ErrorCode::not_found,
               "no template " + tem::quoted(name) + "; there are " + list(kBuiltIn) +
                   ", or give the path of a .toml file"};
}

Result<LabelTemplate> LabelTemplate::built_in(std::string_view name) {
  const auto text = built_in_text(name);
  if (!text) return text.error();
  return parse(*text, std::string(name) + ".toml");
}

}  // namespace tem
