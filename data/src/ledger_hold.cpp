#include "ledger_hold.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "descriptor.hpp"
#include "files.hpp"
#include "utf8.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxHoldBytes = 200;

/// As it was written; whatever else somebody put there is only that there is a hold.
std::string held_backup(const fs::path& file) {
  auto text = read_file(file, kMaxHoldBytes);
  if (text && text->ends_with('\n')) text->pop_back();
  return text && is_plain_text(*text) ? *text : "backup of an unknown time";
}

/// On the disk when it returns.
Result<void> add_line(const fs::path& file, std::string_view line) {
  const Descriptor fd(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (fd.get() < 0) return failed(ErrorCode::cannot_write, file);
  if (auto ok = write_all(fd, line, file); !ok) return ok;
  if (::fsync(fd.get()) != 0) return failed(ErrorCode::cannot_write, file);
  return {};
}

}  // namespace

std::string hold_text(Instant made, std::uint64_t size) {
  return "backup of " + made.str() + ", size " + std::to_string(size) + "\n";
}

Result<void> check_no_hold(const fs::path& registry) {
  struct stat status {};
  if (::lstat((registry / kHoldFile).c_str(), &status) != 0 && errno == ENOENT) return {};
  return Error{
      ErrorCode::not_compared,
      std::string(kHoldFile) +
          ": this ledger comes from a backup: before it was compared with what was published since, "
          "nothing is appended or published; run `tem log compare URL|FILE` or `tem log compare "
          "--witnesses`"};
}

Result<void> release_hold(const fs::path& registry, std::string_view right, Instant now) {
  const fs::path file = registry / kHoldFile;
  if (check_no_hold(registry)) return {};
  const std::string line = now.str() + " " + held_backup(file) + ": " + std::string(right) + "\n";
  if (auto ok = add_line(registry / kHoldsRecord, line); !ok) return ok;
  if (auto ok = sync_folder(registry); !ok) return ok;
  if (::unlink(file.c_str()) != 0) return failed(ErrorCode::cannot_write, file);
  return sync_folder(registry);
}

}  // namespace tem
