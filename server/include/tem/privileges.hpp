#pragma once
// What a service that root starts gives up before it reads what a client sent.
//
//   auto listener = Listener::bind("0.0.0.0:443", limits);   // as root
//   drop_privileges("registry");                             // from here on as the folder's owner

#include <filesystem>

#include "tem/result.hpp"

namespace tem {

/// No program that this process starts gains rights any more (PR_SET_NO_NEW_PRIVS). Where root runs it, it
/// goes on as the owner of `folder`, with that user's groups and without capabilities; a folder that is
/// root's, or is not there, changes nothing. Before there are threads. Error: internal, when the
/// system refuses.
Result<void> drop_privileges(const std::filesystem::path& folder);

}  // namespace tem
