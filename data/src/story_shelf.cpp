#include "story_shelf.hpp"

namespace tem {

StoryShelf::StoryShelf(std::filesystem::path file, std::size_t sights,
                       const std::atomic<ScanTicket>& durable,
                       const std::atomic<ScanTicket>& settled)
    : file_(std::move(file)), most_(sights / kShards), durable_(durable), settled_(settled) {}

void StoryShelf::known(StampKey key) { mark(shard_of(key), key); }

Result<StoryShelf::Found> StoryShelf::find(StampKey key) {
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  const auto held = take(shard, key, false);
  if (!held) return held.error();
  if (*held == nullptr) return Found{};
  Found copy{(*held)->row, (*held)->last <= durable_ ? 0 : (*held)->last};
  shrink(shard);
  return copy;
}

std::optional<StampRow> StoryShelf::row_at(StampKey key, ScanTicket ticket) {
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.by_key.find(key);
  if (found == shard.by_key.end()) return std::nullopt;
  Held& held = *found->second;
  held.is_wanted = held.last > ticket;
  if (held.is_wanted) return std::nullopt;
  return held.row;
}

Result<StoryShelf::Held*> StoryShelf::take(Shard& shard, StampKey key, bool make) {
  if (const auto found = shard.by_key.find(key); found != shard.by_key.end()) {
    shard.held.splice(shard.held.begin(), shard.held, found->second);
    return &shard.held.front();
  }
  const auto bits = shard.in_file.find(key / 64);
  std::optional<StampRow> row;
  if (bits != shard.in_file.end() && (bits->second >> key % 64 & 1) != 0) {
    auto stored = read(shard, key);
    if (!stored) return stored.error();
    row = std::move(*stored);
  }
  if (!row && !make) return static_cast<Held*>(nullptr);
  shard.held.push_front({key, row ? std::move(*row) : StampRow{}});
  shard.by_key[key] = shard.held.begin();
  shard.weight += weight(shard.held.front().row);
  return &shard.held.front();
}

Result<std::optional<StampRow>> StoryShelf::read(Shard& shard, StampKey key) {
  auto row = guarded(
      ErrorCode::cannot_read,
      [&] {
        if (!shard.reader) {
          shard.reader = std::make_unique<Connection>(file_, Connection::Mode::read);
        }
        return read_stamp(*shard.reader, key);
      },
      kScansFile);
  if (row && *row) {
    forget_before(**row, shard.before);
    if (const auto of = shard.before_of.find(key); of != shard.before_of.end()) {
      forget_before(**row, of->second);
    }
  }
  return row;
}

void StoryShelf::shrink(Shard& shard) {
  while (shard.weight > most_ && !shard.held.empty() && shard.held.back().last <= settled_) {
    shard.weight -= weight(shard.held.back().row);
    shard.by_key.erase(shard.held.back().key);
    shard.held.pop_back();
  }
}

void StoryShelf::forget(Instant before, std::optional<StampKey> stamp) {
  for (Shard& shard : shards_) {
    if (stamp && &shard != &shard_of(*stamp)) continue;
    const std::lock_guard lock(shard.mutex);
    if (stamp) {
      shard.before_of[*stamp] = std::max(shard.before_of[*stamp], before);
    } else {
      shard.before = std::max(shard.before, before);
    }
    for (Held& held : shard.held) {
      if (stamp && held.key != *stamp) continue;
      shard.weight -= weight(held.row);
      forget_before(held.row, before);
      shard.weight += weight(held.row);
    }
  }
}

}  // namespace tem
