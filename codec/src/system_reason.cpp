#include "tem/system_reason.hpp"

#include <cerrno>
#include <system_error>

namespace tem {
namespace {

const char* advice(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "; free some room, then try again";
    case EIO:
      return "; check the disk, then try again";
    case EROFS:
      return "; choose a place that takes writing";
    default:
      return "";
  }
}

}  // namespace

std::string system_reason(int error) {
  return std::generic_category().message(error) + advice(error);
}

}  // namespace tem
