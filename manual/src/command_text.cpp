#include "tem/command_text.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace tem {
namespace {

template <class Options>
std::vector<std::string> sorted_names(const Options& options) {
  std::vector<std::string> names;
  for (const CLI::Option* option : options) names.push_back(option->get_name());
  std::ranges::sort(names);  // CLI11 keeps them by their addresses
  return names;
}

OptionText describe(const CLI::Option& option) {
  OptionText text;
  const bool takes_value = option.get_expected_max() > 0 && option.get_type_size() > 0;
  if (option.get_positional()) {
    text.value = option.get_name(true, false);
  } else {
    for (const std::string& name : option.get_snames()) text.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) text.names.push_back("--" + name);
    if (takes_value) text.value = option.get_type_name();
  }
  text.about = option.get_description();
  text.by_default = option.get_default_str();
  text.needs = sorted_names(option.get_needs());
  text.excludes = sorted_names(option.get_excludes());
  text.is_required = option.get_required();
  text.may_repeat = option.get_expected_max() >= CLI::detail::expected_max_vector_size;
  return text;
}

CommandText describe(const CLI::App& app, const std::string& parent) {
  CommandText text;
  text.path = parent.empty() ? app.get_name() : parent + " " + app.get_name();
  text.about = app.get_description();
  text.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options({})) {
    (option->get_positional() ? text.arguments : text.options).push_back(describe(*option));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    text.commands.push_back(describe(*command, text.path));
  }
  return text;
}

}  // namespace

std::string CommandText::name() const { return path.substr(path.rfind(' ') + 1); }

CommandText describe(const CLI::App& app) { return describe(app, ""); }

ValueKind kind_of(const OptionText& option) {
  if (option.value == "DIR") return ValueKind::folder;
  if (option.value == "FILE" || option.value == "INPUT") return ValueKind::file;
  return ValueKind::nothing;
}

}  // namespace tem
