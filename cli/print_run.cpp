#include "print_run.hpp"

#include <algorithm>

#include "clock.hpp"
#include "print_options.hpp"
#include "tem/parallel.hpp"
#include "tem/stamp_stream.hpp"
#include "tem/stamp_press.hpp"
#include "terminal.hpp"

namespace tem::cli {
struct PrintRun::State {
  const Registry& registry;
  Gtin gtin;
  Lot lot;
  StampPress press;

  [[nodiscard]] std::uint64_t per_file() const {
    return press.choices().per_file == 0 ? press.order().total() : press.choices().per_file;
  }
  [[nodiscard]] std::uint64_t parts() const {
    return (press.order().total() + per_file() - 1) / per_file();
  }
  [[nodiscard]] std::vector<std::string> names(std::size_t target, std::uint64_t part) const;
  Result<void> write_part(std::uint64_t part, PrintLog* log, const PrintJob& job,
                          Progress& progress, PrintReport& report);
  /// The name of a file of a released part that is not there any more.
  [[nodiscard]] std::optional<std::string> missing(std::uint64_t part) const;
};

std::vector<std::string> PrintRun::State::names(std::size_t target, std::uint64_t part) const {
  if (!press.renderer(target).page_is_file()) {
    return {numbered(press.choices().targets[target].path, part, parts())};
  }
  const std::uint64_t per_page = press.renderer(target).per_page();
  const auto pages = [&](std::uint64_t stamps_there) {
    return (stamps_there + per_page - 1) / per_page;
  };
  const std::uint64_t before = part * pages(per_file());
  const std::uint64_t last = press.order().total() - (parts() - 1) * per_file();
  const std::uint64_t all = (parts() - 1) * pages(per_file()) + pages(last);
  std::vector<std::string> names;
  for (std::uint64_t i = 0; i < pages(part + 1 == parts() ? last : per_file()); ++i) {
    names.push_back(numbered(press.choices().targets[target].path, before + i, all));
  }
  return names;
}

std::optional<std::string> PrintRun::State::missing(std::uint64_t part) const {
  for (std::size_t target = 0; target < press.choices().targets.size(); ++target) {
    for (const auto& name : names(target, part)) {
      std::error_code ec;
      if (!std::filesystem::is_regular_file(name, ec)) return name;
    }
  }
  return std::nullopt;
}

Result<void> PrintRun::State::write_part(std::uint64_t part, PrintLog* log, const PrintJob& job,
                                         Progress& progress, PrintReport& report) {
  const std::uint64_t from = part * per_file();
  const std::uint64_t to = std::min(press.order().total(), from + per_file());
  std::vector<PartFiles> files;
  std::vector<std::string> made;
  for (std::size_t target = 0; target < press.choices().targets.size(); ++target) {
    const auto own = names(target, part);
    auto opened = PartFiles::open(press.choices().targets[target], press.renderer(target), own);
    if (!opened) return opened.error();
    files.push_back(std::move(*opened));
    made.insert(made.end(), own.begin(), own.end());
  }
  std::uint64_t next = from;
  const std::uint64_t step = press.block_size();
  auto written = in_order<StampPress::Block, Result<StampPress::Rendered>>(
      press.workers(),
      [&]() -> std::optional<StampPress::Block> {
        if (next >= to) return std::nullopt;
        const StampPress::Block block{next, std::min(to, next + step)};
        next = block.to;
        return block;
      },
      [&](std::size_t worker, StampPress::Block block) { return press.render(worker, block); },
      [&](Result<StampPress::Rendered> done) -> Result<void> {
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

  const bool has_labels = press.choices().has_labels();
  const PrintedStamps stamps_here{gtin, lot, has_labels ? press.order().between(from, to)
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
  auto press = StampPress::prepare(registry, std::move(choices), gtin, lot, std::move(ranges), now,
                                   default_threads());
  if (!press) return press.error();
  if (auto ok = try_files(press->choices(), press->order().total()); !ok) return ok.error();
  return PrintRun(std::make_unique<State>(State{registry, gtin, lot, std::move(*press)}));
}

std::optional<double> PrintRun::module_mm() const { return state_->press.module_mm(); }

Result<PrintReport> PrintRun::write(Printing printing, bool progress) {
  State& state = *state_;
  // A list that is one file is no print, and there is nothing to go on with.
  std::optional<PrintLog> log;
  PrintJob job{0, printing, now(), {}, false};
  if (state.press.choices().has_labels() || state.parts() > 1) {
    auto opened = PrintLog::open(state.registry.dir());
    if (!opened) return opened.error();
    log = std::move(*opened);
    std::string request = "print " + state.gtin.str() + ' ' + state.lot.str() + '\n';
    for (const auto& range : state.press.order().ranges()) {
      request += std::to_string(range.first) + '-' + std::to_string(range.last) + ' ';
    }
    request += '\n' + text_of(state.press.choices()) + state.press.looks();
    auto begun = log->begin(request, printing, now());
    if (!begun) return begun.error();
    job = std::move(*begun);
    if (auto ok = refuse_printed(*log, job); !ok) return ok.error();
  }
  PrintReport report;
  report.parts = state.parts();
  std::uint64_t left = state.press.order().total();
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
    left -= std::min(state.per_file(), state.press.order().total() - *part * state.per_file());
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
  if (!state.press.choices().has_labels() || job.kind == Printing::again) return {};
  const auto earlier = log.earlier({state.gtin, state.lot, state.press.order().ranges()}, &job);
  if (!earlier) return earlier.error();
  if (!*earlier) return {};
  const std::string said = tell_earlier(state.registry, state.lot, **earlier);
  if ((*earlier)->issuing && job.kind == Printing::once) {
    remark(said + " when they were issued; use one of the two: " + std::string(kWhyOnce));
    return {};
  }
  return Error{ErrorCode::printed_before, said + "; " + std::string(kWhyOnce) +
                                              ": print another --range, or say `tem print --again`"};
}

}  // namespace tem::cli
