#pragma once
// The last checkpoint that was answered, in a small file beside the ledger. A ledger.db that was put
// back to an older state would otherwise sign a second tree of a size that was signed before.
// Internal.

#include <filesystem>
#include <optional>
#include <string>

#include "tem/note.hpp"

namespace tem {

/// ledger.db → ledger.head
std::filesystem::path signed_head_file(const std::filesystem::path& ledger);

/// Is the ledger's last checkpoint at least the one in the file, and the same where the sizes are? A
/// file that is missing or was torn by a power cut says nothing. Error: ledger_damaged (rolled back).
Result<void> check_signed_head(const std::filesystem::path& file, const TreeHead& last,
                               const std::string& last_note, const NoteKey& key);

/// Writes the note, unless the file holds a larger size already; durable when it returns. Error:
/// cannot_write.
Result<void> write_signed_head(const std::filesystem::path& file, const std::string& note);

}  // namespace tem
