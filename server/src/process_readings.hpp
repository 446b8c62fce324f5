#pragma once
// What the kernel tells of this process; 0 where it does not.

namespace tem {

struct ProcessReadings {
  double cpu_seconds = 0, resident_bytes = 0, open_descriptors = 0, most_descriptors = 0;
};

ProcessReadings read_process();

}  // namespace tem
