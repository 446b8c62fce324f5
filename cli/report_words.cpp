#include "report_words.hpp"

namespace tem::cli {

Bilingual title_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::no_code:
      return {"Không thấy mã nào", "No code found"};
    case Outcome::unread_code:
      return {"Thấy mã nhưng không đọc được", "A code is seen and not readable"};
    case Outcome::not_readable:
      return {"Không đọc được tệp", "File not readable"};
  }
  return {};
}

Bilingual retake_advice() {
  return {"Hãy chụp lại mã này: gần hơn, rõ nét, đủ sáng.",
          "Take this code again: nearer, sharp, evenly lit."};
}

Bilingual against(CheckMode mode) {
  switch (mode) {
    case CheckMode::online:
      return {"Sổ cái của hệ thống", "The registry’s own ledger"};
    case CheckMode::copy:
    case CheckMode::proof: {
      Bilingual words = not_known(mode);
      const bool is_copy = mode == CheckMode::copy;
      words.vi = (is_copy ? "Bản sao của sổ cái. " : "Một bằng chứng ngoại tuyến. ") + words.vi;
      words.en = (is_copy ? "A copy of the ledger. " : "One offline proof. ") + words.en;
      return words;
    }
  }
  return {};
}

std::string_view shape_of(Tone tone) noexcept {
  switch (tone) {
    case Tone::green:
      return R"(<svg viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="28"/><path d="m19 33 9.5 9.5L46 24"/></svg>)";
    case Tone::amber:
      return R"(<svg viewBox="0 0 64 64" aria-hidden="true"><path d="M32 6 60 57H4Z"/><path d="M32 25v15m0 7.5v.5"/></svg>)";
    case Tone::red:
      return R"(<svg viewBox="0 0 64 64" aria-hidden="true"><path d="M20.5 4h23L60 20.5v23L43.5 60h-23L4 43.5v-23Z"/><path d="m22 22 20 20m0-20L22 42"/></svg>)";
    case Tone::grey:
      return R"(<svg viewBox="0 0 64 64" aria-hidden="true"><rect x="5" y="5" width="54" height="54" rx="12"/><path d="M24 25c0-11 16-11 16 0 0 7-8 7-8 14m0 7.5v.5"/></svg>)";
  }
  return "";
}

}  // namespace tem::cli
