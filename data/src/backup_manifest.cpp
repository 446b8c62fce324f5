#include "tem/backup_manifest.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "tem/log_proof.hpp"

namespace tem {
namespace {

constexpr std::string_view kFormat = "tem-backup/1";
constexpr std::array<std::string_view, 12> kNames = {
    "cosignatures.db",       "ledger.db",       "ledger.hold",     "prints.db", "registry.toml",
    "restored.txt",          "scans.db",        "secrets/log.pem", "temd.toml", "tokens.db",
    "secrets/serial.secret", "witnesses.policy"};
constexpr std::array<std::string_view, 3> kNeeded = {"ledger.db", "ledger.hold", "registry.toml"};
constexpr std::string_view kKeyBefore = "secrets/producer-", kKeyAfter = ".pem";
constexpr std::size_t kKeyDigits = 32;
constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 60;  // more than any disk holds

bool is_lower_hex(std::string_view text) noexcept {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// Takes lines off a text and counts them.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  /// Nothing where no whole line is left.
  std::optional<std::string_view> next() {
    const auto end = rest_.find('\n');
    ++number_;
    if (end == std::string_view::npos) return std::nullopt;
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }
  /// What stands after `word` and a space. Error: bad_value.
  Result<std::string_view> after(std::string_view word) {
    const auto line = next();
    if (line && line->starts_with(word) && line->substr(word.size()).starts_with(' ')) {
      return line->substr(word.size() + 1);
    }
    return wrong("must be \"" + std::string(word) + "\", a space and a value");
  }
  /// Error: bad_value.
  Result<std::uint64_t> number_after(std::string_view word) {
    const auto text = after(word);
    if (!text) return text.error();
    const auto number = parse_decimal(*text);
    if (!number) return wrong(std::string(word) + ": must be a whole number");
    return *number;
  }
  [[nodiscard]] Error wrong(const std::string& why) const {
    return {ErrorCode::bad_value,
            std::string(kManifestFile) + ": line " + std::to_string(number_) + ": " + why};
  }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

/// "<64 hexadecimal digits> <length> <name>"
Result<BackupFile> parse_file(Lines& lines) {
  constexpr std::size_t kDigits = 2 * sizeof(Hash);
  const auto line = lines.next();
  if (!line) return lines.wrong("must be a file's SHA-256, length and name");
  const auto digits = line->substr(0, kDigits);
  const auto bytes = from_hex(digits);
  if (digits.size() != kDigits || !is_lower_hex(digits) || !bytes ||
      !line->substr(kDigits).starts_with(' ')) {
    return lines.wrong("must begin with a SHA-256, 64 lower-case hexadecimal digits, and a space");
  }
  const auto rest = line->substr(kDigits + 1);
  const auto space = rest.find(' ');
  const auto length = parse_decimal(rest.substr(0, space));
  if (space == std::string_view::npos || !length) {
    return lines.wrong("must have the file's length after its SHA-256, then a space and its name");
  }
  BackupFile file{std::string(rest.substr(space + 1)), *length, {}};
  if (!is_backup_file(file.name)) return lines.wrong("names a file that no backup holds");
  std::ranges::copy(*bytes, file.sha256.begin());
  return file;
}

}  // namespace

bool is_backup_file(std::string_view name) noexcept {
  if (std::ranges::find(kNames, name) != kNames.end()) return true;
  return name.size() == kKeyBefore.size() + kKeyDigits + kKeyAfter.size() &&
         name.starts_with(kKeyBefore) && name.ends_with(kKeyAfter) &&
         is_lower_hex(name.substr(kKeyBefore.size(), kKeyDigits));
}

Result<BackupManifest> BackupManifest::parse(std::string_view text) {
  if (text.size() > kMaxManifestBytes) {
    return Error{ErrorCode::too_long, std::string(kManifestFile) + ": longer than " +
                                          std::to_string(kMaxManifestBytes) + " bytes"};
  }
  Lines lines(text);
  if (lines.next() != kFormat) {
    return lines.wrong("must be \"" + std::string(kFormat) + "\": another version's, or no backup");
  }
  BackupManifest manifest;
  const auto made = lines.after("made");
  if (!made) return made.error();
  const auto at = Instant::parse(*made);
  if (!at) return lines.wrong("made: " + at.error().str());
  manifest.made = *at;
  const auto origin = lines.after("origin");
  if (!origin) return origin.error();
  if (!is_note_name(*origin)) return lines.wrong("origin: is not the name of a log");
  manifest.head.origin = *origin;
  const auto size = lines.number_after("size");
  if (!size) return size.error();
  manifest.head.size = *size;
  const auto root = lines.after("root");
  if (!root) return root.error();
  const auto hash = from_base64(*root);
  if (!hash || hash->size() != sizeof(Hash)) return lines.wrong("root: must be 32 bytes in base64");
  std::ranges::copy(*hash, manifest.head.root.begin());
  const auto count = lines.number_after("files");
  if (!count) return count.error();
  std::uint64_t total = 0;
  while (!lines.at_end()) {
    auto file = parse_file(lines);
    if (!file) return file.error();
    if (!manifest.files.empty() && manifest.files.back().name >= file->name) {
      return lines.wrong("names must ascend, each once");
    }
    if (file->bytes > kMaxBytes - total) return lines.wrong("lengths are too large");
    total += file->bytes;
    manifest.files.push_back(std::move(*file));
  }
  if (manifest.files.size() != *count) {
    return lines.wrong("says " + std::to_string(*count) + " files, and " +
                       std::to_string(manifest.files.size()) + " follow");
  }
  for (const auto name : kNeeded) {
    if (!manifest.has(name)) return lines.wrong(std::string(name) + " is missing");
  }
  return manifest;
}

std::string BackupManifest::str() const {
  std::string text = std::string(kFormat) + "\nmade " + made.str() + "\norigin " + head.origin +
                     "\nsize " + std::to_string(head.size) + "\nroot " + to_base64(head.root) +
                     "\nfiles " + std::to_string(files.size()) + "\n";
  for (const auto& file : files) {
    text += to_hex(file.sha256) + " " + std::to_string(file.bytes) + " " + file.name + "\n";
  }
  return text;
}

bool BackupManifest::has(std::string_view name) const {
  return std::ranges::binary_search(files, name, {}, &BackupFile::name);
}

std::uint64_t BackupManifest::total_bytes() const {
  std::uint64_t sum = 0;
  for (const auto& file : files) sum += file.bytes;
  return sum;
}

}  // namespace tem
