// However a body is cut into pieces, its lines and what is read of them are the same.

#include <cstdlib>

#include "line_splitter.hpp"
#include "verify_lines.hpp"

namespace {

std::string read(std::string_view text, std::size_t piece) {
  std::string told;
  tem::LineSplitter lines;
  const auto each = [&](std::uint64_t number, const tem::Result<std::string_view>& line) {
    if (line && line->size() > tem::kMaxLineBytes) std::abort();
    const auto uri = line ? tem::parse_verify_line(*line) : line.error();
    told += std::to_string(number) + ' ' + (uri ? *uri : uri.error().str()) + '\n';
  };
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size())))
    lines.take(text.substr(0, piece), each);
  lines.finish(each);
  return told;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (read(text.substr(1), 1 + data[0]) != read(text.substr(1), size)) std::abort();
  return 0;
}
