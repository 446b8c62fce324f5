#pragma once
// The ledger.db of another registry's log: made from its entries alone, under its own checkpoints.
// Internal.

#include <filesystem>
#include <functional>

#include "tem/ledger.hpp"

namespace tem {

using EntryReader = std::function<Result<std::string>(std::uint64_t index)>;

/// Brings the file, which need not be there, to the checkpoint's size in one transaction: each entry
/// is one that the rules allow, and together they give the root. Errors: ledger_damaged (which entry
/// breaks which rule; or the file is not the beginning of this log), ledger_busy, cannot_write, those
/// of the reader.
Result<void> grow_ledger_copy(const std::filesystem::path& file, const NoteKey& key,
                              const Checkpoint& to, const EntryReader& entry);

}  // namespace tem
