#include "tem/print_choices.hpp"

#include <algorithm>

namespace tem {
namespace {

constexpr std::string_view kSheet = "a4-21", kRoll = "roll-50x30";

struct KnownFormat {
  std::string_view extension;
  std::optional<PrintFormat> format;
};
constexpr KnownFormat kFormats[] = {{".pdf", PrintFormat::pdf},   {".svg", PrintFormat::svg},
                                    {".png", PrintFormat::png},   {".zpl", PrintFormat::zpl},
                                    {".tspl", PrintFormat::tspl}, {".csv", std::nullopt},
                                    {".ndjson", std::nullopt}};

bool is_thermal(PrintFormat format) {
  return format == PrintFormat::zpl || format == PrintFormat::tspl;
}

}  // namespace

Result<PrintTarget> PrintTarget::make(std::string_view extension,
                                      const std::optional<LabelTemplate>& layout,
                                      const PrintSetup& setup, std::optional<int> dpi,
                                      bool with_texts) {
  const auto known = std::ranges::find(kFormats, extension, &KnownFormat::extension);
  if (known == std::end(kFormats)) {
    return Error{ErrorCode::unsupported_format,
                 "format that is known; use .pdf, .svg, .png, .zpl, .tspl, .csv or .ndjson"};
  }
  PrintTarget target{{}, known->format, extension == ".csv",        with_texts,
                     {}, setup,         setup.layer != Layer::front};
  if (!target.format) return target;
  const bool thermal = is_thermal(*target.format);
  target.setup.dpi = dpi.value_or(thermal ? kThermalDpi : kDefaultDpi);
  if (layout) {
    target.layout = *layout;
    return target;
  }
  auto usual = LabelTemplate::built_in(thermal ? kRoll : kSheet);
  if (!usual) return usual.error();
  target.layout = std::move(*usual);
  return target;
}

bool PrintChoices::has_labels() const {
  return std::ranges::any_of(targets, [](const auto& target) { return target.format.has_value(); });
}

bool PrintChoices::needs_stars() const {
  return stars || std::ranges::any_of(targets, [](const PrintTarget& target) {
           return std::ranges::any_of(target.layout.fields, [](const TemplateField& field) {
             return field.show == FieldKind::stars && field.when.empty();
           });
         });
}

}  // namespace tem
