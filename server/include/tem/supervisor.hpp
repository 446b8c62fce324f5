#pragma once
// Tells the supervisor that started the service how it is: sd_notify(3), without its library.
//
//   tell_supervisor("READY=1\nSTATUS=listening on http://127.0.0.1:8080");

#include <string_view>

namespace tem {

/// One datagram to the socket that $NOTIFY_SOCKET names; nothing where there is none. A supervisor
/// that does not listen is no reason to stop: failures are not told.
void tell_supervisor(std::string_view state) noexcept;

}  // namespace tem
