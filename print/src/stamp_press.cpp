#include "tem/stamp_press.hpp"

#include <algorithm>
#include <deque>
#include <list>
#include <map>

#include "tem/digital_link.hpp"
#include "tem/hidden_code.hpp"
#include "tem/label_check.hpp"
#include "tem/print_texts.hpp"
#include "tem/qr_encoder.hpp"
#include "tem/ranges.hpp"

namespace tem {
namespace {

/// A target with what renders it.
struct Press {
  PrintTarget target;
  std::list<LabelFace> faces;  ///< one for each face of the run; they do not move
  std::unique_ptr<StampRenderer> renderer;
  std::optional<LabelCheck> check;
};

/// What one thread works with: neither a Registry nor LotStamps is for two.
struct Worker {
  Registry registry;
  std::optional<LotStamps> stamps;
};

}  // namespace

struct StampPress::State {
  const Registry& registry;
  PrintChoices choices;
  Gtin gtin;
  Lot lot;
  StampOrder order;
  LotStamps stamps;
  std::map<std::uint64_t, std::size_t> face_of;  ///< by the run's log index
  std::vector<QrEncoder> encoders;               ///< by face; threads share them
  std::vector<Press> presses;
  std::deque<Worker> workers;  ///< they do not move: the stamps of each refer to its registry
  std::string looks;
  std::optional<ClaimKey> claim_key;

  [[nodiscard]] bool needs_symbols() const {
    return std::ranges::any_of(presses, [](const Press& p) { return p.renderer->needs_symbol(); });
  }
  /// Is the label at this place one of those to be read back? They lie evenly over the run.
  [[nodiscard]] bool is_checked(std::uint64_t place) const {
    if (!choices.check) return false;
    if (*choices.check == 0 || *choices.check >= order.total()) return true;
    const auto share = [&](std::uint64_t i) {
      return static_cast<std::uint64_t>(static_cast<double>(i) * static_cast<double>(*choices.check) /
                                        static_cast<double>(order.total()));
    };
    return place == 0 || share(place) != share(place - 1);
  }

  Result<void> make_faces(Date today);
  Result<void> make_workers(std::size_t threads);
  Result<MadeStamp> make(Worker& worker, std::uint32_t index);
  Result<Rendered> render(Worker& worker, Block block);
};

Result<void> StampPress::State::make_faces(Date today) {
  const auto texts = product_texts(registry, choices, stamps.product(), today);
  if (!texts) return texts.error();
  looks = texts->product + '\n' + texts->brand + '\n' + texts->producer + '\n' +
          (texts->stars ? std::to_string(*texts->stars) : "") + '\n';

  // Runs that look alike share a face: same days, and stamps of the same length.
  std::map<std::string, std::size_t> known;
  std::vector<const LotIssued*> shown;
  std::vector<std::string> examples;  // a URI of each face
  for (const RunRecord& record : stamps.runs()) {
    const LotIssued& run = record.issued;
    const auto wanted = std::ranges::find_if(order.ranges(), [&](const IndexRange& range) {
      return range.first < run.first + run.count && run.first <= range.last;
    });
    if (wanted == order.ranges().end()) continue;
    const auto index = static_cast<std::uint32_t>(std::max<std::uint64_t>(wanted->first, run.first));
    const auto example = stamps.sign(index);
    if (!example) return example.error();
    const std::string days = run.produced.str() + (run.expires ? run.expires->str() : "") + ' ' +
                              std::to_string(example->uri.size());
    const auto [at, is_new] = known.try_emplace(days, shown.size());
    if (is_new) {
      shown.push_back(&run);
      examples.push_back(example->uri);
    }
    face_of[record.entry] = at->second;
  }
  for (const PrintTarget& target : choices.targets) {
    Press& press = presses.emplace_back();
    press.target = target;
    std::vector<const LabelFace*> faces;
    for (std::size_t i = 0; target.format && i < shown.size(); ++i) {
      auto face = LabelFace::make(target.layout, of_run(*texts, *shown[i]), examples[i], target.setup);
      if (!face) return face.error();
      press.faces.push_back(std::move(*face));
      faces.push_back(&press.faces.back());
    }
    auto renderer = make_renderer(target, faces, stamps.product().name);
    if (!renderer) return renderer.error();
    press.renderer = std::move(*renderer);
    if (choices.check && target.format && press.renderer->needs_symbol()) {
      auto check = LabelCheck::make(registry, stamps, faces, target);
      if (!check) return check.error();
      press.check.emplace(std::move(*check));
    }
  }
  if (!needs_symbols()) return {};
  for (const auto& example : examples) {
    auto encoder = QrEncoder::make(example);
    if (!encoder) return encoder.error();
    encoders.push_back(std::move(*encoder));
  }
  return {};
}

Result<void> StampPress::State::make_workers(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) {
    auto own = registry.open_again();
    if (!own) return own.error();
    workers.push_back({std::move(*own), std::nullopt});
    auto opened = LotStamps::open(workers.back().registry, gtin, lot);
    if (!opened) return opened.error();
    workers.back().stamps = std::move(*opened);
  }
  return {};
}

Result<MadeStamp> StampPress::State::make(Worker& worker, std::uint32_t index) {
  auto stamp = worker.stamps->sign(index);
  if (!stamp) return stamp.error();
  const RunRecord* run = worker.stamps->run_of(index);
  MadeStamp made{std::move(*stamp), &run->issued, face_of.at(run->entry), {}, {}};
  if (!encoders.empty()) {
    auto symbol = encoders[made.face].encode(made.stamp.uri);
    if (!symbol) return symbol.error();
    made.symbol = std::move(*symbol);
  }
  if (claim_key) {
    const auto link = DigitalLink::parse(made.stamp.uri);
    if (!link) return link.error();
    made.hidden_code = claim_key->code(link->canonical()).str();
  }
  return made;
}

Result<StampPress::Rendered> StampPress::State::render(Worker& worker, Block block) {
  std::vector<MadeStamp> made;
  made.reserve(block.to - block.from);
  for (std::uint64_t place = block.from; place < block.to; ++place) {
    auto one = make(worker, order.index(place));
    if (!one) return one.error();
    made.push_back(std::move(*one));
  }
  Rendered done;
  done.count = made.size();
  for (std::uint64_t i = 0; i < made.size(); ++i) {
    if (!is_checked(block.from + i)) continue;
    bool is_read = false;
    for (const Press& press : presses) {
      if (!press.check) continue;
      if (auto ok = press.check->read_back(made[i]); !ok) return ok.error();
      is_read = true;
    }
    if (is_read) ++done.checked;
  }
  for (const Press& press : presses) {
    auto& pages = done.pages.emplace_back();
    const std::uint64_t per_page =
        press.renderer->per_page() == 0 ? made.size() : press.renderer->per_page();
    for (std::size_t from = 0; from < made.size(); from += per_page) {
      const std::size_t count = std::min<std::size_t>(per_page, made.size() - from);
      auto page = press.renderer->page(std::span(made).subspan(from, count));
      if (!page) return page.error();
      pages.push_back(std::move(*page));
    }
  }
  return done;
}

StampPress::StampPress(std::unique_ptr<State> state) : state_(std::move(state)) {}
StampPress::StampPress(StampPress&&) noexcept = default;
StampPress& StampPress::operator=(StampPress&&) noexcept = default;
StampPress::~StampPress() = default;

Result<StampPress> StampPress::prepare(const Registry& registry, PrintChoices choices,
                                       const Gtin& gtin, const Lot& lot,
                                       std::vector<IndexRange> ranges, Instant now,
                                       std::size_t workers) {
  auto stamps = LotStamps::open(registry, gtin, lot);
  if (!stamps) return stamps.error();
  auto state = std::make_unique<State>(State{registry, std::move(choices), gtin, lot,
                                             StampOrder(std::move(ranges)), std::move(*stamps),
                                             {}, {}, {}, {}, {}, {}});
  const bool has_codes = std::ranges::any_of(state->choices.targets, &PrintTarget::is_private);
  if (has_codes) {
    const auto secret = registry.serial_secret();
    if (!secret) return secret.error();
    auto key = ClaimKey::make(*secret, gtin, lot);
    if (!key) return key.error();
    state->claim_key = std::move(*key);
  }
  if (auto ok = state->make_faces(registry.local_date(now)); !ok) return ok.error();
  const bool is_small = state->order.total() <= kStampsInBlock;
  if (auto ok = state->make_workers(is_small ? 1 : workers); !ok) return ok.error();
  return StampPress(std::move(state));
}

const PrintChoices& StampPress::choices() const noexcept { return state_->choices; }
const StampOrder& StampPress::order() const noexcept { return state_->order; }
std::size_t StampPress::workers() const noexcept { return state_->workers.size(); }
const StampRenderer& StampPress::renderer(std::size_t target) const {
  return *state_->presses.at(target).renderer;
}
const std::string& StampPress::looks() const noexcept { return state_->looks; }

std::uint64_t StampPress::block_size() const {
  std::uint64_t page = 1;
  for (const auto& press : state_->presses) page = std::max(page, press.renderer->per_page());
  return (kStampsInBlock + page - 1) / page * page;
}

std::optional<double> StampPress::module_mm() const {
  std::optional<double> least;
  for (const Press& press : state_->presses) {
    for (const LabelFace& face : press.faces) {
      if (!press.renderer->needs_symbol()) continue;
      least = std::min(least.value_or(face.module_mm()), face.module_mm());
    }
  }
  return least;
}

Result<StampPress::Rendered> StampPress::render(std::size_t worker, Block block) {
  return state_->render(state_->workers.at(worker), block);
}

Result<std::vector<IndexRange>> issued_ranges(const LotStamps& stamps,
                                              std::vector<IndexRange> ranges) {
  if (ranges.empty()) {
    for (const auto& run : stamps.runs()) {
      ranges.push_back({static_cast<std::uint32_t>(run.issued.first),
                        static_cast<std::uint32_t>(run.issued.first + run.issued.count - 1)});
    }
  }
  ranges = merged(std::move(ranges));
  for (const auto& range : ranges) {
    for (std::uint64_t index = range.first; index <= range.last;) {
      const RunRecord* run = stamps.run_of(static_cast<std::uint32_t>(index));
      if (run == nullptr) {
        const LotIssued& last = stamps.runs().back().issued;
        return Error{ErrorCode::range_not_issued, "index " + std::to_string(index) +
                                                      " was never issued; the last of lot " +
                                                      last.lot.str() + " is " +
                                                      std::to_string(last.first + last.count - 1)};
      }
      index = run->issued.first + run->issued.count;
    }
  }
  return ranges;
}

Result<std::uint64_t> count_voided(const State& state, const Gtin& gtin, const Lot& lot,
                                   std::vector<IndexRange> ranges) {
  std::uint64_t count = 0;
  while (!ranges.empty()) {
    const IndexRange range = ranges.back();
    ranges.pop_back();
    auto voided = state.overlap(MarkKind::voided, gtin, lot, range);
    if (!voided) return voided.error();
    if (!*voided) continue;
    const auto first = std::max((*voided)->first, range.first);
    const auto last = std::min((*voided)->last, range.last);
    count += std::uint64_t{last} - first + 1;
    if (range.first < first) ranges.push_back({range.first, first - 1});
    if (last < range.last) ranges.push_back({last + 1, range.last});
  }
  return count;
}

}  // namespace tem
