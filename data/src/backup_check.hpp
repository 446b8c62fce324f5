#pragma once
// The parts of a backup's check that its maker needs too. Internal.

#include <filesystem>

#include "tem/backup_manifest.hpp"
#include "tem/registry.hpp"

namespace tem {

/// The databases beside the ledger, in the order in which they are copied.
inline constexpr std::array<std::string_view, 4> kSideDatabases = {"scans.db", "prints.db",
                                                                   "tokens.db", "cosignatures.db"};
inline constexpr std::string_view kSecretsFolder = "secrets";

/// Opens what a backup holds. Errors: those of Registry::open; cannot_read, ledger_damaged.
Result<TreeHead> check_contents(const std::filesystem::path& dir);

}  // namespace tem
