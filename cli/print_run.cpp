#include "print_run.hpp"

#include <algorithm>
#include <map>

#include "clock.hpp"
#include "label_check.hpp"
#include "parallel.hpp"
#include "print_texts.hpp"
#include "stamp_order.hpp"
#include "tem/digital_link.hpp"
#include "tem/hidden_code.hpp"
#include "tem/qr_encoder.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

constexpr std::uint64_t kBlock = 1024;  // stamps that a thread takes at once
constexpr double kBlockDots = 128e6;    // and dots of their labels: 16 MiB of a label printer's file

struct Block {
  std::uint64_t from, to;  ///< places in the order
};

/// Bytes of a block, for each target.
struct Rendered {
  std::vector<std::vector<std::string>> pages;
  std::uint64_t count = 0, checked = 0;
};

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

std::string when_and_where(const Registry& registry, const EarlierPrint& earlier) {
  return "stamps " + std::to_string(earlier.range.first) + " to " +
         std::to_string(earlier.range.last) + (earlier.is_certain ? " were printed on " : " may have been printed on ") +
         registry.local_time(earlier.at) + ", to " + earlier.files;
}

}  // namespace

struct PrintRun::State {
  const Registry& registry;
  PrintChoices choices;
  Gtin gtin;
  Lot lot;
  StampOrder order;
  LotStamps stamps;
  std::map<std::uint64_t, std::size_t> face_of;  ///< by the run's log index
  std::vector<QrEncoder> encoders;               ///< by face; threads share them
  std::vector<Press> presses;
  std::list<Worker> workers;
  std::string looks;  ///< what the labels say, for telling one request from another
  std::optional<ClaimKey> claim_key;

  [[nodiscard]] std::uint64_t per_file() const {
    return choices.per_file == 0 ? order.total() : choices.per_file;
  }
  [[nodiscard]] std::uint64_t parts() const {
    return (order.total() + per_file() - 1) / per_file();
  }
  [[nodiscard]] bool needs_symbols() const {
    return std::ranges::any_of(presses, [](const Press& p) { return p.renderer->needs_symbol(); });
  }
  /// Whole pages of every target, so that only the last of a part is not full.
  [[nodiscard]] std::uint64_t block_size() const {
    std::uint64_t page = 1;
    for (const auto& press : presses) page = std::max(page, press.renderer->per_page());
    return (kBlock + page - 1) / page * page;
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
  Result<void> make_workers();
  Result<MadeStamp> make(Worker& worker, std::uint32_t index);
  Result<Rendered> render(Worker& worker, Block block);
  [[nodiscard]] std::vector<std::string> names(const Press& press, std::uint64_t part) const;
  Result<void> write_part(std::uint64_t part, PrintLog* log, const PrintJob& job,
                          Progress& progress, PrintReport& report);
  /// The name of a file of a released part that is not there any more.
  [[nodiscard]] std::optional<std::string> missing(std::uint64_t part) const;
};

Result<void> PrintRun::State::make_faces(Date today) {
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

Result<void> PrintRun::State::make_workers() {
  const std::size_t threads = order.total() <= kBlock ? 1 : default_threads();
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

Result<MadeStamp> PrintRun::State::make(Worker& worker, std::uint32_t index) {
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

Result<Rendered> PrintRun::State::render(Worker& worker, Block block) {
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

std::vector<std::string> PrintRun::State::names(const Press& press, std::uint64_t part) const {
  if (!press.renderer->page_is_file()) {
    return {numbered(press.target.path, part, parts())};
  }
  const std::uint64_t per_page = press.renderer->per_page();
  const auto pages = [&](std::uint64_t stamps_there) {
    return (stamps_there + per_page - 1) / per_page;
  };
  const std::uint64_t before = part * pages(per_file());
  const std::uint64_t last = order.total() - (parts() - 1) * per_file();
  const std::uint64_t all = (parts() - 1) * pages(per_file()) + pages(last);
  std::vector<std::string> names;
  for (std::uint64_t i = 0; i < pages(part + 1 == parts() ? last : per_file()); ++i) {
    names.push_back(numbered(press.target.path, before + i, all));
  }
  return names;
}

std::optional<std::string> PrintRun::State::missing(std::uint64_t part) const {
  for (const Press& press : presses) {
    for (const auto& name : names(press, part)) {
      std::error_code ec;
      if (!std::filesystem::is_regular_file(name, ec)) return name;
    }
  }
  return std::nullopt;
}

Result<void> PrintRun::State::write_part(std::uint64_t part, PrintLog* log, const PrintJob& job,
                                         Progress& progress, PrintReport& report) {
  const std::uint64_t from = part * per_file();
  const std::uint64_t to = std::min(order.total(), from + per_file());
  std::vector<PartFiles> files;
  std::vector<std::string> made;
  for (const Press& press : presses) {
    const auto own = names(press, part);
    auto opened = PartFiles::open(press.target, *press.renderer, own);
    if (!opened) return opened.error();
    files.push_back(std::move(*opened));
    made.insert(made.end(), own.begin(), own.end());
  }
  std::vector<Worker*> hands;
  for (Worker& worker : workers) hands.push_back(&worker);
  std::uint64_t next = from;
  const std::uint64_t step = block_size();
  auto written = in_order<Block, Result<Rendered>>(
      hands.size(),
      [&]() -> std::optional<Block> {
        if (next >= to) return std::nullopt;
        const Block block{next, std::min(to, next + step)};
        next = block.to;
        return block;
      },
      [&](std::size_t worker, Block block) { return render(*hands[worker], block); },
      [&](Result<Rendered> done) -> Result<void> {
        if (!done) return done.error();
        for (std::size_t i = 0; i < files.size(); ++i) {
          for (auto& page : done->pages[i]) {
            if (auto ok = files[i].add(std::move(page)); !ok) return ok;
          }
        }
        report.checked += done->checked;
        progress.advance(done->count);
        return {};
      });
  if (!written) return written;

  const bool has_labels = choices.has_labels();
  const PrintedStamps stamps_here{gtin, lot, has_labels ? order.between(from, to)
                                                        : std::vector<IndexRange>()};
  std::string where = made.front();
  if (made.size() > 1) where += " and " + std::to_string(made.size() - 1) + " more";
  if (log != nullptr) {
    if (auto ok = log->releasing(job, part, stamps_here, where, now()); !ok) return ok;
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto ok = files[i].commit();
    if (ok) continue;
    // Where nothing got its name, nothing was printed.
    if (log != nullptr && i == 0 && made.size() == files.size()) {
      if (auto back = log->taken_back(job, part); !back) return back;
    }
    return ok;
  }
  if (log != nullptr) {
    if (auto ok = log->released(job, part); !ok) return ok;
  }
  report.files.insert(report.files.end(), made.begin(), made.end());
  report.count += to - from;
  return {};
}

PrintRun::PrintRun(std::unique_ptr<State> state) : state_(std::move(state)) {}
PrintRun::PrintRun(PrintRun&&) noexcept = default;
PrintRun::~PrintRun() = default;

Result<PrintRun> PrintRun::prepare(const Registry& registry, PrintChoices choices, const Gtin& gtin,
                                   const Lot& lot, std::vector<IndexRange> ranges, Instant now) {
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
    state->claim_key = *key;
  }
  if (auto ok = state->make_faces(registry.local_date(now)); !ok) return ok.error();
  if (auto ok = try_files(state->choices, state->order.total()); !ok) return ok.error();
  if (auto ok = state->make_workers(); !ok) return ok.error();
  return PrintRun(std::move(state));
}

std::optional<double> PrintRun::module_mm() const {
  std::optional<double> least;
  for (const Press& press : state_->presses) {
    for (const LabelFace& face : press.faces) {
      if (!press.renderer->needs_symbol()) continue;
      least = std::min(least.value_or(face.module_mm()), face.module_mm());
    }
  }
  return least;
}

Result<PrintReport> PrintRun::write(Printing printing, bool progress) {
  State& state = *state_;
  // A list that is one file is no print, and there is nothing to go on with.
  std::optional<PrintLog> log;
  PrintJob job{0, printing, now(), {}, false};
  if (state.choices.has_labels() || state.parts() > 1) {
    auto opened = PrintLog::open(state.registry.dir());
    if (!opened) return opened.error();
    log = std::move(*opened);
    std::string request = "print " + state.gtin.str() + ' ' + state.lot.str() + '\n';
    for (const auto& range : state.order.ranges()) {
      request += std::to_string(range.first) + '-' + std::to_string(range.last) + ' ';
    }
    request += '\n' + state.choices.text() + state.looks;
    auto begun = log->begin(request, printing, now());
    if (!begun) return begun.error();
    job = std::move(*begun);
    if (auto ok = refuse_printed(*log, job); !ok) return ok.error();
  }
  PrintReport report;
  report.parts = state.parts();
  std::uint64_t left = state.order.total();
  for (auto part = job.released.begin(); part != job.released.end();) {
    const auto gone = state.missing(*part);
    if (gone && printing != Printing::again) {
      return Error{ErrorCode::printed_before,
                   *gone + ": was written on " + state.registry.local_time(job.begun) +
                       " and is not there any more; if it was not printed, write it once more with "
                       "`tem print --again`"};
    }
    if (gone) {
      part = job.released.erase(part);
      continue;
    }
    left -= std::min(state.per_file(), state.order.total() - *part * state.per_file());
    ++part;
  }
  report.parts_before = job.released.size();
  if (job.goes_on) report.goes_on_from = job.begun;
  {
    Progress bar("signed", left, progress);
    for (std::uint64_t part = 0; part < state.parts(); ++part) {
      if (job.released.contains(part)) continue;
      auto ok = state.write_part(part, log ? &*log : nullptr, job, bar, report);
      if (!ok) return ok.error();
    }
  }
  if (log) {
    if (auto ok = log->finish(job); !ok) return ok.error();
  }
  return report;
}

Result<void> PrintRun::refuse_printed(const PrintLog& log, const PrintJob& job) const {
  const State& state = *state_;
  if (!state.choices.has_labels() || job.kind == Printing::again) return {};
  const auto earlier = log.earlier({state.gtin, state.lot, state.order.ranges()}, &job);
  if (!earlier) return earlier.error();
  if (!*earlier) return {};
  const std::string said =
      "lot " + state.lot.str() + ": " + when_and_where(state.registry, **earlier);
  constexpr std::string_view kWhy = "two prints of one stamp are two packages that look like copies";
  if ((*earlier)->issuing && job.kind == Printing::once) {
    remark(said + " when they were issued; use one of the two: " + std::string(kWhy));
    return {};
  }
  return Error{ErrorCode::printed_before, said + "; " + std::string(kWhy) +
                                              ": print another --range, or say `tem print --again`"};
}

}  // namespace tem::cli
