// The verdict on a text together with the stamp's history: parse, verify, recall, warn, judge, record.

#include <algorithm>

#include "examined.hpp"
#include "tem/copy_rules.hpp"
#include "tem/places.hpp"
#include "tem/scan_store.hpp"
#include "tem/verifier.hpp"

namespace tem {
namespace {

/// Which stamp it is; none unless judge would call it neither forged nor unissued.
std::optional<StampId> issued_stamp(const VerifiedStamp& stamp, const StampFacts& facts,
                                    const std::optional<std::uint32_t>& index) {
  const bool owned = facts.product && facts.product->producer == facts.key.producer;
  const bool issued = facts.run && facts.run->issued.key == facts.key.number;
  if (!index || !owned || !issued) return std::nullopt;
  return StampId{stamp.gtin(), stamp.lot(), *index};
}

/// The provinces where it was seen, as a shopper reads them, in the order in which they came up.
std::vector<std::string> place_names(const StampStory& story) {
  std::vector<std::string> names;
  std::vector<std::string_view> told;
  for (const Sight& sight : story.recent) {
    if (sight.place.empty() || std::ranges::find(told, sight.place) != told.end()) continue;
    told.emplace_back(sight.place);
    const auto province = province_of(sight.place);
    const auto place = find_place(province ? *province : sight.place);
    if (!place || place->name.vi.empty()) continue;
    if (std::ranges::find(names, place->name.vi) == names.end()) names.push_back(place->name.vi);
  }
  return names;
}

/// `client` is whoever asks now; 0: not known.
History history_of(const StampStory& story, const StampFacts& facts, const CopyRules& rules,
                   ClientHash client, Instant now) {
  History history;
  history.scans = story.scans;
  history.first = story.first;
  history.last = story.last;
  history.places = place_names(story);
  history.warnings = copy_warnings(
      story, facts.product ? stamp_context(*facts.product) : StampContext{}, rules, now);
  history.wrong_codes = story.wrong_codes;
  if (story.claim) {
    history.claimed = story.claim->at;
    // A client is told apart for a day: the buyer who looks again later is told of the claim too.
    history.claimed_by_another = client == 0 || client != story.claim->client;
  }
  return history;
}

}  // namespace

Result<Verdict> Verifier::check(std::string_view text, const Sighting& seen,
                                const ScanHistory& history) const {
  auto found = examine(text, seen.at);
  if (!found) return found.error();
  if (found->decided) return std::move(*found->decided);
  std::optional<History> known;
  if (const auto stamp = issued_stamp(*found->stamp, *found->facts, found->index)) {
    const auto story = history.story(*stamp);
    if (!story) return story.error();
    known = history_of(*story, *found->facts, registry_->settings().copies, seen.client, seen.at);
  }
  return judge_of(*found, known ? &*known : nullptr, seen.at);
}

Result<std::optional<StampId>> Verifier::find_issued(std::string_view text, Instant at) const {
  const auto found = examine(text, at);
  if (!found) return found.error();
  if (found->decided) return std::optional<StampId>();
  return issued_stamp(*found->stamp, *found->facts, found->index);
}

Result<Looked> Verifier::look(std::string_view text, const Sighting& seen, ScanStore& store) const {
  auto found = examine(text, seen.at);
  if (!found) return found.error();
  if (found->decided) {
    if (seen.is_look) store.count(found->decided->headline(), seen.at);
    Looked looked;
    looked.verdict = std::move(*found->decided);
    return looked;
  }
  Looked looked;
  looked.stamp = issued_stamp(*found->stamp, *found->facts, found->index);
  const auto answer = [&](const History* history) {
    looked.verdict = judge_of(*found, history, seen.at);
    return looked.verdict.headline();
  };
  if (!looked.stamp) {
    const Finding headline = answer(nullptr);
    if (seen.is_look) store.count(headline, seen.at);
    return looked;
  }
  const StampFacts& facts = *found->facts;
  const Sight sight{.at = seen.at,
                    .channel = seen.channel,
                    .place = seen.place,
                    .client = seen.client,
                    .inactive = !facts.run->issued.active && !facts.marks.activated,
                    .guessed = seen.guessed};
  const auto kept = store.look(*looked.stamp, sight, seen.is_look, [&](const StampStory& story) {
    const bool is_there = repeats(story, sight, store.reload_window());
    looked.may_tell =
        is_there ? look_without_place(story, seen.client, seen.channel, seen.at) != nullptr
                 : seen.client != 0 && (seen.place.empty() || seen.guessed);
    const History history =
        history_of(story, facts, registry_->settings().copies, seen.client, seen.at);
    return answer(&history);
  });
  if (!kept) return kept.error();
  looked.ticket = kept->ticket;
  looked.recorded = kept->recorded;
  return looked;
}

}  // namespace tem
