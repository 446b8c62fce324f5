#include "formats.hpp"

namespace tem {

Result<std::unique_ptr<LabelPages>> LabelPages::make(PrintFormat format,
                                                     std::vector<const LabelFace*> faces) {
  switch (format) {
    case PrintFormat::pdf: return make_pdf_pages(std::move(faces));
    case PrintFormat::svg: return make_svg_pages(std::move(faces));
    case PrintFormat::png: return make_png_pages(std::move(faces));
    case PrintFormat::zpl: return make_zpl_pages(std::move(faces));
    case PrintFormat::tspl: return make_tspl_pages(std::move(faces));
  }
  return Error{ErrorCode::internal, "label: no such format"};
}

}  // namespace tem
