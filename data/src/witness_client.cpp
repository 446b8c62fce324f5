#include "tem/witness_client.hpp"

#include <optional>

#include "http_client.hpp"
#include "tem/cosignature.hpp"
#include "tem/log_proof.hpp"
#include "tem/quote.hpp"
#include "tem/witness.hpp"

namespace tem {
namespace {

/// The checkpoint as the log signed it, what it says, and the hashes to prove it with.
struct Submission {
  const Ledger& ledger;
  Checkpoint checkpoint;
  std::string url;

  /// Errors: the ledger's.
  [[nodiscard]] Result<std::string> body(std::uint64_t old_size) const {
    auto proof = consistency_proof(old_size, checkpoint.head.size,
                                   [&](NodeId id) { return ledger.node(id); });
    if (!proof) return proof.error();
    return AddCheckpoint{old_size, std::move(*proof), checkpoint.note}.str();
  }
};

std::string add_checkpoint_url(const std::string& prefix) {
  return prefix + (prefix.ends_with('/') ? "add-checkpoint" : "/add-checkpoint");
}

/// The witness's own words, in one short line.
Error refused(const HttpAnswer& answer) {
  const auto line = std::string_view(answer.body).substr(0, answer.body.find('\n'));
  // Another root for this size, or a tree that does not continue what it cosigned.
  const bool is_fork = answer.status == 409 || answer.status == 422;
  return {is_fork ? ErrorCode::log_forked : ErrorCode::not_reachable,
          "HTTP " + std::to_string(answer.status) + (line.empty() ? "" : ": " + tem::quoted(line))};
}

/// The size in a 409, if it says one.
std::optional<std::uint64_t> size_in(const HttpAnswer& answer) {
  if (answer.status != 409 || answer.content_type != kTreeSizeType) return std::nullopt;
  if (!answer.body.ends_with('\n')) return std::nullopt;
  const auto size = parse_decimal(std::string_view(answer.body).substr(0, answer.body.size() - 1));
  if (!size) return std::nullopt;
  return *size;
}

/// The first line of the answer that verifies; lines of other keys and algorithms are passed over.
Result<NoteSignature> cosignature_in(const std::string& body, const std::string& text,
                                     const NoteKey& witness) {
  std::string_view rest = body;
  for (std::size_t lines = 0; !rest.empty() && lines < kMaxNoteSignatures; ++lines) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) break;
    const auto line = NoteSignature::parse(rest.substr(0, end));
    if (line && check_cosignature(text, *line, witness)) return *line;
    rest.remove_prefix(end + 1);
  }
  return Error{ErrorCode::bad_signature, "answered without a cosignature by " + witness.str()};
}

Error ahead(std::uint64_t theirs, std::uint64_t ours) {
  return {ErrorCode::log_forked, "has cosigned size " + std::to_string(theirs) +
                                     ", but this log has " + std::to_string(ours) +
                                     ": was the ledger put back to an older state?"};
}

Result<NoteSignature> submit(const Submission& submission, const NoteKey& witness,
                             std::uint64_t old_size, std::stop_token stop) {
  const std::uint64_t size = submission.checkpoint.head.size;
  if (old_size > size) return ahead(old_size, size);
  const auto text = SignedNote::parse(submission.checkpoint.note);
  if (!text) return text.error();
  HttpLimits limits;
  limits.stop = std::move(stop);
  for (bool again = true;; again = false) {
    const auto body = submission.body(old_size);
    if (!body) return body.error();
    const auto answer = http_post(submission.url, *body, limits);
    if (!answer) return answer.error();
    if (answer->status == 200) return cosignature_in(answer->body, text->text, witness);
    const auto known = size_in(*answer);
    if (!known || *known == old_size || !again) return refused(*answer);
    if (*known > size) return ahead(*known, size);
    old_size = *known;
  }
}

}  // namespace

Result<NoteSignature> cosignature_of(const Ledger& ledger, const Policy::Witness& witness,
                                     std::uint64_t known_size, std::stop_token stop) {
  auto checkpoint = ledger.checkpoint();
  if (!checkpoint) return checkpoint.error();
  const Submission submission{ledger, std::move(*checkpoint), add_checkpoint_url(witness.url)};
  return submit(submission, witness.key, known_size, std::move(stop));
}

Result<bool> ask_witness(const Ledger& ledger, const Policy::Witness& witness,
                         CosignatureStore& store, const std::function<Instant()>& clock,
                         std::stop_token stop) {
  auto checkpoint = ledger.checkpoint();
  if (!checkpoint) return checkpoint.error();
  const auto known = store.state(witness.key);
  if (!known) return known.error();
  const Submission submission{ledger, std::move(*checkpoint), add_checkpoint_url(witness.url)};
  const auto line = submit(submission, witness.key, known->size, stop);
  if (!line && stop.stop_requested()) return false;  // ours to say, not the witness's failure
  if (!line) {
    if (auto kept = store.keep_failure(witness.key, line.error().str(), clock()); !kept) {
      return kept.error();
    }
    return false;
  }
  const auto note = SignedNote::parse(submission.checkpoint.note);
  if (!note) return note.error();
  auto kept = store.keep(witness.key, submission.checkpoint.head.size, note->text, *line, clock());
  if (!kept) return kept.error();
  return true;
}

}  // namespace tem
