// tem verify: are these stamps genuine?

#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <memory>

#include "clock.hpp"
#include "command.hpp"
#include "html_report.hpp"
#include "inputs.hpp"
#include "interrupt.hpp"
#include "options.hpp"
#include "proof_log.hpp"
#include "read_pictures.hpp"
#include "tem/counted.hpp"
#include "tem/parallel.hpp"
#include "tem/scan_history.hpp"
#include "tem/stamp_proof.hpp"
#include "tem/verifier.hpp"
#include "terminal.hpp"
#include "verify_report.hpp"

namespace tem::cli {
namespace {

constexpr std::uint64_t kMaxJobs = 64;
/// Answers that may wait for an earlier one, beside one for each thread: a picture that takes
/// kPictureTime does not stop the others. One of kTextsInPiece verdicts is some 0.7 MB.
constexpr std::size_t kAhead = 64;
constexpr int kExitSignal = 128;  // and the signal's number, as shells have it

struct Options {
  std::vector<std::string> inputs;
  std::string csv, html, inspector, jobs, proof, vkey;
};

/// What one thread verifies with: neither is for two.
struct Worker {
  Registry registry;
  std::optional<Verifier> verifier;
  std::optional<ScanHistory> history;  ///< once temd recorded a scan

  [[nodiscard]] Result<Verdict> check(std::string_view text, Instant at) const {
    const Sighting seen{.at = at};
    return history ? verifier->check(text, seen, *history) : verifier->check(text, seen);
  }
};

/// Answers for one thread, from the ledger, a proof or a service: one for each text, in their order.
using Check = std::function<std::vector<Result<Verdict>>(const std::vector<std::string_view>&)>;

/// Where the texts are answered one by one.
template <class One>
Check each(One one) {
  return [one = std::move(one)](const std::vector<std::string_view>& texts) {
    std::vector<Result<Verdict>> verdicts;
    verdicts.reserve(texts.size());
    for (const std::string_view text : texts) verdicts.push_back(one(text));
    return verdicts;
  };
}

/// Who answers, and against what: for the head of a report.
struct Checks {
  std::vector<Check> of_thread;
  ReportHead head;
  /// A service failed to answer, so that it would be idle to ask it for more; null for others.
  std::shared_ptr<std::atomic<bool>> gave_up{};
};

/// What is checked with the ledger of --registry, one reader of it a thread.
Result<Checks> ledger_checks(const Context& context, std::size_t threads, Instant at) {
  Checks checks;
  for (std::size_t i = 0; i < threads; ++i) {
    auto registry = context.open(Access::read);
    if (!registry) return registry.error();
    auto worker = std::make_shared<Worker>(Worker{std::move(*registry), {}, {}});
    auto verifier = Verifier::make(worker->registry);
    if (!verifier) return verifier.error();
    worker->verifier = std::move(*verifier);
    auto history = ScanHistory::open(worker->registry.dir());
    if (!history) return history.error();
    worker->history = std::move(*history);
    checks.of_thread.push_back(
        each([worker, at](std::string_view text) { return worker->check(text, at); }));
    if (i > 0) continue;
    const Settings& settings = worker->registry.settings();
    const auto checkpoint = worker->registry.ledger().checkpoint();
    if (!checkpoint) return checkpoint.error();
    checks.head = {.registry = settings.name,
                   .is_demonstration = settings.is_demonstration(),
                   .inspector = {},
                   .at = at,
                   .time_zone = settings.time_zone,
                   .mode = worker->registry.is_copy() ? CheckMode::copy : CheckMode::online,
                   .checkpoint = checkpoint->head};
  }
  return checks;
}

/// What is checked with a proof alone; one serves all threads.
Result<Checks> proof_checks(const Context& context, const Options& options, std::size_t threads,
                            Instant at) {
  auto log = proof_log(context, options.vkey);
  if (!log) return log.error();
  auto text = read_file(options.proof, kMaxProofBytes);
  if (!text) return text.error();
  auto proof = StampProof::parse(*text);
  if (!proof) return proof.error().at(options.proof);
  auto verifier = ProofVerifier::make(*proof, log->key);
  if (!verifier) return verifier.error().at(options.proof);
  const Moment moment{at, local_date(at, log->time_zone)};
  const Check check =
      each([shared = std::make_shared<ProofVerifier>(std::move(*verifier)), moment](
               std::string_view one) -> Result<Verdict> { return shared->check(one, moment); });
  return Checks{std::vector<Check>(threads, check),
                {.registry = {},
                 .is_demonstration = false,
                 .inspector = {},
                 .at = at,
                 .time_zone = log->time_zone,
                 .mode = CheckMode::proof,
                 .checkpoint = std::nullopt}};
}

/// What a service says of these; when it cannot be asked, each of them is not answered.
std::vector<Result<Verdict>> asked(const ServiceClient& service, std::atomic<bool>& gave_up,
                                   std::span<const std::string_view> texts) {
  constexpr std::size_t kTextBytes = 256 * 1024;  // of a request, whose body is bounded at 1 MiB
  std::vector<Result<Verdict>> out;
  while (!texts.empty()) {
    if (gave_up) {
      out.insert(out.end(), texts.size(),
                 Error{ErrorCode::not_reachable, "not asked about: the service failed before"});
      break;
    }
    std::size_t count = 0, bytes = 0;
    while (count < texts.size() && (count == 0 || bytes + texts[count].size() <= kTextBytes))
      bytes += texts[count++].size();
    const auto verdicts = service.verify({texts.begin(), texts.begin() + count});
    if (!verdicts) gave_up = true;
    for (std::size_t i = 0; i < count; ++i) {
      out.push_back(verdicts ? Result<Verdict>((*verdicts)[i]) : verdicts.error());
    }
    texts = texts.subspan(count);
  }
  return out;
}

/// What is checked by the service of --server; one client serves all threads.
Result<Checks> service_checks(const Context& context, std::size_t threads, Instant at) {
  auto service = context.service();
  if (!service) return service.error();
  auto gave_up = std::make_shared<std::atomic<bool>>(false);
  const Check check = [service = std::move(*service),
                       gave_up](const std::vector<std::string_view>& texts) {
    return asked(service, *gave_up, texts);
  };
  return Checks{std::vector<Check>(threads, check),
                {.registry = context.remote.server,
                 .is_demonstration = false,
                 .inspector = {},
                 .at = at,
                 .time_zone = "Asia/Ho_Chi_Minh",
                 .mode = CheckMode::online,
                 .checkpoint = std::nullopt},
                std::move(gave_up)};
}

void check(const Check& verdict_on, std::vector<CodeRead> codes, Answer& answer) {
  std::vector<std::string_view> texts;
  for (const CodeRead& code : codes) texts.push_back(code.found.text);
  auto verdicts = verdict_on(texts);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    auto& [found, view, crop] = codes[i];
    auto& verdict = verdicts[i];
    if (verdict) {
      answer.checked.push_back({std::move(found), std::move(*verdict), view, std::move(crop)});
    } else {
      answer.errors.push_back(found.source.file ? verdict.error().at(*found.source.file)
                                                : verdict.error());
    }
  }
}

Answer answer_to(const Check& verdict_on, Piece piece, bool with_pictures) {
  Answer answer;
  PictureReading reading;
  if (auto* failed = std::get_if<FailedPiece>(&piece)) {
    answer.file = std::move(failed->file);
    answer.errors.push_back(std::move(failed->error));
    return answer;
  }
  if (auto* texts = std::get_if<TextPiece>(&piece)) {
    answer.file = texts->found.front().source.file.value_or("");
    std::vector<CodeRead> texts_read;
    for (auto& one : texts->found) texts_read.push_back({std::move(one), 0, {}});
    check(verdict_on, std::move(texts_read), answer);
    return answer;
  }
  if (auto* picture = std::get_if<PicturePiece>(&piece)) {
    answer.file = picture->file;
    reading = read_picture(*picture, with_pictures);
  }
  if (auto* page = std::get_if<PagePiece>(&piece)) {
    answer.file = page->file;
    reading = read_page(*page, with_pictures);
    answer.page = *page;
  }
  answer.views = std::move(reading.views);
  answer.unread = std::move(reading.unread);
  check(verdict_on, std::move(reading.codes), answer);
  for (auto& error : reading.errors) answer.errors.push_back(std::move(error));
  return answer;
}

/// Takes the answers in order, tells them, and knows the exit status.
class Taker {
 public:
  Taker(Report& report, Progress& progress) : report_(report), progress_(progress) {}

  Result<void> take(Answer answer) {
    if (answer.page) count_codes(*answer.page, answer);
    for (const auto& checked : answer.checked) {
      if (!checked.verdict.is_genuine()) all_genuine_ = false;
      twice_.add(rows_++, checked.verdict, checked.found.source);
    }
    if (auto told = report_.add(answer); !told) return told;
    progress_.advance(answer.page || !answer.views.empty()
                          ? 1
                          : std::max<std::uint64_t>(answer.checked.size(), 1));
    if (!answer.unread.empty() && !answer.checked.empty()) remark_unread(answer);
    for (const auto& error : answer.errors) tell(error);
    unread_ += answer.errors.size();
    return {};
  }

  Result<int> finish(int signal) {
    if (auto told = report_.finish({unread_, twice_, signal != 0}); !told) return told.error();
    if (signal != 0) {
      remark("stopped by a signal: what comes after is not in the report");
      return kExitSignal + signal;
    }
    if (unread_ > 0) return kExitFailed;
    return all_genuine_ ? kExitYes : kExitNo;
  }

 private:
  /// Once where the same is so of one text after another.
  void tell(const Error& error) {
    if (!told_ || *told_ != error) complain(error);
    told_ = error;
  }

  /// A page without a code may be a cover; a PDF without one is no input. Pages come in order.
  void count_codes(const PagePiece& page, Answer& answer) {
    if (page.page == 1) anything_in_pdf_ = false;
    if (!answer.checked.empty() || !answer.errors.empty()) anything_in_pdf_ = true;
    if (page.page != page.pdf->pages() || anything_in_pdf_) return;
    answer.errors.push_back(
        {ErrorCode::no_qr_found,
         page.file + ": no QR code found on any of its " + counted(page.page, "page")});
  }

  /// Beside codes that were read, one that was not is no failure: it may be none of ours.
  static void remark_unread(const Answer& answer) {
    std::string line = answer.file;
    if (answer.page) line += ", page " + std::to_string(answer.page->page);
    line += ": " + std::to_string(answer.unread.size()) +
            (answer.unread.size() == 1 ? " more QR code is" : " more QR codes are") +
            " seen and not readable, at";
    constexpr std::size_t kShown = 5;
    for (std::size_t i = 0; i < std::min(answer.unread.size(), kShown); ++i) {
      const auto& [x, y] = answer.unread[i].source.corners.front();
      line += (i > 0 ? ", " : " ") + std::to_string(x) + " " + std::to_string(y);
    }
    remark(line + (answer.unread.size() > kShown ? ", …" : ""));
  }

  Report& report_;
  Progress& progress_;
  TwiceSeen twice_;
  std::optional<Error> told_;  ///< last
  bool all_genuine_ = true, anything_in_pdf_ = false;
  std::uint64_t unread_ = 0, rows_ = 0;
};

/// Who checks, as --inspector or the system has it.
std::string inspector(const Options& options) {
  if (!options.inspector.empty()) return options.inspector;
  const char* user = std::getenv("USER");
  return user == nullptr ? "" : user;
}

Result<std::unique_ptr<Report>> make_report(const Context& context, const Options& options,
                                            ReportHead head) {
  std::vector<std::unique_ptr<Report>> reports;
  std::vector<std::string> files;
  head.inspector = inspector(options);
  if (!options.csv.empty()) {
    auto csv = csv_report(options.csv);
    if (!csv) return csv.error();
    reports.push_back(std::move(*csv));
    files.push_back(options.csv);
  }
  if (!options.html.empty()) {
    auto html = html_report(options.html, std::move(head));
    if (!html) return html.error();
    reports.push_back(std::move(*html));
    files.push_back(options.html);
  }
  if (context.json) {
    reports.push_back(json_report());
  } else {
    reports.push_back(files.empty() ? text_report() : summary_report(std::move(files)));
  }
  return several_reports(std::move(reports));
}

Result<int> run(const Context& context, const Options& options) {
  std::size_t threads = default_threads();
  if (!options.jobs.empty()) {
    auto jobs = number_option("--jobs", options.jobs, 1, kMaxJobs);
    if (!jobs) return jobs.error();
    threads = static_cast<std::size_t>(*jobs);
  }
  const Instant at = now();
  auto checks = !options.proof.empty()           ? proof_checks(context, options, threads, at)
                : context.remote.is_asked_for() ? service_checks(context, threads, at)
                                                 : ledger_checks(context, threads, at);
  if (!checks) return checks.error();
  auto report = make_report(context, options, checks->head);
  if (!report) return report.error();
  const Interrupt interrupt;
  Inputs inputs(options.inputs);
  Progress progress("verified", 0, context.progress);
  Taker taker(**report, progress);
  std::uint64_t given = 0;
  const auto has_ended = [&] { return checks->gave_up && *checks->gave_up; };
  const auto next = [&]() -> std::optional<Piece> {
    if (interrupt.signal() != 0 || has_ended()) return std::nullopt;
    auto piece = inputs.next();
    if (!piece) return piece;
    const auto* texts = std::get_if<TextPiece>(&*piece);
    given += texts != nullptr ? texts->found.size() : 1;
    const auto left = inputs.left();
    progress.expect(left ? given + *left : 0);
    return piece;
  };
  auto done = in_order<Piece, Answer>(
      threads, next,
      [&](std::size_t worker, Piece piece) {
        return answer_to(checks->of_thread[worker], std::move(piece), !options.html.empty());
      },
      [&](Answer answer) { return taker.take(std::move(answer)); }, threads + kAhead);
  if (!done) return done.error();
  if (has_ended() && inputs.next()) remark("the service was not asked about what comes after");
  return taker.finish(interrupt.signal());
}

}  // namespace

void add_verify(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("verify", "Are these stamps genuine?");
  auto options = std::make_shared<Options>();
  command
      ->add_option("INPUT", options->inputs,
                   "a stamp's URI, picture, PDF, list of URIs, ZIP, folder, pattern, or -")
      ->required();
  command->add_option("--csv", options->csv, "write the report to a CSV file")
      ->type_name("FILE")
      ->excludes(context.json_flag);
  command->add_option("--html", options->html, "write one page for people, with pictures")
      ->type_name("FILE");
  command->add_option("--inspector", options->inspector, "who checks, for --html; else $USER")
      ->type_name("NAME");
  command->add_option("--jobs", options->jobs, "threads; as many as processors by default")
      ->type_name("N");
  auto* proof =
      command->add_option("--proof", options->proof, "check by a proof alone: no ledger is read")
          ->type_name("FILE");
  command->add_option("--vkey", options->vkey, "the log's key, of the proof; else the registry's")
      ->type_name("VKEY")
      ->needs(proof);
  command->footer(
      "Ctrl-C finishes what is under way and writes the report of what is done.\n"
      "Example:\n  tem verify photos/ more.zip --html report.html --csv report.csv\n"
      "  tem --server https://tem.example --token-file token verify photos/\n"
      "Exit status: 0 all genuine, 1 at least one is not, 3 something could not be read,\n"
      "130 stopped by Ctrl-C.");
  command->callback([&context, options] {
    context.run = [&context, options] { return run(context, *options); };
  });
}

}  // namespace tem::cli
