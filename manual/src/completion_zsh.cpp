#include "offers.hpp"

namespace tem {
namespace {

std::string offered(const Offers& at) {
  std::string commands, options;
  for (const CommandText& command : at.commands) {
    commands += "\n        " + quoted_for_shell(command.name() + ":" + command.about);
  }
  for (const OptionText& option : at.options) {
    for (const std::string& name : option.names) {
      options += "\n        " + quoted_for_shell(name + ":" + option.about);
    }
  }
  return "    (" + quoted_for_shell(at.path) + ")\n      commands=(" + commands + ")\n      options=(" +
         options + ")\n      valued=(" + names_of(at.options, takes_value) + ")\n      files=(" +
         names_of(at.options, takes_file) + ")\n      folders=(" +
         names_of(at.options, takes_folder) + ")\n      kind=" + std::string(word_of(at.argument)) +
         " ;;\n";
}

constexpr std::string_view kWalk = R"zsh(
_@NAME@() {
  local here=@NAME@ option= word kind i
  local -a commands options valued files folders
  _@NAME@_at
  for ((i = 2; i < CURRENT; ++i)); do
    word=${words[i]}
    if [[ -n $option ]]; then
      option=
    elif (( ${valued[(Ie)$word]} )); then
      option=$word
    elif (( ${commands[(I)${(b)word}:*]} )); then
      here+=" $word"
      _@NAME@_at
    fi
  done
  if [[ -n $option ]]; then
    kind=
    (( ! ${files[(Ie)$option]} )) || kind=file
    (( ! ${folders[(Ie)$option]} )) || kind=folder
  elif [[ ${words[CURRENT]} == -* ]]; then
    _describe -o option options
    return
  elif (( $#commands )); then
    _describe command commands
    return
  fi
  case $kind in
    (file) _files ;;
    (folder) _files -/ ;;
  esac
}

_@NAME@ "$@"
)zsh";

}  // namespace

std::string completion_zsh(const CommandText& program) {
  const std::string& name = program.path;
  std::string out = "#compdef " + name + "\n# Completes `" + name + "` in zsh; made by `" + name +
                    " --completion zsh`.\n";
  out += "_" + name + "_at() {  # what may follow the command $here\n  case $here in\n";
  for (const Offers& at : offers_of(program)) out += offered(at);
  return out + "  esac\n}\n" + for_program(kWalk, name);
}

}  // namespace tem
