#include "tem/log_proof.hpp"

#include <algorithm>
#include <charconv>

namespace tem {
namespace {

constexpr std::string_view kFirstLine = "c2sp.org/tlog-proof@v1\n";
constexpr std::string_view kExtra = "extra ";
constexpr std::string_view kIndex = "index ";

Error bad(std::string_view why) {
  return {ErrorCode::bad_proof, "log proof: " + std::string(why)};
}

/// The text before the next line feed, taken away with it; the whole rest where there is none.
std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

Result<std::uint64_t> parse_decimal(std::string_view text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, ec] = std::from_chars(text.data(), end, value);
  if (ec != std::errc{} || stop != end || std::to_string(value) != text) {
    return Error{ErrorCode::bad_value, "not a decimal number"};
  }
  return value;
}

Result<std::vector<Hash>> take_hash_lines(std::string_view& text) {
  std::vector<Hash> hashes;
  for (;;) {
    if (text.find('\n') == std::string_view::npos) return bad("no empty line after the hashes");
    const auto line = take_line(text);
    if (line.empty()) return hashes;
    if (hashes.size() == kMaxProofHashes) return bad("more than 63 hashes");
    const auto bytes = from_base64(line);
    if (!bytes || bytes->size() != sizeof(Hash)) return bad("a line of the path is no base64 hash");
    std::ranges::copy(*bytes, hashes.emplace_back().begin());
  }
}

Result<LogProof> LogProof::parse(std::string_view text) {
  if (text.size() > kMaxProofBytes) return Error{ErrorCode::too_long, "log proof: over 1 MiB"};
  if (!text.starts_with(kFirstLine)) return bad("the first line is not c2sp.org/tlog-proof@v1");
  text.remove_prefix(kFirstLine.size());
  LogProof proof;
  if (text.starts_with(kExtra)) {
    const auto extra = from_base64(take_line(text).substr(kExtra.size()));
    if (!extra || extra->empty()) return bad("the extra line is no base64");
    proof.extra = as_text(*extra);
  }
  if (!text.starts_with(kIndex)) return bad("the line \"index N\" is missing");
  const auto index = parse_decimal(take_line(text).substr(kIndex.size()));
  if (!index) return bad("the index is no decimal number");
  proof.index = *index;
  auto path = take_hash_lines(text);
  if (!path) return path.error();
  proof.path = std::move(*path);
  if (text.empty()) return bad("the checkpoint is missing");
  proof.checkpoint = text;
  return proof;
}

std::string LogProof::str() const {
  std::string text(kFirstLine);
  if (!extra.empty()) text += std::string(kExtra) + to_base64(as_bytes(extra)) + "\n";
  text += std::string(kIndex) + std::to_string(index) + "\n";
  for (const Hash& hash : path) text += to_base64(hash) + "\n";
  return text + "\n" + checkpoint;
}

Result<TreeHead> LogProof::verify(const Hash& leaf, const NoteKey& log) const {
  auto head = open_checkpoint(checkpoint, log);
  if (!head) return head;
  if (auto ok = check_inclusion(leaf, index, head->size, head->root, path); !ok) return ok.error();
  return head;
}

}  // namespace tem
