#pragma once
// What a person chooses of print files: formats, template, printer, checks. The options of `tem
// issue` and `tem print`, read and refused before anything is issued or signed.

#include <string>
#include <vector>

#include "tem/print_choices.hpp"

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

/// All that decides the bytes of the files, and where they stand.
std::string text_of(const PrintChoices& choices);

/// Errors: unsupported_format, not_found (a template), bad_value, bad_usage, bad_field (a template's).
Result<PrintChoices> read_print_choices(const PrintOptions& options);

/// A built-in template by its name, or the file of one that ends in .toml.
Result<LabelTemplate> find_template(const std::string& name);

}  // namespace tem::cli
