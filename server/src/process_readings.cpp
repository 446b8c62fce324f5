#include "process_readings.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace tem {

ProcessReadings read_process() {
  ProcessReadings now;
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0) {
    for (const timeval& part : {usage.ru_utime, usage.ru_stime})
      now.cpu_seconds += static_cast<double>(part.tv_sec) + static_cast<double>(part.tv_usec) / 1e6;
  }
  if (std::ifstream statm("/proc/self/statm"); statm) {
    double all = 0, resident = 0;  // pages
    if (statm >> all >> resident)
      now.resident_bytes = resident * static_cast<double>(sysconf(_SC_PAGESIZE));
  }
  std::error_code ec;
  for (std::filesystem::directory_iterator it("/proc/self/fd", ec), end; !ec && it != end;
       it.increment(ec))
    ++now.open_descriptors;
  if (now.open_descriptors > 0) --now.open_descriptors;  // the one that reads the folder
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
    now.most_descriptors = static_cast<double>(limit.rlim_cur);
  return now;
}

}  // namespace tem
