#include <algorithm>
#include <set>

#include "offers.hpp"

namespace tem {
namespace {

std::string quoted_for_fish(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string_view values_of(ValueKind kind) {
  switch (kind) {
    case ValueKind::nothing: return "";
    case ValueKind::file: return " -F";
    case ValueKind::folder: return " -a '(__fish_complete_directories)'";
  }
  return "";
}

std::string completed(const OptionText& option) {
  std::string out;
  for (const std::string& name : option.names) {
    out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (takes_value(option)) {
    const ValueKind kind = kind_of(option);
    out += (kind == ValueKind::file ? " -r" : " -x") + std::string(values_of(kind));
  }
  return out + " -d " + quoted_for_fish(option.about) + "\n";
}

std::string offered(const Offers& at, std::size_t own_options) {
  const std::string head = "complete -c @NAME@ -n \"__@NAME@_is '" + at.path + "'\"";
  std::string out;
  for (const CommandText& command : at.commands) {
    out += head + " -a " + command.name() + " -d " + quoted_for_fish(command.about) + "\n";
  }
  for (std::size_t i = 0; i < own_options; ++i) out += head + completed(at.options[i]);
  if (at.argument != ValueKind::nothing) {
    out += head + std::string(values_of(at.argument)) + "\n";
  }
  return out;
}

constexpr std::string_view kWalk = R"fish(
function __@NAME@_is # is the command that stands on the line this one?
  set -l here @NAME@
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
    else if contains -- $word $__@NAME@_valued
      set skip 1
    else if contains -- "$here $word" $__@NAME@_paths
      set here "$here $word"
    end
  end
  test "$here" = "$argv[1]"
end

complete -c @NAME@ -f
)fish";

}  // namespace

std::string completion_fish(const CommandText& program) {
  const auto all = offers_of(program);
  std::set<std::string> valued;
  std::string paths;
  for (const Offers& at : all) {
    paths += " " + quoted_for_fish(at.path);
    for (const OptionText& option : at.options) {
      if (takes_value(option)) valued.insert(option.names.begin(), option.names.end());
    }
  }
  std::string out = "# Completes `@NAME@` in fish; made by `@NAME@ --completion fish`.\n";
  out += "set -g __@NAME@_paths" + paths + "\nset -g __@NAME@_valued";
  for (const std::string& name : valued) out += " " + name;
  out += "\n" + std::string(kWalk);
  for (const OptionText& option : program.options) out += "complete -c @NAME@" + completed(option);
  for (const Offers& at : all) out += offered(at, at.options.size() - program.options.size());
  return for_program(out, program.path);
}

}  // namespace tem
