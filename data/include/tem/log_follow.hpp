#pragma once
// A checked copy of another registry's log, kept up to date: tiles as in an export, and beside them a
// registry's folder that can be read, without its secrets.
//
//   auto done = follow_log({.from = "https://tem.example", .key = vkey, .dir = "copy", .now = now});
//   done->head.size
//
//   copy/checkpoint, copy/tile/…        c2sp.org/tlog-tiles
//   copy/registry.toml, copy/ledger.db  for `tem verify --registry copy`, `tem log fsck`
//   copy/evidence-<size>-<time>.txt     what proves that the log showed two histories

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "tem/digital_link.hpp"
#include "tem/ledger.hpp"

namespace tem {

struct FollowRequest {
  std::string from;  ///< http(s) URL of the log or of its temd, or the folder of an export
  NoteKey key;       ///< the log's
  std::filesystem::path dir;
  std::optional<BaseUri> base;  ///< where its stamps point; the URL without its `/log`, or the origin
  bool all = false;             ///< also checks what was copied before, and fetches what was spoilt
  Instant now;
  std::function<void(std::uint64_t tiles)> progress = nullptr;  ///< how many were checked just now
};

struct Followed {
  TreeHead head;
  std::uint64_t old_size = 0;  ///< that the copy had
  std::uint64_t fetched = 0;   ///< tiles
};

/// Nothing that the log signed before may be taken back: a smaller tree, another root of the same
/// size, or a tree that does not continue the copy's is log_forked, and the evidence is kept in a
/// file. A tile that does not fit is bad_proof and named; what was checked stays, so that the next
/// run goes on from there. Errors also: bad_note, bad_signature (of the checkpoint), exists (the
/// folder holds something else), ledger_damaged (an entry breaks a rule), not_found, not_reachable,
/// too_long, cannot_read, cannot_write, ledger_busy, bad_settings (no base).
Result<Followed> follow_log(const FollowRequest& request);

}  // namespace tem
