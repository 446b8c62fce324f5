#include "print_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <set>

#include "files.hpp"
#include "options.hpp"
#include "tem/quote.hpp"
#include "tem/serial.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

constexpr double kMaxBleedMm = 10;

/// A decimal number in millimetres. Error: bad_value.
Result<double> length_option(std::string_view option, std::string_view text, double least,
                             double most) {
  double value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (read.ec != std::errc() || read.ptr != end || !(value >= least && value <= most)) {
    return Error{ErrorCode::bad_value, std::string(option) + ": " + tem::quoted(text) +
                                           " is no length in mm from " + short_number(least) +
                                           " to " + short_number(most)};
  }
  return value;
}

/// With the file that is to be made named in what is wrong.
Result<PrintTarget> make_target(const std::string& path, const PrintOptions& options,
                                const PrintSetup& chosen) {
  std::optional<LabelTemplate> layout;
  if (!options.layout.empty()) {
    auto found = find_template(options.layout);
    if (!found) return found.error();
    layout = std::move(*found);
  }
  std::optional<int> dpi;
  if (!options.dpi.empty()) dpi = chosen.dpi;
  auto target = PrintTarget::make(extension(path), layout, chosen, dpi, options.texts);
  if (!target) return Error{target.error().code, path + ": the name's ending says no " + target.error().detail};
  target->path = path;
  return target;
}

Result<PrintSetup> read_setup(const PrintOptions& options) {
  PrintSetup setup;
  if (!options.dpi.empty()) {
    auto dpi = number_option("--dpi", options.dpi, kMinDpi, kMaxDpi);
    if (!dpi) return dpi.error();
    setup.dpi = static_cast<int>(*dpi);
  }
  if (!options.min_module.empty()) {
    auto least = length_option("--min-module", options.min_module, 0.1, kMaxRetailMm);
    if (!least) return least.error();
    setup.min_module_mm = *least;
  }
  if (!options.bleed.empty()) {
    auto bleed = length_option("--bleed", options.bleed, 0, kMaxBleedMm);
    if (!bleed) return bleed.error();
    setup.bleed_mm = *bleed;
  }
  setup.crop_marks = options.crop_marks;
  return setup;
}

/// Where a file will stand, whichever folder it is named from.
std::string whole_path(const std::string& path) {
  std::error_code ec;
  const auto given = std::filesystem::absolute(path, ec);
  const auto folder = std::filesystem::weakly_canonical(given.parent_path(), ec);
  return (ec ? given : folder / given.filename()).string();
}

}  // namespace

Result<LabelTemplate> find_template(const std::string& name) {
  if (extension(name) != ".toml") {
    auto found = LabelTemplate::built_in(name);
    if (!found) return Error{ErrorCode::bad_value, "--template: " + found.error().detail};
    return found;
  }
  auto text = read_file(name, kMaxTemplateBytes);
  if (!text) return text.error();
  return LabelTemplate::parse(*text, name);
}

std::string text_of(const PrintChoices& choices) {
  std::string all = "per-file " + std::to_string(choices.per_file) +
                    (choices.check ? " check " + std::to_string(*choices.check) : "") + (choices.stars ? " stars" : "") +
                    (choices.hidden_code ? " hidden" : "") + " line " + choices.free_line + '\n';
  for (const auto& target : choices.targets) {
    all += whole_path(target.path) + ' ' + std::to_string(static_cast<int>(target.setup.layer)) + ' ' +
           std::to_string(target.setup.dpi) + ' ' + std::to_string(target.setup.min_module_mm) +
           ' ' + std::to_string(target.setup.bleed_mm) + (target.setup.crop_marks ? " marks " : " ") +
           target.layout.digest + (target.with_texts ? " texts\n" : "\n");
  }
  return all;
}

Result<PrintChoices> read_print_choices(const PrintOptions& options) {
  PrintChoices choices;
  choices.free_line = options.line;
  choices.stars = options.stars;
  auto setup = read_setup(options);
  if (!setup) return setup.error();
  if (!options.per_file.empty()) {
    auto stamps = number_option("--per-file", options.per_file, 1, kMaxStampsInLot);
    if (!stamps) return stamps.error();
    choices.per_file = *stamps;
  }
  if (!options.check.empty()) {
    if (options.check == "all") {
      choices.check = 0;
    } else {
      auto labels = number_option("--check", options.check, 1, kMaxStampsInLot);
      if (!labels) {
        return Error{ErrorCode::bad_value,
                     "--check: " + tem::quoted(options.check) + " is neither `all` nor how many labels"};
      }
      choices.check = *labels;
    }
  }
  choices.hidden_code = options.hidden_code;
  if (!options.layout.empty()) {  // refused even where nothing needs it
    if (auto layout = find_template(options.layout); !layout) return layout.error();
  }
  setup->layer = options.hidden_code ? Layer::both : Layer::front;
  for (const auto& path : options.files) {
    auto target = make_target(path, options, *setup);
    if (!target) return target.error();
    choices.targets.push_back(std::move(*target));
  }
  if (!options.hidden_output.empty()) {
    setup->layer = Layer::hidden_code;
    auto target = make_target(options.hidden_output, options, *setup);
    if (!target) return target.error();
    if (!target->format) {
      return Error{ErrorCode::bad_usage,
                   "--hidden-code-output: " + options.hidden_output +
                       " is a list; give it to --output with --hidden-code"};
    }
    choices.targets.push_back(std::move(*target));
  }
  const auto has_symbol = [](const PrintTarget& target) {
    return target.format && target.setup.layer != Layer::hidden_code;
  };
  if (choices.check && std::ranges::none_of(choices.targets, has_symbol)) {
    return Error{ErrorCode::bad_usage, "--check: none of the files has a symbol to read back"};
  }
  std::set<std::string> seen;
  for (const auto& target : choices.targets) {
    if (!seen.insert(whole_path(target.path)).second) {
      return Error{ErrorCode::bad_usage, target.path + ": given twice as an output file"};
    }
  }
  return choices;
}

void add_print_options(CLI::App& command, PrintOptions& options) {
  command
      .add_option("-o,--output", options.files,
                  "print file: .pdf .svg .png .zpl .tspl, or a list: .csv .ndjson")
      ->type_name("FILE");
  command
      .add_option("--template", options.layout,
                  "of `tem template list`, or a .toml file; else a4-21 or roll-50x30")
      ->type_name("NAME");
  command.add_option("--dpi", options.dpi, "of the printer; 300 by default, 203 for .zpl and .tspl")
      ->type_name("N");
  command
      .add_option("--min-module", options.min_module,
                  "smallest module of a symbol in mm, 0.33 by default")
      ->type_name("MM");
  command.add_option("--line", options.line, "a free line of text on each label")
      ->type_name("TEXT");
  command.add_flag("--ocop", options.stars,
                   "the OCOP stars; needs a certificate of 3 or more in force");
  command.add_flag("--hidden-code", options.hidden_code,
                   "the code under the scratch layer too; files for your eyes only");
  command
      .add_option("--hidden-code-output", options.hidden_output,
                  "a file of the hidden codes alone, for a second pass")
      ->type_name("FILE");
  command.add_flag("--texts", options.texts,
                   "lists: what the label says too, for a print house");
  command.add_flag("--crop-marks", options.crop_marks, "strokes outside the labels, where to cut");
  command.add_option("--bleed", options.bleed, "room around each page for the cut, in mm")
      ->type_name("MM");
  command.add_option("--per-file", options.per_file, "stamps in a file; more files then")
      ->type_name("N");
  command
      .add_option("--check", options.check,
                  "read labels back as the printer's dots show them: `all`, or how many")
      ->type_name("N");
}

}  // namespace tem::cli
