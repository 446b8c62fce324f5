#pragma once
// A folder that appears under its name only when it is whole and on the disk. Internal.
//
//   auto folder = NewFolder::make("backup", 0700);      // .backup.new-<random>, beside it
//   write_new_file(folder->path() / "manifest", …);
//   folder->commit();                                   // without it nothing is left

#include <filesystem>

#include "tem/result.hpp"

namespace tem {

class NewFolder {
 public:
  /// May `dir` be made: it is not there, or an empty folder? Error: exists.
  static Result<void> may_make(const std::filesystem::path& dir);
  /// Errors: exists, cannot_write.
  static Result<NewFolder> make(const std::filesystem::path& dir, unsigned permissions);
  NewFolder(NewFolder&& other) noexcept;
  NewFolder& operator=(NewFolder&&) = delete;
  ~NewFolder();

  /// Where it is built.
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return building_; }
  /// An error of its making, told of the name that it would have had.
  [[nodiscard]] Error told(const Error& error) const;
  /// Puts the names in it on the disk, then the folder under its name. The files in it are its
  /// maker's to put there. Error: cannot_write.
  Result<void> commit();

 private:
  NewFolder(std::filesystem::path final_dir, std::filesystem::path building)
      : final_(std::move(final_dir)), building_(std::move(building)) {}
  std::filesystem::path final_, building_;  ///< building_ is empty once it is committed
};

/// Is `path` in the folder, however the two are written? What is not there is taken by its name.
bool lies_below(const std::filesystem::path& path, const std::filesystem::path& folder);

}  // namespace tem
