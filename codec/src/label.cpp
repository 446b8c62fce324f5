#include "tem/label.hpp"

#include <array>
#include <utility>

#include "label_canvas.hpp"
#include "label_face.hpp"
#include "label_units.hpp"

namespace tem {
namespace {

std::unique_ptr<Canvas> make_canvas(const Template& layout, SheetFormat format) {
  switch (format) {
    case SheetFormat::pdf:
      return make_pdf_canvas(layout.page_width, layout.page_height);
    case SheetFormat::svg:
      return make_svg_canvas(layout.page_width, layout.page_height);
    case SheetFormat::png:
      return make_png_canvas(layout.page_width, layout.page_height);
  }
  return nullptr;
}

}  // namespace

const Template& Template::a4_21() {
  static constexpr Template kTemplate{.name = "a4-21",
                                      .page_width = 210,
                                      .page_height = 297,
                                      .columns = 3,
                                      .rows = 7,
                                      .label_width = 63.5,
                                      .label_height = 38.1,
                                      .left = 7.21,
                                      .top = 15.15,
                                      .pitch_x = 66.04,
                                      .pitch_y = 38.1};
  return kTemplate;
}

std::vector<Stroke> corner_strokes(int x, int y, int width, int height) {
  const double left = x * kPointsOfDot, right = (x + width) * kPointsOfDot;
  const double top = y * kPointsOfDot, bottom = (y + height) * kPointsOfDot;
  const double length = points(kMarkMm);
  std::vector<Stroke> strokes;
  for (const auto& [edge_x, inward_x] : {std::pair{left, length}, std::pair{right, -length}}) {
    for (const auto& [edge_y, inward_y] : {std::pair{top, length}, std::pair{bottom, -length}}) {
      strokes.push_back({edge_x, edge_y, edge_x + inward_x, edge_y});
      strokes.push_back({edge_x, edge_y, edge_x, edge_y + inward_y});
    }
  }
  return strokes;
}

struct SheetWriter::State {
  Template layout;
  Result<FaceMaker> faces;
  std::unique_ptr<Canvas> canvas;
  int on_page = 0;  ///< labels on the page begun, 0 when none is
};

SheetWriter::SheetWriter(const Template& layout, SheetFormat format)
    : state_(new State{layout, FaceMaker::make(layout), make_canvas(layout, format)}) {}
SheetWriter::~SheetWriter() = default;
SheetWriter::SheetWriter(SheetWriter&&) noexcept = default;

Result<void> SheetWriter::add(const Label& label) {
  State& state = *state_;
  if (!state.faces) return state.faces.error();
  Result<LabelFace> face = state.faces->make(label);
  if (!face) return face.error();

  const Template& layout = state.layout;
  if (state.on_page == 0) state.canvas->begin_page();
  const int column = state.on_page % layout.columns, row = state.on_page / layout.columns;
  const int x = nearest_dot(layout.left + column * layout.pitch_x);
  const int y = nearest_dot(layout.top + row * layout.pitch_y);
  state.canvas->draw(*face, x, y);
  state.canvas->mark_corners(x, y, nearest_dot(layout.label_width),
                             nearest_dot(layout.label_height));
  if (++state.on_page < layout.per_page()) return {};
  state.on_page = 0;
  return state.canvas->end_page();
}

Result<std::vector<std::string>> SheetWriter::finish() {
  if (std::exchange(state_->on_page, 0) != 0) {
    if (auto ok = state_->canvas->end_page(); !ok) return ok.error();
  }
  return state_->canvas->finish();
}

}  // namespace tem
