# Run by tem_embed: writes FILES as raw string literals into OUT. MSVC is not supported, so a literal
# has no length limit.
set(body "")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(APPEND body "    {\"${name}\", R\"tem~~~(${text})tem~~~\"},\n")
endforeach()
file(WRITE ${OUT}.tmp "// Made by cmake/embed_files.cmake.
#include \"embedded.hpp\"

#include <array>
#include <utility>

namespace tem::embedded {
namespace {
constexpr std::pair<std::string_view, std::string_view> kFiles[] = {
${body}};
}  // namespace

std::string_view ${TARGET}(std::string_view name) {
  for (const auto& [file, text] : kFiles)
    if (file == name) return text;
  return {};
}
}  // namespace tem::embedded
")
file(RENAME ${OUT}.tmp ${OUT})
