#include "new_folder.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "files.hpp"
#include "random.hpp"
#include "tem/system_reason.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

/// Without a slash at its end.
fs::path full_path(const fs::path& dir) {
  std::error_code ec;
  const fs::path target = fs::absolute(dir, ec).lexically_normal();
  return target.has_filename() ? target : target.parent_path();
}

Error failed(const fs::path& path) {
  return {ErrorCode::cannot_write, path.string() + ": " + system_reason(errno)};
}

}  // namespace

Result<void> NewFolder::may_make(const fs::path& dir) {
  std::error_code ec;
  const fs::path target = full_path(dir);
  const auto status = fs::symlink_status(target, ec);
  if (!fs::exists(status) || (fs::is_directory(status) && fs::is_empty(target, ec))) return {};
  return Error{
      ErrorCode::exists,
      dir.string() + ": already there and not empty; choose a folder that is not there yet"};
}

Result<NewFolder> NewFolder::make(const fs::path& dir, unsigned permissions) {
  if (auto ok = may_make(dir); !ok) return ok.error();
  const fs::path target = full_path(dir);
  std::error_code ec;
  fs::create_directories(target.parent_path(), ec);
  NewFolder folder(target, target.parent_path() / ("." + target.filename().string() + ".new-" +
                                                   to_hex(random_bytes<8>())));
  if (::mkdir(folder.building_.c_str(), permissions) == 0) return folder;
  // The folder has its building name still; what cannot be written is the one that it is in.
  return failed(target.parent_path());
}

bool lies_below(const fs::path& path, const fs::path& folder) {
  std::error_code ec;
  const fs::path from = fs::weakly_canonical(full_path(folder), ec);
  const fs::path way = fs::weakly_canonical(full_path(path), ec).lexically_relative(from);
  return !way.empty() && *way.begin() != "..";
}

NewFolder::NewFolder(NewFolder&& other) noexcept
    : final_(std::move(other.final_)), building_(std::exchange(other.building_, {})) {}

NewFolder::~NewFolder() {
  std::error_code ec;
  if (!building_.empty()) fs::remove_all(building_, ec);
}

Error NewFolder::told(const Error& error) const {
  Error told = error;
  const std::string built = building_.string();
  if (const auto at = told.detail.find(built); at != std::string::npos) {
    told.detail.replace(at, built.size(), final_.string());
  }
  return told;
}

Result<void> NewFolder::commit() {
  if (auto ok = sync_folder(building_); !ok) return ok;
  // Takes the place of nothing but an empty folder.
  if (::rename(building_.c_str(), final_.c_str()) != 0) return failed(final_);
  building_.clear();
  return sync_folder(final_.parent_path());
}

}  // namespace tem
