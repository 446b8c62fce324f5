#pragma once
// Words and shapes of the report for people, beside those of a verdict.

#include <string_view>

#include "verify_report.hpp"

namespace tem::cli {

Bilingual title_of(Outcome outcome);
/// Of a code that was seen and not read.
Bilingual retake_advice();
/// What verdicts of a mode were checked against, and what that leaves open.
Bilingual against(CheckMode mode);
/// A small SVG drawing that tells the tones apart without colour.
std::string_view shape_of(Tone tone) noexcept;

}  // namespace tem::cli
