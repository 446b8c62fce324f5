#include "tem/log_compare.hpp"

#include "files.hpp"
#include "http_client.hpp"
#include "ledger_copy.hpp"
#include "ledger_hold.hpp"
#include "log_source.hpp"
#include "random.hpp"
#include "tem/log_follow.hpp"
#include "tem/merkle_proof.hpp"
#include "tem/witness_client.hpp"
#include "utf8.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxRightBytes = 1000;
constexpr std::string_view kCheckpointName = "/checkpoint";

/// A checkpoint's own address serves as well as what it stands below.
std::string without_checkpoint(std::string place) {
  if (place.ends_with(kCheckpointName)) place.resize(place.size() - kCheckpointName.size());
  return place;
}

/// The note, and where it was found.
struct Found {
  std::string place, note;
};

Result<Found> find_checkpoint(std::string place) {
  std::error_code ec;
  if (!is_http_url(place) && fs::is_regular_file(place, ec)) {
    auto note = read_file(place, kMaxNoteBytes);
    if (!note) return note.error();
    return Found{std::move(place), std::move(*note)};
  }
  const auto source = LogSource::open(without_checkpoint(std::move(place)));
  if (!source) return source.error();
  return Found{source->prefix() + std::string(kCheckpointName), source->checkpoint()};
}

/// A folder that goes with its owner.
class Scratch {
 public:
  explicit Scratch(fs::path path) : path_(std::move(path)) {}
  ~Scratch() {
    std::error_code ec;
    fs::remove_all(path_, ec);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

Result<Standing> standing_of(const Ledger& ledger, const TreeHead& published) {
  const auto ours = ledger.checkpoint();
  if (!ours) return ours.error();
  if (published.size > ours->head.size) return Standing::behind;
  const auto root = tree_root(published.size, [&](NodeId id) { return ledger.node(id); });
  if (!root) return root.error();
  if (*root != published.root) return Standing::forked;
  return published.size == ours->head.size ? Standing::same : Standing::ahead;
}

Result<Comparison> compare_with(const std::string& place, const Registry& registry) {
  auto found = find_checkpoint(place);
  if (!found) return found.error();
  auto published = open_checkpoint(found->note, registry.log_vkey());
  if (!published) return published.error().at(found->place);
  const auto snapshot = registry.ledger().snapshot();
  if (!snapshot) return snapshot.error();
  auto ours = registry.ledger().checkpoint();
  if (!ours) return ours.error();
  const auto standing = standing_of(registry.ledger(), *published);
  if (!standing) return standing.error();
  return Comparison{std::move(found->place), *standing, std::move(*published),
                    std::move(ours->head)};
}

Error disagreement(const Comparison& found) {
  if (found.standing == Standing::behind) {
    const auto lost = found.published.size - found.ours.size;
    return {ErrorCode::log_forked,
            found.place + ": has size " + std::to_string(found.published.size) +
                ", this log ends at " + std::to_string(found.ours.size) + ": " +
                std::to_string(lost) + (lost == 1 ? " fact is" : " facts are") +
                " missing here; fetch them with `tem log compare PLACE --fetch` from whoever holds "
                "the log's tiles (`tem log export`, `tem log follow`), else begin a new log"};
  }
  return {ErrorCode::log_forked, found.place + ": is not the tree of size " +
                                     std::to_string(found.published.size) +
                                     " that is in this log: what was published is lost here; "
                                     "restore another backup, else begin a new log"};
}

Result<WitnessComparison> compare_with_witnesses(const Registry& registry) {
  const auto policy = registry.witness_policy();
  if (!policy) return policy.error();
  if (!*policy || (*policy)->quorum() == "none") {
    return Error{
        ErrorCode::not_found,
        registry.dir().string() +
            "/witnesses.policy: names no witnesses to ask; compare with a published checkpoint"};
  }
  const auto snapshot = registry.ledger().snapshot();  // one checkpoint for all of them
  if (!snapshot) return snapshot.error();
  const auto checkpoint = registry.ledger().checkpoint();
  if (!checkpoint) return checkpoint.error();
  auto note = SignedNote::parse(checkpoint->note);
  if (!note) return note.error();
  WitnessComparison compared{checkpoint->head, (*policy)->quorum(), false, {}};
  bool contradicted = false;
  for (const auto& witness : (*policy)->witnesses()) {
    // From nothing: what is remembered here may be as old as the backup. The witness tells its
    // size.
    const auto line = cosignature_of(registry.ledger(), witness, 0);
    WitnessWord word{witness.name, {}, false};
    if (line) {
      note->signatures.push_back(*line);
    } else {
      word.refusal = line.error().str();
      word.contradicts = line.error().code == ErrorCode::log_forked;
      contradicted = contradicted || word.contradicts;
    }
    compared.witnesses.push_back(std::move(word));
  }
  compared.met = !contradicted && (*policy)->has_quorum(*note);
  return compared;
}

Result<Comparison> fetch_missing(const std::string& place, const Registry& registry, Instant now,
                                 const std::function<void(std::uint64_t tiles)>& progress) {
  auto before = compare_with(place, registry);
  if (!before || before->standing != Standing::behind) return before;
  const Scratch copy(registry.dir() / (".fetch-" + to_hex(random_bytes<8>())));
  const auto followed = follow_log({.from = without_checkpoint(place),
                                    .key = registry.log_vkey(),
                                    .dir = copy.path(),
                                    .base = registry.settings().base,
                                    .now = now,
                                    .progress = progress});
  if (!followed) return followed.error();
  const auto theirs = Ledger::open(copy.path() / "ledger.db", Access::read, registry.log_vkey());
  if (!theirs) return theirs.error();
  const auto root = tree_root(before->ours.size, [&](NodeId id) { return theirs->node(id); });
  if (!root) return root.error();
  if (*root != before->ours.root) {
    before->standing = Standing::forked;
    return before;
  }
  const auto head = theirs->checkpoint();
  if (!head) return head.error();
  if (auto ok = grow_ledger_copy(registry.dir() / "ledger.db", registry.log_vkey(), *head,
                                 [&](std::uint64_t index) { return theirs->entry(index); });
      !ok) {
    return ok.error();
  }
  return compare_with(place, registry);
}

Result<void> release_ledger(const Registry& registry, std::string_view right, Instant now) {
  if (right.empty() || right.size() > kMaxRightBytes || !is_plain_text(right)) {
    return Error{ErrorCode::bad_value, "what is recorded must be one line of at most " +
                                           std::to_string(kMaxRightBytes) + " bytes"};
  }
  return release_hold(registry.dir(), right, now);
}

}  // namespace tem
