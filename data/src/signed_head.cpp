#include "signed_head.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "descriptor.hpp"

namespace tem {
namespace {

// A whole note in one block, so that it is written in one piece; the rest is filled with line feeds.
constexpr std::size_t kHeadBytes = 2048;

/// The note, or empty when there is none that could be one.
std::string read_note(int fd) {
  std::string block(kHeadBytes, '\0');
  const ssize_t got = ::pread(fd, block.data(), block.size(), 0);
  if (got <= 0) return {};
  block.resize(static_cast<std::size_t>(got));
  while (block.ends_with("\n\n")) block.pop_back();
  return block;
}

/// The size that a note speaks of, whoever signed it; 0 when it is no checkpoint.
std::uint64_t claimed_size(const std::string& note) {
  const auto parsed = SignedNote::parse(note);
  if (!parsed) return 0;
  const auto head = TreeHead::parse(parsed->text);
  return head ? head->size : 0;
}

}  // namespace

std::filesystem::path signed_head_file(const std::filesystem::path& ledger) {
  return std::filesystem::path(ledger).replace_extension(".head");
}

Result<void> check_signed_head(const std::filesystem::path& file, const TreeHead& last,
                               const std::string& last_note, const NoteKey& key) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (in.get() < 0) return {};
  if (read_note(in.get()) == last_note) return {};  // the usual case, without a signature to check
  const auto head = open_checkpoint(read_note(in.get()), key);
  if (!head || head->size < last.size) return {};
  if (head->size == last.size && head->root == last.root) return {};
  return Error{ErrorCode::ledger_damaged,
               "ledger.db ends at size " + std::to_string(last.size) + ", but checkpoint " +
                   std::to_string(head->size) +
                   " was signed before (ledger.head): it was put back to an older state; restore the "
                   "newest copy"};
}

Result<void> write_signed_head(const std::filesystem::path& file, const std::string& note) {
  if (note.size() >= kHeadBytes) return Error{ErrorCode::internal, "checkpoint note is too long"};
  const Descriptor out(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (out.get() < 0 || ::flock(out.get(), LOCK_EX) != 0) {
    return failed(ErrorCode::cannot_write, file);
  }
  // Another writer may have committed after us and come here before us.
  if (claimed_size(read_note(out.get())) >= claimed_size(note)) return {};
  std::string block = note;
  block.resize(kHeadBytes, '\n');
  if (::pwrite(out.get(), block.data(), block.size(), 0) != static_cast<ssize_t>(block.size()) ||
      ::fdatasync(out.get()) != 0) {
    return failed(ErrorCode::cannot_write, file);
  }
  return {};
}

}  // namespace tem
