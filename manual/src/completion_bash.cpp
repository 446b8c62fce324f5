#include "offers.hpp"

namespace tem {
namespace {

std::string offered(const Offers& at) {
  std::string commands;
  for (const CommandText& command : at.commands) commands += " " + command.name();
  const auto every = [](const OptionText&) { return true; };
  return "    " + quoted_for_shell(at.path) + ")\n      commands=" + quoted_for_shell(commands) +
         "\n      options=" + quoted_for_shell(names_of(at.options, every)) +
         "\n      valued=" + quoted_for_shell(names_of(at.options, takes_value)) +
         "\n      files=" + quoted_for_shell(names_of(at.options, takes_file)) +
         "\n      folders=" + quoted_for_shell(names_of(at.options, takes_folder)) +
         "\n      kind=" + std::string(word_of(at.argument)) + " ;;\n";
}

constexpr std::string_view kWalk = R"bash(
_@NAME@() {
  local here=@NAME@ option= word commands options valued files folders kind i
  _@NAME@_at
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ -n $option ]]; then
      [[ $word == '=' ]] || option=
    elif [[ " $valued " == *" $word "* ]]; then
      option=$word
    elif [[ " $commands " == *" $word "* ]]; then
      here+=" $word"
      _@NAME@_at
    fi
  done
  word=${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  if [[ -n $option ]]; then
    [[ $word != '=' ]] || word=
    kind=
    [[ " $files " != *" $option "* ]] || kind=file
    [[ " $folders " != *" $option "* ]] || kind=folder
  elif [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    return
  elif [[ -n $commands ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$word")
    return
  fi
  case $kind in
    file) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
    folder) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
  esac
  compopt -o filenames 2>/dev/null
}

complete -F _@NAME@ @NAME@
)bash";

}  // namespace

std::string completion_bash(const CommandText& program) {
  const std::string& name = program.path;
  std::string out = "# Completes `" + name + "` in bash; made by `" + name + " --completion bash`.\n";
  out += "_" + name + "_at() {  # what may follow the command $here\n  case $here in\n";
  for (const Offers& at : offers_of(program)) out += offered(at);
  return out + "  esac\n}\n" + for_program(kWalk, name);
}

}  // namespace tem
