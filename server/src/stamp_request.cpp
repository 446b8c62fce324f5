#include "stamp_request.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "query_value.hpp"
#include "tem/http_text.hpp"
#include "tem/quote.hpp"

namespace tem {
namespace {

struct Format {
  std::string_view name, extension, media_type;
};
// PDF first: it is what a person without a preference prints.
constexpr std::array<Format, 7> kFormats = {{
    {"pdf", ".pdf", "application/pdf"},
    {"svg", ".svg", "image/svg+xml"},
    {"png", ".png", "image/png"},
    {"zpl", ".zpl", "application/vnd.zebra.zpl"},
    {"tspl", ".tspl", "application/vnd.tsc.tspl"},
    {"csv", ".csv", "text/csv"},
    {"ndjson", ".ndjson", "application/x-ndjson"},
}};

constexpr std::string_view kKnown[] = {"format",     "range", "template",    "dpi",
                                       "min_module", "bleed", "crop_marks",  "line",
                                       "ocop",       "texts", "hidden_code", "again"};

// What takes a printer of 600 dpi takes none beyond it: a label's work grows with the square.
constexpr int kMaxServedDpi = 600;
constexpr double kMaxBleedMm = 10, kLeastModuleMm = 0.1;

using Values = std::map<std::string_view, std::string>;

Error refused(std::string_view name, std::string_view value, std::string_view wanted) {
  return {ErrorCode::bad_value,
          std::string(name) + ": " + tem::quoted(value) + " is not " + std::string(wanted)};
}

/// "0.1"
template <class Number>
std::string shown(Number value) {
  std::array<char, 32> room{};
  return {room.data(), std::to_chars(room.data(), room.data() + room.size(), value).ptr};
}

/// `1` or `0`; absent is 0.
Result<bool> flag(const Values& values, std::string_view name) {
  const auto found = values.find(name);
  if (found == values.end() || found->second == "0") return false;
  if (found->second == "1") return true;
  return refused(name, found->second, "1 or 0");
}

template <class Number>
Result<std::optional<Number>> number(const Values& values, std::string_view name, Number least,
                                     Number most) {
  const auto found = values.find(name);
  if (found == values.end()) return std::optional<Number>();
  const std::string& text = found->second;
  Number value{};
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || !(value >= least && value <= most))
    return refused(name, text, "a number from " + shown(least) + " to " + shown(most));
  return std::optional(value);
}

Result<const Format*> format_of(const Values& values, std::string_view accept) {
  if (const auto found = values.find("format"); found != values.end()) {
    const auto* named = std::ranges::find(kFormats, found->second, &Format::name);
    if (named != kFormats.end()) return named;
    return Error{ErrorCode::unsupported_format,
                 "format: " + tem::quoted(found->second) +
                     " is none of pdf, svg, png, zpl, tspl, csv, ndjson"};
  }
  std::array<std::string_view, kFormats.size()> offers;
  std::ranges::transform(kFormats, offers.begin(), &Format::media_type);
  const auto chosen = preferred(accept, offers);
  if (chosen) return &kFormats[*chosen];
  return Error{ErrorCode::not_acceptable,
               "Accept: none of the formats; say ?format=pdf, svg, png, zpl, tspl, csv or ndjson"};
}

Result<PrintSetup> setup_of(const Values& values) {
  PrintSetup setup;
  const auto least = number<double>(values, "min_module", kLeastModuleMm, kMaxRetailMm);
  if (!least) return least.error();
  setup.min_module_mm = least->value_or(setup.min_module_mm);
  const auto bleed = number<double>(values, "bleed", 0, kMaxBleedMm);
  if (!bleed) return bleed.error();
  setup.bleed_mm = bleed->value_or(setup.bleed_mm);
  const auto marks = flag(values, "crop_marks");
  if (!marks) return marks.error();
  setup.crop_marks = *marks;
  const auto hidden = flag(values, "hidden_code");
  if (!hidden) return hidden.error();
  setup.layer = *hidden ? Layer::both : Layer::front;
  return setup;
}

Result<PrintChoices> choices_of(const Values& values, const Format& format) {
  const auto setup = setup_of(values);
  if (!setup) return setup.error();
  const auto dpi = number<int>(values, "dpi", kMinDpi, kMaxServedDpi);
  if (!dpi) return dpi.error();
  const auto texts = flag(values, "texts");
  if (!texts) return texts.error();
  const auto stars = flag(values, "ocop");
  if (!stars) return stars.error();
  std::optional<LabelTemplate> layout;
  if (const auto name = values.find("template"); name != values.end()) {
    // The built-in ones only: no file of the service is read by its name.
    auto found = LabelTemplate::built_in(name->second);
    if (!found) return Error{ErrorCode::bad_value, "template: " + found.error().detail};
    layout = std::move(*found);
  }
  auto target = PrintTarget::make(format.extension, layout, *setup, *dpi, *texts);
  if (!target) return target.error();
  PrintChoices choices;
  choices.stars = *stars;
  choices.hidden_code = setup->layer == Layer::both;
  if (const auto line = values.find("line"); line != values.end()) choices.free_line = line->second;
  choices.targets.push_back(std::move(*target));
  return choices;
}

}  // namespace

Result<StampRequest> read_stamp_request(std::string_view query, std::string_view accept) {
  const auto values = query_values(query, kKnown);
  if (!values) return values.error();
  const auto format = format_of(*values, accept);
  if (!format) return format.error();
  auto choices = choices_of(*values, **format);
  if (!choices) return choices.error();
  const auto again = flag(*values, "again");
  if (!again) return again.error();
  StampRequest request{
      std::move(*choices), {}, *again, (*format)->media_type, (*format)->extension};
  if (const auto range = values->find("range"); range != values->end()) {
    auto ranges = parse_ranges(range->second);
    if (!ranges) return ranges.error().at("range");
    request.ranges = std::move(*ranges);
  }
  return request;
}

}  // namespace tem
