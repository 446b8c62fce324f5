#pragma once
// The files in a ZIP archive, read one after the other into memory; nothing is unpacked to a disk.
//
//   auto zip = ZipArchive::open("photos.zip");
//   while (auto member = zip->next(wanted)) use(member->name, member->bytes);
//
// APPNOTE 6.3.10 without Zip64: at most 65,535 entries, so that what the directory asks for is
// known before it is read.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "tem/result.hpp"

namespace tem::cli {

inline constexpr std::uint64_t kMaxZipBytes = std::uint64_t{2} << 30;
inline constexpr std::uint64_t kMaxZipMembers = 10'000;
inline constexpr std::uint64_t kMaxZipDirectoryBytes = std::uint64_t{16} << 20;
inline constexpr std::size_t kMaxMemberBytes = std::size_t{64} << 20;  // a picture: kMaxImageBytes
inline constexpr std::size_t kMaxMemberNameBytes = 1024;
/// All that is read of an archive: this many times its size, and never less or more than these. A
/// list of stamps shrinks to a fifth, deflate's limit is 1,032.
inline constexpr std::uint64_t kMaxZipExpansion = 200;
inline constexpr std::uint64_t kLeastZipBudget = std::uint64_t{16} << 20;
inline constexpr std::uint64_t kMostZipBudget = std::uint64_t{4} << 30;

struct ZipMember {
  std::string name;  ///< as it stands in the archive, in UTF-8
  /// Nothing where it was not wanted. Errors: cannot_read (a password, an unknown compression),
  /// bad_image (damaged), bad_value (a name that leads out of the archive), too_long (bytes, name,
  /// expansion: then no member follows).
  Result<std::optional<std::string>> bytes;
};

class ZipArchive {
 public:
  /// Errors: those of open_to_read; too_long (bytes, members, directory), bad_image (no ZIP, or
  /// damaged), unsupported_format (Zip64).
  static Result<ZipArchive> open(const std::string& path);
  static Result<ZipArchive> from_bytes(std::string bytes);
  ZipArchive(ZipArchive&&) noexcept;
  ZipArchive& operator=(ZipArchive&&) noexcept;
  ~ZipArchive();

  /// Is a member read whole? Asked with its name and its first bytes, at most kZipHeadBytes.
  using Wanted = std::function<bool(const std::string& name, std::span<const std::byte> head)>;
  /// The next file in the order of the archive; folders are passed over.
  std::optional<ZipMember> next(const Wanted& wanted);
  /// Entries that are still to come.
  [[nodiscard]] std::uint64_t left() const noexcept;

 private:
  struct State;
  explicit ZipArchive(std::unique_ptr<State> state);
  static Result<ZipArchive> opened(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

inline constexpr std::size_t kZipHeadBytes = 4096;

/// Relative, with no `..` in it, whichever slash is used: what a report may show as a path.
bool is_inner_path(std::string_view name) noexcept;

}  // namespace tem::cli
