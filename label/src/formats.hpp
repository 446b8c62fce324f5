#pragma once
// One maker for each format.

#include <memory>
#include <vector>

#include "face.hpp"

namespace tem {

using Faces = std::vector<const LabelFace*>;

Result<std::unique_ptr<LabelPages>> make_pdf_pages(Faces faces);
Result<std::unique_ptr<LabelPages>> make_svg_pages(Faces faces);
Result<std::unique_ptr<LabelPages>> make_png_pages(Faces faces);
Result<std::unique_ptr<LabelPages>> make_zpl_pages(Faces faces);
Result<std::unique_ptr<LabelPages>> make_tspl_pages(Faces faces);

/// A page that is its own file, or a line that stands for itself.
class PlainFile final : public LabelFile {
 public:
  std::string head() override { return {}; }
  std::string add(std::string page) override { return page; }
  std::string end() override { return {}; }
};

}  // namespace tem
