// A template that is read is what its header promises: every field lies on the label, one shows the
// symbol and none lies over it, the labels lie on the page beside one another, and all texts are
// ones that can be printed. A refusal is one line with a line's number.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "tem/code_point.hpp"
#include "tem/label_template.hpp"

namespace {

constexpr double kSlack = 1e-5;  // mm: ten times what sums of decimal fractions are allowed

void hold(bool law) {
  if (!law) std::abort();
}

void hold_text(std::string_view text) {
  while (!text.empty()) {
    const auto point = tem::take_code_point(text);
    hold(point && !tem::is_hidden(*point));
  }
}

void hold_fields(const tem::LabelTemplate& layout) {
  hold(layout.fields.size() <= tem::kMaxTemplateFields);
  hold(std::ranges::count(layout.fields, tem::FieldKind::qr, &tem::TemplateField::show) == 1);
  const tem::TemplateField& symbol = *layout.find(tem::FieldKind::qr);
  hold(symbol.when.empty());
  for (const auto& field : layout.fields) {
    const tem::Box& box = field.box;
    hold(box.x >= 0 && box.y >= 0 && box.width > 0 && box.height > 0);
    hold(box.x + box.width <= layout.width + kSlack);
    hold(box.y + box.height <= layout.height + kSlack);
    hold(field.min_size >= 3 && field.min_size <= field.size && field.size <= 200);
    hold_text(field.font);
    hold_text(field.text);
    if (&field == &symbol) continue;
    const double across = std::min(box.x + box.width, symbol.box.x + symbol.box.width) -
                          std::max(box.x, symbol.box.x);
    const double down = std::min(box.y + box.height, symbol.box.y + symbol.box.height) -
                        std::max(box.y, symbol.box.y);
    hold(across <= kSlack || down <= kSlack);
  }
}

void hold_page(const tem::LabelTemplate& layout) {
  const tem::PageGrid& page = layout.page;
  hold(page.columns >= 1 && page.rows >= 1 && layout.per_page() <= tem::kMaxLabelsOnPage);
  hold(page.width >= 1 && page.width <= tem::kMaxPageMm);
  hold(page.height >= 1 && page.height <= tem::kMaxPageMm);
  hold(page.left >= -kSlack && page.top >= -kSlack);
  hold(page.columns == 1 || page.pitch_x >= layout.width - kSlack);
  hold(page.rows == 1 || page.pitch_y >= layout.height - kSlack);
  const double right = page.left + (page.columns - 1) * page.pitch_x + layout.width;
  const double bottom = page.top + (page.rows - 1) * page.pitch_y + layout.height;
  hold(right <= page.width + kSlack && bottom <= page.height + kSlack);
  if (layout.on_roll) hold(layout.per_page() == 1 && page.width == layout.width);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto layout = tem::LabelTemplate::parse(text, "fuzz.toml");
  if (!layout) {
    const std::string& detail = layout.error().detail;
    hold(detail.find('\n') == std::string::npos);
    hold(detail.starts_with("fuzz.toml: ") && detail.size() > 11);
    hold(size > tem::kMaxTemplateBytes || detail.starts_with("fuzz.toml: line "));
    return 0;
  }
  hold(size <= tem::kMaxTemplateBytes);
  hold(!layout->name.empty());
  hold_text(layout->name);
  hold_text(layout->title);
  hold(layout->width >= 1 && layout->width <= tem::kMaxPageMm);
  hold(layout->height >= 1 && layout->height <= tem::kMaxPageMm);
  hold(layout->gap >= 0 && layout->gap <= 100);
  hold_fields(*layout);
  hold_page(*layout);
  return 0;
}
