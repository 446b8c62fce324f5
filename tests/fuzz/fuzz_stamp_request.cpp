// What a query asks to print does not depend on the order of its parts, and stays within what is
// served; a refusal is one line. The first line is the query, the second the Accept field.

#include <cstdlib>
#include <string>
#include <tuple>

#include "check_refusal.hpp"
#include "query_value.hpp"
#include "stamp_request.hpp"
#include "take_line.hpp"

namespace {

/// `?c&b&a` of `?a&b&c`.
std::string turned(std::string_view query) {
  std::string text;
  if (query.starts_with('?')) query.remove_prefix(1);
  while (!query.empty()) {
    const std::string_view before = query;
    tem::take_pair(query);
    std::string_view part = before.substr(0, before.size() - query.size());
    if (part.ends_with('&')) part.remove_suffix(1);
    text = std::string(part) + (text.empty() ? "" : "&") + text;
  }
  return "?" + text;
}

/// All that was asked for but the ranges.
auto told(const tem::StampRequest& request) {
  const tem::PrintChoices& choices = request.choices;
  const tem::PrintTarget& target = choices.targets.front();
  const tem::PrintSetup& setup = target.setup;
  return std::tuple(request.extension, request.media_type, request.again, choices.free_line,
                    choices.stars, choices.hidden_code, target.format, target.is_csv,
                    target.with_texts, target.layout.digest, setup.dpi, setup.min_module_mm,
                    setup.layer, setup.crop_marks, setup.bleed_mm);
}

void check_served(const tem::StampRequest& request) {
  if (request.choices.targets.size() != 1 || request.ranges.size() > tem::kMaxRanges) std::abort();
  const tem::PrintTarget& target = request.choices.targets.front();
  if (request.media_type.empty() || !request.extension.starts_with('.')) std::abort();
  if (request.choices.hidden_code != target.is_private) std::abort();
  if (!target.format) return;
  if (target.setup.dpi < tem::kMinDpi || target.setup.dpi > 600) std::abort();
  if (!(target.setup.bleed_mm >= 0 && target.setup.bleed_mm <= 10)) std::abort();
  if (!tem::LabelTemplate::built_in(target.layout.name)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string_view accept(reinterpret_cast<const char*>(data), size);
  const std::string_view query = tem::test::take_line(accept);
  const auto request = tem::read_stamp_request(query, accept);
  const std::string backwards = turned(query);
  const auto again = tem::read_stamp_request(backwards, accept);
  if (request.has_value() != again.has_value()) std::abort();
  if (!request) {
    tem::test::check_refusal(request.error());
    return 0;
  }
  check_served(*request);
  if (told(*again) != told(*request) || again->ranges != request->ranges) std::abort();
  return 0;
}
