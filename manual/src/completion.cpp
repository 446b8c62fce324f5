#include "tem/completion.hpp"

#include "offers.hpp"

namespace tem {
namespace {

void collect(const CommandText& command, const CommandText& program, std::vector<Offers>& all) {
  Offers here{command.path, command.commands, {}, ValueKind::nothing};
  for (const OptionText& argument : command.arguments) {
    if (here.argument == ValueKind::nothing) here.argument = kind_of(argument);
  }
  if (&command != &program) {
    for (const OptionText& option : command.options) {
      if (option.names.back() != "--help") here.options.push_back(option);  // the program's, too
    }
  }
  here.options.insert(here.options.end(), program.options.begin(), program.options.end());
  all.push_back(std::move(here));
  for (const CommandText& one : command.commands) collect(one, program, all);
}

}  // namespace

std::vector<Offers> offers_of(const CommandText& program) {
  std::vector<Offers> all;
  collect(program, program, all);
  return all;
}

std::string_view word_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::nothing: return "";
    case ValueKind::file: return "file";
    case ValueKind::folder: return "folder";
  }
  return "";
}

std::string quoted_for_shell(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string for_program(std::string_view text, const std::string& name) {
  constexpr std::string_view kName = "@NAME@";
  std::string out(text);
  for (std::size_t at = 0; (at = out.find(kName, at)) != std::string::npos; at += name.size()) {
    out.replace(at, kName.size(), name);
  }
  return out;
}

std::optional<Shell> shell_named(std::string_view name) {
  if (name == "bash") return Shell::bash;
  if (name == "zsh") return Shell::zsh;
  if (name == "fish") return Shell::fish;
  return std::nullopt;
}

std::string completion(Shell shell, const CommandText& program) {
  switch (shell) {
    case Shell::bash: return completion_bash(program);
    case Shell::zsh: return completion_zsh(program);
    case Shell::fish: return completion_fish(program);
  }
  return {};
}

}  // namespace tem
