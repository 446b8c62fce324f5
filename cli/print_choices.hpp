#pragma once
// What a person chooses of print files: formats, template, printer, checks. The options of `tem
// issue` and `tem print`, read and refused before anything is issued or signed.

#include <optional>
#include <string>
#include <vector>

#include "tem/label.hpp"

namespace CLI {
class App;
}

namespace tem::cli {

/// As they stand on the command line.
struct PrintOptions {
  std::string layout, dpi, min_module, line, bleed, per_file, check, hidden_output;
  bool stars = false, hidden_code = false, crop_marks = false, texts = false;
  std::vector<std::string> files;
};

/// Describes --output, --template, --dpi and the like.
void add_print_options(CLI::App& command, PrintOptions& options);

/// One file, or a family of numbered ones.
struct PrintTarget {
  std::string path;
  std::optional<PrintFormat> format;  ///< none: a list, .csv or .ndjson
  bool is_csv = false;
  bool with_texts = false;  ///< a list that has product, lot and dates too
  LabelTemplate layout;  ///< of labels
  PrintSetup setup;
  bool is_private = false;  ///< holds hidden codes: nobody else may read it
};

struct PrintChoices {
  std::vector<PrintTarget> targets;
  std::string free_line;
  bool stars = false;
  bool hidden_code = false;             ///< lists carry it
  std::uint64_t per_file = 0;           ///< stamps; 0: all in one
  std::optional<std::uint64_t> check;   ///< how many labels to read back; 0: all

  [[nodiscard]] bool has_labels() const;
  /// Does a template show the stars whatever was asked for?
  [[nodiscard]] bool needs_stars() const;
  /// All that decides the bytes of the files.
  [[nodiscard]] std::string text() const;
};

/// Errors: unsupported_format, not_found (a template), bad_value, bad_usage, bad_field (a template's).
Result<PrintChoices> read_print_choices(const PrintOptions& options);

/// A built-in template by its name, or the file of one that ends in .toml.
Result<LabelTemplate> find_template(const std::string& name);

}  // namespace tem::cli
