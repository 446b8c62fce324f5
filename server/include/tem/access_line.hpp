#pragma once
// One line of the access log, in logfmt.
//
//   access_line({.method = "GET", .path = "/v/01/08936000000011/10/L2611A/21/KVYVF9TDX7", …}, time)
//   time=2026-11-27T10:00:00.123Z method=GET path=/v/01/08936000000011/10/L2611A/21/- status=200
//   bytes=5120 ms=0.412 lane=quick                                          (all on one line)
//
// Without who asked, without the query (a seal is a bearer secret of sorts) and without the serial,
// which is one person's purchase. Nothing that a client sends can begin a line or a field.

#include <chrono>
#include <string>
#include <string_view>

#include "tem/listener.hpp"

namespace tem {

/// A path with the part after each `/21/` as `-`; below `/01/`, what is no GTIN with its lot and
/// serial is `-` altogether, since a serial may hide in it.
std::string path_without_serial(std::string_view path);

/// A logfmt value: as it is where it is printable ASCII without space, quote, equals sign and
/// backslash; else in quotes, with `\"`, `\\` and `\xNN`. More than 200 bytes are cut, which `…`
/// shows as `...`.
std::string logfmt_value(std::string_view text);

/// Without a line feed. `why` is added where there is one.
std::string access_line(const Answered& it, std::chrono::system_clock::time_point at);

}  // namespace tem
