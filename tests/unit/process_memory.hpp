#pragma once
// What stands in this process's own memory, looked at from outside of every object.
//
//   stands_in_memory("tre xanh")      // wherever the process may write, freed or not
//   flags_of(&secret)                 // "rd wr mr mw me lo ac dd": `lo` locked, `dd` in no core
//   dump
//
// A text that is looked for must itself be a literal: those stand where the process cannot write.

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace tem::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
/// They lock nothing, and keep what was freed.
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

struct Mapping {
  std::uintptr_t begin = 0, end = 0;
  std::string rights;
};

/// The first line of a mapping in /proc/self/maps or smaps; false for another line.
inline bool read_mapping(const std::string& line, Mapping& mapping) {
  char dash = 0;
  std::istringstream in(line);
  in >> std::hex >> mapping.begin >> dash >> mapping.end >> mapping.rights;
  return in && dash == '-';
}

inline bool stands_in_memory(std::string_view wanted) {
  constexpr std::size_t kPiece = 256 * 1024;
  void* const room =
      ::mmap(nullptr, kPiece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(room != MAP_FAILED);
  const auto own = reinterpret_cast<std::uintptr_t>(room);
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  REQUIRE(memory >= 0);
  bool is_found = false;
  std::ifstream maps("/proc/self/maps");
  Mapping mapping;
  for (std::string line; std::getline(maps, line) && !is_found;) {
    if (!read_mapping(line, mapping) || !mapping.rights.starts_with("rw")) continue;
    // Pieces overlap by what is looked for, so that none hides between two.
    for (std::uintptr_t at = mapping.begin; at < mapping.end && !is_found;) {
      if (at >= own && at < own + kPiece) {
        at = own + kPiece;
        continue;
      }
      const std::uintptr_t end = at < own && mapping.end > own ? own : mapping.end;
      const std::size_t size = std::min<std::size_t>(kPiece, end - at);
      const auto got = ::pread(memory, room, size, static_cast<off_t>(at));
      if (got <= 0) break;
      const std::string_view piece(static_cast<const char*>(room), static_cast<std::size_t>(got));
      is_found = piece.find(wanted) != std::string_view::npos;
      if (piece.size() < kPiece) {
        at += piece.size();
      } else {
        at += piece.size() - wanted.size();
      }
    }
  }
  ::close(memory);
  ::munmap(room, kPiece);
  return is_found;
}

/// Of the mapping that holds the address; empty when there is none.
inline std::string flags_of(const void* address) {
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  constexpr std::string_view kFlags = "VmFlags:";
  std::ifstream smaps("/proc/self/smaps");
  Mapping mapping;
  bool is_here = false;
  for (std::string line; std::getline(smaps, line);) {
    if (is_here && line.starts_with(kFlags)) return line.substr(kFlags.size());
    Mapping next;
    if (read_mapping(line, next)) is_here = next.begin <= wanted && wanted < next.end;
  }
  return {};
}

}  // namespace tem::test
