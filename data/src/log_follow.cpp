#include "tem/log_follow.hpp"

#include "evidence.hpp"
#include "files.hpp"
#include "http_client.hpp"
#include "ledger_copy.hpp"
#include "settings.hpp"
#include "tem/merkle_proof.hpp"
#include "tile_tree.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxSettingsBytes = 64 * 1024;
// A log's index is an exact number in JSON, and a row of the ledger.
constexpr std::uint64_t kMaxSize = (std::uint64_t{1} << 53) - 1;

/// May this folder hold the copy? Errors: exists, bad_settings, cannot_read.
Result<void> check_folder(const fs::path& dir, const NoteKey& key) {
  std::error_code ec;
  if (fs::exists(dir / "secrets", ec)) {
    return Error{ErrorCode::exists,
                 dir.string() + ": is a registry of its own; choose another folder"};
  }
  const auto text = read_file(dir / "registry.toml", kMaxSettingsBytes);
  if (!text && text.error().code == ErrorCode::not_found) return {};
  if (!text) return text.error();
  const auto settings = parse_settings(*text);
  if (!settings) return settings.error().at(dir.string());
  if (settings->second.str() == key.str()) return {};
  return Error{ErrorCode::exists, dir.string() + ": is a copy of another log, " +
                                      settings->second.str() + "; choose another folder"};
}

/// The largest checkpoint that was taken before: of the files or of ledger.db, which is written first.
Result<std::optional<Checkpoint>> held_checkpoint(const LogFolder& folder, const NoteKey& key) {
  auto held = folder.checkpoint(key);
  if (!held) return held;
  const fs::path file = folder.dir() / "ledger.db";
  std::error_code ec;
  if (!fs::exists(file, ec)) return held;
  // To write, so that what a run that was stopped left beside the file is undone.
  const auto ledger = Ledger::open(file, Access::append, key);
  if (!ledger) {
    // A first run that was stopped leaves a file without tables.
    if (!*held && ledger.error().code == ErrorCode::ledger_damaged) return held;
    return ledger.error().at(folder.dir().string());
  }
  auto last = ledger->checkpoint();
  if (!last) return last.error();
  if (!*held || (*held)->head.size < last->head.size) return std::optional(std::move(*last));
  return held;
}

Result<void> forked(const FollowRequest& request, Evidence evidence) {
  const auto file = keep_evidence(request.dir, evidence, request.now);
  const std::string line = evidence.source + ": " + evidence.finding;
  if (!file) return Error{ErrorCode::log_forked, line + "; " + file.error().str()};
  return Error{ErrorCode::log_forked,
               line + "; both signed checkpoints are kept in " + file->string()};
}

std::string size_of(const TreeHead& head) { return "size " + std::to_string(head.size); }

/// Before any tile is asked for. Error: log_forked.
Result<void> check_not_back(const FollowRequest& request, const LogSource& source,
                            const Checkpoint& held, const Checkpoint& offered) {
  Evidence evidence{held, offered, source.prefix() + "/checkpoint", {}, {}, {}};
  if (offered.head.size < held.head.size) {
    evidence.finding = "the log went back to " + size_of(offered.head) + " after it had signed " +
                       size_of(held.head);
    return forked(request, std::move(evidence));
  }
  if (offered.head.size == held.head.size && offered.head.root != held.head.root) {
    evidence.finding = "the log signed two roots of " + size_of(held.head);
    return forked(request, std::move(evidence));
  }
  return {};
}

/// Does the offered tree begin with the held one? Error: log_forked.
Result<void> check_continues(const FollowRequest& request, const LogSource& source, TileTree& tree,
                             const Checkpoint& held, const Checkpoint& offered) {
  const NodeReader node = [&](NodeId id) { return tree.node(id); };
  const auto root = tree_root(held.head.size, node);
  if (!root) return root.error();
  if (*root == held.head.root) return {};
  auto proof = consistency_proof(held.head.size, offered.head.size, node);
  if (!proof) return proof.error();
  return forked(request, {held, offered, source.prefix() + "/checkpoint",
                          "the log of " + size_of(offered.head) +
                              " does not continue the one that was signed at " + size_of(held.head),
                          *root, std::move(*proof)});
}

/// Every tile and bundle that a tree of `old_size` has not, from the uppermost level down.
Result<void> copy_tiles(const FollowRequest& request, TileTree& tree, std::uint64_t old_size,
                        std::uint64_t size) {
  const auto checked = [&] {
    if (request.progress) request.progress(1);
  };
  for (unsigned level = kMaxTileLevel + 1; level-- > 0;) {
    const std::uint64_t count = size >> (kTileHeight * level);
    if (count == old_size >> (kTileHeight * level)) continue;
    for (auto i = (old_size >> (kTileHeight * level)) / kTileWidth; i * kTileWidth < count; ++i) {
      const auto ok = tree.hashes(tree.at(TileKind::hashes, level, i));
      if (!ok) return ok.error();
      checked();
    }
  }
  for (auto i = old_size / kTileWidth; i * kTileWidth < size; ++i) {
    const auto ok = tree.entries(tree.at(TileKind::entries, 0, i));
    if (!ok) return ok.error();
    checked();
  }
  return {};
}

/// Reads entries in their order, a bundle at a time.
class BundleReader {
 public:
  explicit BundleReader(TileTree& tree) : tree_(tree) {}
  Result<std::string> operator()(std::uint64_t index) {
    const std::uint64_t bundle = index / kTileWidth;
    if (!held_ || *held_ != bundle) {
      auto entries = tree_.entries(tree_.at(TileKind::entries, 0, bundle));
      if (!entries) return entries.error();
      entries_ = std::move(*entries);
      held_ = bundle;
    }
    return entries_[index % kTileWidth];
  }

 private:
  TileTree& tree_;
  std::optional<std::uint64_t> held_;
  std::vector<std::string> entries_;
};

Result<BaseUri> base_of(const FollowRequest& request) {
  if (request.base) return *request.base;
  std::string base = is_http_url(request.from) ? request.from : "https://" + request.key.name;
  while (base.ends_with('/')) base.pop_back();
  if (is_http_url(request.from) && base.ends_with("/log")) base.resize(base.size() - 4);
  auto parsed = BaseUri::parse(base);
  if (parsed) return parsed;
  return Error{ErrorCode::bad_settings,
               base + ": cannot be where stamps point (" + parsed.error().str() +
                   "); say it with --base"};
}

/// registry.toml, once. Errors: bad_settings, cannot_write, those of the reader.
Result<void> write_settings(const FollowRequest& request, BundleReader& entry) {
  std::error_code ec;
  const fs::path file = request.dir / "registry.toml";
  if (fs::exists(file, ec)) return {};
  const auto bytes = entry(0);
  if (!bytes) return bytes.error();
  const auto fact = Fact::parse(*bytes);
  if (!fact) return fact.error().at("entry 0");
  const auto* created = std::get_if<RegistryCreated>(&fact->body);
  if (created == nullptr) return Error{ErrorCode::bad_field, "entry 0: is no registry.created"};
  const auto base = base_of(request);
  if (!base) return base.error();
  Settings settings{request.key.name, created->name, *base};
  settings.copy_of = request.from;
  if (auto ok = check_settings(settings); !ok) return ok.error().at(request.from);
  const fs::path unfinished = request.dir / "registry.toml.part";
  fs::remove(unfinished, ec);
  if (auto ok = write_new_file(unfinished, settings_text(settings, request.key), 0644); !ok) return ok;
  fs::rename(unfinished, file, ec);
  if (ec) return Error{ErrorCode::cannot_write, file.string() + ": " + ec.message()};
  return {};
}

Result<Checkpoint> offered_checkpoint(const LogSource& source, const NoteKey& key) {
  const std::string name = source.prefix() + "/checkpoint";
  auto head = open_checkpoint(source.checkpoint(), key);
  if (!head) return head.error().at(name);
  if (head->size == 0 || head->size > kMaxSize) {
    return Error{ErrorCode::bad_note, name + ": a log of " + size_of(*head) + " cannot be copied"};
  }
  return Checkpoint{std::move(*head), source.checkpoint()};
}

}  // namespace

Result<Followed> follow_log(const FollowRequest& request) {
  if (auto ok = check_folder(request.dir, request.key); !ok) return ok.error();
  // Before a folder is made for a log that is not there.
  const auto source = LogSource::open(request.from);
  if (!source) return source.error();
  const auto offered = offered_checkpoint(*source, request.key);
  if (!offered) return offered.error();
  if (auto base = base_of(request); !base) return base.error();

  auto folder = LogFolder::open(request.dir);
  if (!folder) return folder.error();
  const auto held = held_checkpoint(*folder, request.key);
  if (!held) return held.error();
  const std::uint64_t old_size = *held ? (*held)->head.size : 0;
  if (*held) {
    if (auto ok = check_not_back(request, *source, **held, *offered); !ok) return ok.error();
  }
  auto tree = TileTree::open(*source, *folder, offered->head);
  if (!tree) return tree.error();
  if (*held) {
    if (auto ok = check_continues(request, *source, *tree, **held, *offered); !ok) return ok.error();
  }
  const std::uint64_t from = request.all ? 0 : old_size;
  if (auto ok = copy_tiles(request, *tree, from, offered->head.size); !ok) return ok.error();

  BundleReader entry(*tree);
  if (auto ok = write_settings(request, entry); !ok) return ok.error();
  if (auto ok = grow_ledger_copy(request.dir / "ledger.db", request.key, *offered, std::ref(entry));
      !ok) {
    return ok.error();
  }
  if (auto ok = folder->publish(offered->note); !ok) return ok.error();
  return Followed{offered->head, old_size, tree->fetched()};
}

}  // namespace tem
