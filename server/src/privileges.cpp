#include "tem/privileges.hpp"

#include <grp.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "tem/core_dumps.hpp"
#include "tem/system_reason.hpp"

namespace tem {
namespace {

Error refused(uid_t user) {
  return {ErrorCode::internal, "started as root, and could not go on as user " +
                                   std::to_string(user) + ", whose registry it is: " +
                                   system_reason(errno)};
}

}  // namespace

Result<void> drop_privileges(const std::filesystem::path& folder) {
  static_cast<void>(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));  // fails for other arguments only
  struct stat status {};
  if (::geteuid() != 0 || ::stat(folder.c_str(), &status) != 0 || status.st_uid == 0) return {};
  const uid_t user = status.st_uid;
  const passwd* known = ::getpwuid(user);  // none in a container that was given a number
  const gid_t group = known != nullptr ? known->pw_gid : status.st_gid;
  const bool in_groups = known != nullptr ? ::initgroups(known->pw_name, group) == 0
                                          : ::setgroups(1, &group) == 0;
  if (!in_groups || ::setresgid(group, group, group) != 0 ||
      ::setresuid(user, user, user) != 0) {
    return refused(user);
  }
  forbid_core_dumps();  // which another user may set anew
  return {};
}

}  // namespace tem
