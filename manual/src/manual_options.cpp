#include "tem/manual_options.hpp"

#include <CLI/CLI.hpp>

#include "tem/completion.hpp"

namespace tem {
namespace {

/// App::exit prints what a CallForVersion says, and a line feed.
[[noreturn]] void print(std::string text) {
  text.pop_back();
  throw CLI::CallForVersion(std::move(text), 0);
}

}  // namespace

void add_manual_options(CLI::App& app, ManualTexts texts) {
  app.add_flag_callback(
      "--man", [&app, texts = std::move(texts)] { print(man_page(describe(app), texts)); },
      "print the manual page, for `man -l -`, and exit");
  app.add_option_function<std::string>(
         "--completion",
         [&app](const std::string& name) {
           const auto shell = shell_named(name);
           if (!shell) {
             throw CLI::ValidationError("--completion", "\"" + name + "\" must be " +
                                                            std::string(kShells));
           }
           print(completion(*shell, describe(app)));
         },
         "print completions for bash, zsh or fish, and exit")
      ->type_name("SHELL");
}

}  // namespace tem
