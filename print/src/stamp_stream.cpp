#include "tem/stamp_stream.hpp"

#include <algorithm>

namespace tem {
namespace {

// Labels without pages that are rendered before the length is looked at again: more of them would
// delay others on the same thread, and be held in memory.
constexpr std::uint64_t kLabelsAtOnce = 8;

/// All that decides the bytes, for telling one request from another.
std::string text_of(const PrintOrder& order, const StampPress& press) {
  const PrintChoices& choices = press.choices();
  const PrintTarget& target = choices.targets.front();
  std::string text = "stream " + order.gtin.str() + ' ' + order.lot.str() + '\n';
  for (const IndexRange& range : order.ranges)
    text += std::to_string(range.first) + '-' + std::to_string(range.last) + ' ';
  return text + '\n' + order.to + '\n' +
         (target.format ? std::to_string(static_cast<int>(*target.format)) : "list") + ' ' +
         std::to_string(target.setup.dpi) + ' ' + std::to_string(target.setup.min_module_mm) + ' ' +
         std::to_string(target.setup.bleed_mm) + (target.setup.crop_marks ? " marks " : " ") +
         (target.is_private ? "hidden " : "") + target.layout.digest + '\n' + choices.free_line +
         '\n' + press.looks();
}

/// A picture is one page, and so is its file.
Result<void> check_pages(const StampPress& press) {
  const StampRenderer& renderer = press.renderer(0);
  if (!renderer.page_is_file() || press.order().total() <= renderer.per_page()) return {};
  return Error{ErrorCode::too_many,
               "a picture holds one page of " + std::to_string(renderer.per_page()) +
                   " labels, and these are " + std::to_string(press.order().total()) +
                   ": ask for a range of so many, or for format=pdf"};
}

}  // namespace

struct StampStream::State {
  StampPress press;
  std::unique_ptr<LabelFile> file;
  std::optional<PrintLog> log{};
  PrintJob job{};
  std::string ready{};  ///< not handed out yet, from `at` on
  std::size_t at = 0;
  std::uint64_t place = 0;  ///< the next stamp to be rendered
  bool ended = false;

  Result<void> remember(const Registry& registry, const PrintOrder& order, Instant now);
  Result<void> refill();
};

Result<void> StampStream::State::remember(const Registry& registry, const PrintOrder& order,
                                          Instant now) {
  auto opened = PrintLog::open(registry.dir());
  if (!opened) return opened.error();
  log = std::move(*opened);
  auto begun = log->begin(text_of(order, press), order.printing, now, order.once);
  if (!begun) return begun.error();
  job = std::move(*begun);
  const PrintedStamps stamps{order.gtin, order.lot, order.ranges};
  if (order.printing != Printing::again) {
    const auto earlier = log->earlier(stamps, &job);
    if (!earlier) return earlier.error();
    if (*earlier)
      return Error{ErrorCode::printed_before, tell_earlier(registry, order.lot, **earlier) + "; " +
                                                  std::string(kWhyOnce) +
                                                  ": ask for another range, or with again=1"};
  }
  return log->releasing(job, 0, stamps, "the service, for " + order.to, now);
}

Result<void> StampStream::State::refill() {
  ready.clear();
  at = 0;
  const std::uint64_t per_page = press.renderer(0).per_page();
  const std::uint64_t step = per_page == 0 ? kLabelsAtOnce : per_page;
  while (ready.size() < kMaxPieceBytes && !ended) {
    if (place == press.order().total()) {
      ready += file->end();
      ended = true;
      break;
    }
    const StampPress::Block block{place, std::min(press.order().total(), place + step)};
    auto rendered = press.render(0, block);
    if (!rendered) return rendered.error();
    for (std::string& page : rendered->pages.front()) ready += file->add(std::move(page));
    place = block.to;
  }
  return {};
}

StampStream::StampStream(std::unique_ptr<State> state) : state_(std::move(state)) {}
StampStream::StampStream(StampStream&&) noexcept = default;
StampStream& StampStream::operator=(StampStream&&) noexcept = default;
StampStream::~StampStream() = default;

Result<StampStream> StampStream::open(const Registry& registry, PrintChoices choices,
                                      const PrintOrder& order, Instant now) {
  auto press = StampPress::prepare(registry, std::move(choices), order.gtin, order.lot,
                                   order.ranges, now, 1);
  if (!press) return press.error();
  if (auto fits = check_pages(*press); !fits) return fits.error();
  auto file = press->renderer(0).begin_file();
  auto state = std::make_unique<State>(State{std::move(*press), std::move(file)});
  if (state->press.choices().has_labels()) {
    if (auto kept = state->remember(registry, order, now); !kept) return kept.error();
  }
  state->ready = state->file->head();
  return StampStream(std::move(state));
}

std::optional<double> StampStream::module_mm() const { return state_->press.module_mm(); }

Result<std::string> StampStream::next() {
  State& state = *state_;
  if (state.at == state.ready.size()) {
    if (auto filled = state.refill(); !filled) return filled.error();
  }
  std::string piece = state.ready.substr(state.at, kMaxPieceBytes);
  state.at += piece.size();
  if (piece.empty() && state.log) {
    if (auto kept = state.log->released(state.job, 0); !kept) return kept.error();
    if (auto kept = state.log->finish(state.job); !kept) return kept.error();
    state.log.reset();
  }
  return piece;
}

std::string tell_earlier(const Registry& registry, const Lot& lot, const EarlierPrint& earlier) {
  return "lot " + lot.str() + ": stamps " + std::to_string(earlier.range.first) + " to " +
         std::to_string(earlier.range.last) +
         (earlier.is_certain ? " were printed on " : " may have been printed on ") +
         registry.local_time(earlier.at) + ", to " + earlier.files;
}

}  // namespace tem
