#pragma once
// What is to be printed and how, whoever chose it: formats, template, printer, checks.
//
//   auto target = PrintTarget::make(".zpl", {}, {}, false);   // roll-50x30 at 203 dpi

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tem/label.hpp"

namespace tem {

/// One file, or a family of numbered ones.
struct PrintTarget {
  /// By the ending of its name: .pdf .svg .png .zpl .tspl, or a list, .csv .ndjson. Without a
  /// template the usual one of the format; without a resolution its printers' usual one. Error:
  /// unsupported_format, which names the formats.
  static Result<PrintTarget> make(std::string_view extension,
                                  const std::optional<LabelTemplate>& layout,
                                  const PrintSetup& setup, std::optional<int> dpi, bool with_texts);

  std::string path;
  std::optional<PrintFormat> format;  ///< none: a list, .csv or .ndjson
  bool is_csv = false;
  bool with_texts = false;  ///< a list that has product, lot and dates too
  LabelTemplate layout;     ///< of labels
  PrintSetup setup;
  bool is_private = false;  ///< holds hidden codes: nobody else may read it
};

struct PrintChoices {
  std::vector<PrintTarget> targets;
  std::string free_line;
  bool stars = false;
  bool hidden_code = false;            ///< lists carry it
  std::uint64_t per_file = 0;          ///< stamps; 0: all in one
  std::optional<std::uint64_t> check;  ///< how many labels to read back; 0: all

  [[nodiscard]] bool has_labels() const;
  /// Does a template show the stars whatever was asked for?
  [[nodiscard]] bool needs_stars() const;
};

}  // namespace tem
