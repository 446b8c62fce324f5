#pragma once
// A program's commands and options, as it describes them itself: what `--help` prints is also what its
// manual page and its completions are made of, so that they cannot disagree.
//
//   const CommandText tem = describe(app);
//   tem.commands[2].path == "tem key"; tem.commands[2].commands[0].options[1].names == {"--public"}

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tem {

/// An option, or an argument that stands for itself (then it has no names).
struct OptionText {
  std::vector<std::string> names;  ///< "-o", "--output"
  std::string value;               ///< "FILE", what it takes; empty: nothing
  std::string about;
  std::string by_default;             ///< empty: not told
  std::vector<std::string> needs;     ///< names of options, in their alphabet
  std::vector<std::string> excludes;  ///< the same
  bool is_required = false;
  bool may_repeat = false;
};

struct CommandText {
  std::string path;  ///< "tem key new"
  std::string about;
  std::string footer;  ///< lines of examples are indented by two spaces
  std::vector<OptionText> arguments;
  std::vector<OptionText> options;  ///< its own; those of the program are taken by every command
  std::vector<CommandText> commands;

  [[nodiscard]] std::string name() const;  ///< "new"
};

/// Everything that the program knows, in the order of its help.
CommandText describe(const CLI::App& app);

/// What a shell can offer for a value: by its name, "FILE" or "DIR".
enum class ValueKind { nothing, file, folder };
ValueKind kind_of(const OptionText& option);

}  // namespace tem
