#include "zip_archive.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <array>

#include "files.hpp"
#include "tem/bytes.hpp"
#include "tem/image.hpp"

namespace tem::cli {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kReadBytes = std::size_t{256} << 10;
// The directory's end stands here: APPNOTE §4.3.16, a comment of up to 65,535 bytes after it, the
// Zip64 locator of §4.3.15 before it.
constexpr std::size_t kEndBytes = 22, kLocatorBytes = 20,
                      kTailBytes = 65'535 + kEndBytes + kLocatorBytes;

struct CloseFile {
  void operator()(zip_file_t* file) const noexcept { zip_fclose(file); }
};
struct Discard {
  void operator()(zip_t* zip) const noexcept { zip_discard(zip); }
};

std::uint32_t little_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

Error damaged() { return {ErrorCode::bad_image, "ZIP: the archive is damaged or cut short"}; }

/// libzip reads the whole directory before it says how long it is, so its size is looked at first,
/// in every place where libzip may take it from.
Result<void> check_tail(std::string_view tail) {
  if (tail.find("PK\6\7"sv) != std::string_view::npos) {
    return Error{ErrorCode::unsupported_format, "ZIP: Zip64 archives are not read; split it"};
  }
  bool any = false;
  for (auto at = tail.find("PK\5\6"sv); at != std::string_view::npos;
       at = tail.find("PK\5\6"sv, at + 1)) {
    if (tail.size() - at < kEndBytes) break;
    any = true;
    if (little_endian(tail.substr(at + 12)) > kMaxZipDirectoryBytes) {
      return Error{ErrorCode::too_long, "ZIP: its directory is larger than the limit of " +
                                            std::to_string(kMaxZipDirectoryBytes >> 20) + " MiB"};
    }
  }
  if (!any) return damaged();
  return {};
}

Error failure_of(const zip_error_t* error) {
  switch (zip_error_code_zip(error)) {
    case ZIP_ER_NOPASSWD:
    case ZIP_ER_WRONGPASSWD:
    case ZIP_ER_ENCRNOTSUPP:
      return {ErrorCode::cannot_read, "password-protected; unpack it first"};
    case ZIP_ER_COMPNOTSUPP:
      return {ErrorCode::cannot_read,
              "compressed by a method that is not read here; unpack it first"};
    default:
      return {ErrorCode::bad_image, "damaged in the archive"};
  }
}

}  // namespace

struct ZipArchive::State {
  std::string held;  ///< of an archive from memory; `zip` reads in it
  std::uint64_t size = 0;
  std::unique_ptr<zip_t, Discard> zip;
  std::uint64_t at = 0, entries = 0, budget = 0;

  Result<std::optional<std::string>> read(const std::string& name, const Wanted& wanted);
};

ZipArchive::ZipArchive(std::unique_ptr<State> state) : state_(std::move(state)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

bool is_inner_path(std::string_view name) noexcept {
  if (name.empty() || name.front() == '/' || name.front() == '\\') return false;
  if (name.size() > 1 && name[1] == ':') return false;  // C:\…
  while (true) {
    const auto slash = name.find_first_of("/\\");
    if (name.substr(0, slash) == "..") return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
}

Result<ZipArchive> ZipArchive::open(const std::string& path) {
  auto file = open_to_read(path);
  if (!file) return file.error();
  struct stat status {};
  if (::fstat(file->get(), &status) != 0) {
    return Error{ErrorCode::cannot_read, path + ": could not be read"};
  }
  auto state = std::make_unique<State>();
  state->size = static_cast<std::uint64_t>(status.st_size);
  if (state->size > kMaxZipBytes) {
    return Error{ErrorCode::too_long, path + ": larger than the limit of " +
                                          std::to_string(kMaxZipBytes >> 20) + " MiB"};
  }
  std::string tail(std::min<std::size_t>(kTailBytes, state->size), '\0');
  const ssize_t got =
      ::pread(file->get(), tail.data(), tail.size(), static_cast<off_t>(state->size - tail.size()));
  if (got != static_cast<ssize_t>(tail.size())) {
    return Error{ErrorCode::cannot_read, path + ": could not be read"};
  }
  if (auto ok = check_tail(tail); !ok) return ok.error().at(path);
  int why = 0;
  const int fd = file->release();
  state->zip.reset(zip_fdopen(fd, 0, &why));  // takes the descriptor where it succeeds
  if (!state->zip) {
    ::close(fd);
    return damaged().at(path);
  }
  auto zip = opened(std::move(state));
  if (!zip) return zip.error().at(path);
  return zip;
}

Result<ZipArchive> ZipArchive::from_bytes(std::string bytes) {
  auto state = std::make_unique<State>();
  state->held = std::move(bytes);
  state->size = state->held.size();
  const std::string_view all = state->held;
  if (auto ok = check_tail(all.substr(all.size() - std::min(kTailBytes, all.size()))); !ok) {
    return ok.error();
  }
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(all.data(), all.size(), 0, &error);
  if (source != nullptr) {
    state->zip.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!state->zip) zip_source_free(source);
  }
  zip_error_fini(&error);
  if (!state->zip) return damaged();
  return opened(std::move(state));
}

Result<ZipArchive> ZipArchive::opened(std::unique_ptr<State> state) {
  const zip_int64_t entries = zip_get_num_entries(state->zip.get(), 0);
  state->entries = static_cast<std::uint64_t>(std::max<zip_int64_t>(entries, 0));
  if (state->entries > kMaxZipMembers) {
    return Error{ErrorCode::too_long, "ZIP: " + std::to_string(state->entries) +
                                          " members are more than the limit of " +
                                          std::to_string(kMaxZipMembers) + "; split it"};
  }
  state->budget = std::clamp(state->size * kMaxZipExpansion, kLeastZipBudget, kMostZipBudget);
  return ZipArchive(std::move(state));
}

std::uint64_t ZipArchive::left() const noexcept { return state_->entries - state_->at; }

std::optional<ZipMember> ZipArchive::next(const Wanted& wanted) {
  State& state = *state_;
  while (state.at < state.entries) {
    const char* raw = zip_get_name(state.zip.get(), state.at, ZIP_FL_ENC_GUESS);
    std::string name = raw == nullptr ? "" : raw;
    if (name.ends_with('/') || name.ends_with('\\')) {
      ++state.at;
      continue;
    }
    if (name.size() > kMaxMemberNameBytes) {
      const std::string number = std::to_string(++state.at);
      return ZipMember{"member " + number, Error{ErrorCode::too_long, "its name is too long"}};
    }
    if (!is_inner_path(name)) {
      ++state.at;
      return ZipMember{std::move(name), Error{ErrorCode::bad_value,
                                              "a name that leads out of the archive is refused"}};
    }
    auto bytes = state.read(name, wanted);
    ++state.at;
    if (state.budget == 0) state.at = state.entries;
    return ZipMember{std::move(name), std::move(bytes)};
  }
  return std::nullopt;
}

/// The entry `at`. What its directory says of its size is not believed.
Result<std::optional<std::string>> ZipArchive::State::read(const std::string& name,
                                                           const Wanted& wanted) {
  zip_stat_t entry;
  if (zip_stat_index(zip.get(), at, 0, &entry) == 0 &&
      (entry.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && entry.encryption_method != ZIP_EM_NONE) {
    return Error{ErrorCode::cannot_read, "password-protected; unpack it first"};
  }
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(zip.get(), at, 0));
  if (!file) return failure_of(zip_get_error(zip.get()));
  std::string bytes;
  std::size_t most = kMaxMemberBytes;
  bool is_asked = false;
  while (true) {
    const std::size_t had = bytes.size();
    const std::size_t step = is_asked ? std::min(kReadBytes, most + 1 - had) : kZipHeadBytes - had;
    bytes.resize(had + step);
    const zip_int64_t got = zip_fread(file.get(), bytes.data() + had, step);
    bytes.resize(had + static_cast<std::size_t>(std::max<zip_int64_t>(got, 0)));
    if (got < 0) return failure_of(zip_file_get_error(file.get()));
    if (static_cast<std::uint64_t>(got) > budget) {
      budget = 0;
      return Error{ErrorCode::too_long, "the archive unpacks to more than " +
                                            std::to_string(kMaxZipExpansion) +
                                            " times its size; this and all after it are not read"};
    }
    budget -= static_cast<std::uint64_t>(got);
    if (!is_asked && (got == 0 || bytes.size() == kZipHeadBytes)) {
      is_asked = true;
      if (!wanted(name, as_bytes(bytes))) return std::optional<std::string>();
      if (is_picture(sniff(as_bytes(bytes)))) most = kMaxImageBytes;
    }
    if (bytes.size() > most) {
      return Error{ErrorCode::too_long,
                   "larger than the limit of " + std::to_string(most >> 20) + " MiB"};
    }
    if (got == 0) return std::optional<std::string>(std::move(bytes));
  }
}

}  // namespace tem::cli
