#pragma once
// A log's copy as static files, for any web server or cache.
//
//   export_log(registry->ledger(), registry->log_vkey(), "public")   // public/checkpoint, public/tile/…
//
// c2sp.org/tlog-tiles; entry bundles are not compressed.

#include <cstdint>
#include <filesystem>

#include "tem/ledger.hpp"

namespace tem {

struct Exported {
  TreeHead head;             ///< that the folder holds now
  std::uint64_t tiles = 0;   ///< written by this run
};

/// Writes what the folder has not yet; its checkpoint comes last, when every tile that it needs is on
/// the disk. Errors: exists (the folder holds another log), log_forked (it holds a larger or another
/// tree of this log), cannot_write, cannot_read, ledger_busy.
Result<Exported> export_log(const Ledger& ledger, const NoteKey& key,
                            const std::filesystem::path& dir);

}  // namespace tem
