#include "tem/man_page.hpp"

#include <algorithm>
#include <string_view>

namespace tem {
namespace {

/// Text that roff shows as it stands (groff_char(7)).
std::string literal(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '\\': out += "\\e"; break;
      case '-': out += "\\-"; break;
      case '`': out += "\\(ga"; break;
      case '\'': out += "\\(aq"; break;
      case '"': out += "\\(dq"; break;
      case '^': out += "\\(ha"; break;
      case '~': out += "\\(ti"; break;
      default: out += c;
    }
  }
  return out;
}

/// A line of its own: one that begins with a full stop would be a request.
std::string line(std::string_view text) {
  return (text.starts_with('.') ? "\\&" : "") + literal(text) + "\n";
}

std::string bold(std::string_view text) { return "\\fB" + literal(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + literal(text) + "\\fR"; }

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

/// `[options] GTIN FILE...`
std::string usage(const CommandText& command) {
  std::string out = bold(command.path);
  const auto needed = [](const OptionText& option) { return option.is_required; };
  if (!std::ranges::all_of(command.options, needed)) out += " [" + italic("options") + "]";
  for (const OptionText& option : command.options) {
    if (option.is_required) out += " " + bold(option.names.back()) + " " + italic(option.value);
  }
  for (const OptionText& argument : command.arguments) {
    const std::string one = italic(argument.value) + (argument.may_repeat ? "..." : "");
    out += argument.is_required ? " " + one : " [" + one + "]";
  }
  if (!command.commands.empty()) out += " " + italic("command");
  return out + "\n";
}

std::string entry(const OptionText& option) {
  std::string head;
  for (const std::string& name : option.names) head += (head.empty() ? "" : ", ") + bold(name);
  if (!option.value.empty()) head += (head.empty() ? "" : " ") + italic(option.value);
  std::string about = option.about;
  if (!option.by_default.empty()) about += "; " + option.by_default + " by default";
  if (option.may_repeat && !option.names.empty()) about += "; may be given again";
  if (!option.needs.empty()) about += "; only with " + joined(option.needs);
  if (!option.excludes.empty()) about += "; not with " + joined(option.excludes);
  return ".TP\n" + head + "\n" + line(about);
}

/// Indented lines are what is typed; the others are text.
std::string footer(std::string_view text) {
  std::string out;
  bool typed = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view one = text.substr(at, end - at);
    at = end + 1;
    const bool indented = one.starts_with("  ");
    if (indented != typed) {
      out += indented ? ".PP\n.RS\n.EX\n" : ".EE\n.RE\n.PP\n";
    } else if (!indented) {
      out += out.empty() ? ".PP\n" : "";
    }
    typed = indented;
    out += line(indented ? one.substr(2) : one);
  }
  return out + (typed ? ".EE\n.RE\n" : "");
}

std::string of_command(const CommandText& command) {
  const bool ended = command.about.ends_with('.') || command.about.ends_with('?');
  std::string out =
      ".SS " + literal(command.path) + "\n" + line(command.about + (ended ? "" : "."));
  out += ".PP\n" + usage(command);
  for (const OptionText& argument : command.arguments) out += entry(argument);
  for (const OptionText& option : command.options) {
    if (option.names.back() != "--help") out += entry(option);
  }
  out += footer(command.footer);
  for (const CommandText& one : command.commands) out += of_command(one);
  return out;
}

std::string listed(std::string_view heading, const std::vector<Named>& entries) {
  if (entries.empty()) return {};
  std::string out = ".SH " + std::string(heading) + "\n";
  for (const Named& one : entries) out += ".TP\n" + bold(one.name) + "\n" + line(one.about);
  return out;
}

}  // namespace

std::string man_page(const CommandText& program, const ManualTexts& texts) {
  std::string out = ".\\\" Made by `" + program.path + " --man`.\n";
  out += ".TH " + upper(program.path) + " " + std::to_string(texts.section) + " " TEM_VERSION_DATE
         " \"tem " TEM_VERSION "\" tem\n";
  std::string about = program.about;
  if (about.ends_with('.')) about.pop_back();
  out += ".SH NAME\n" + program.path + " \\- " + line(about);
  out += ".SH SYNOPSIS\n" + usage(program);
  out += ".SH DESCRIPTION\n" + line(program.about) + footer(program.footer);
  out += ".SH OPTIONS\n";
  for (const OptionText& option : program.options) out += entry(option);
  if (!program.commands.empty()) out += ".SH COMMANDS\n";
  for (const CommandText& command : program.commands) out += of_command(command);
  out += listed("EXIT STATUS", texts.statuses) + listed("ENVIRONMENT", texts.variables) +
         listed("FILES", texts.files);
  if (!texts.see_also.empty()) out += ".SH SEE ALSO\n" + line(joined(texts.see_also));
  return out;
}

}  // namespace tem
