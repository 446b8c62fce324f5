// tem verify: are these stamps genuine?

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

#include "clock.hpp"
#include "command.hpp"
#include "inputs.hpp"
#include "options.hpp"
#include "parallel.hpp"
#include "proof_log.hpp"
#include "tem/bytes.hpp"
#include "tem/photo_reader.hpp"
#include "tem/stamp_proof.hpp"
#include "tem/verifier.hpp"
#include "terminal.hpp"
#include "verify_report.hpp"

namespace tem::cli {
namespace {

constexpr std::uint64_t kMaxJobs = 64;

struct Options {
  std::vector<std::string> inputs;
  std::string csv, jobs, proof, vkey;
};

/// What one thread verifies with: neither is for two.
struct Worker {
  Registry registry;
  std::optional<Verifier> verifier;
};

/// Answers for one thread, from the ledger or from a proof.
using Check = std::function<Result<Verdict>(std::string_view text)>;

/// The answer to one piece: verdicts, and what could not be read or looked up.
struct Answer {
  std::vector<Checked> checked;
  std::vector<Error> errors;
  std::optional<PagePiece> page;  ///< the page that was read, to know when a PDF holds no code
};

/// What is checked with the ledger of --registry, one reader of it a thread.
Result<std::vector<Check>> ledger_checks(const Context& context, std::size_t threads, Instant at) {
  std::vector<Check> checks;
  for (std::size_t i = 0; i < threads; ++i) {
    auto registry = context.open(Access::read);
    if (!registry) return registry.error();
    auto worker = std::make_shared<Worker>(Worker{std::move(*registry), std::nullopt});
    auto verifier = Verifier::make(worker->registry);
    if (!verifier) return verifier.error();
    worker->verifier = std::move(*verifier);
    checks.push_back([worker, at](std::string_view text) {
      return worker->verifier->check(text, {.at = at});
    });
  }
  return checks;
}

/// What is checked with a proof alone; one serves all threads.
Result<std::vector<Check>> proof_checks(const Context& context, const Options& options,
                                        std::size_t threads, Instant at) {
  auto log = proof_log(context, options.vkey);
  if (!log) return log.error();
  auto text = read_file(options.proof, kMaxProofBytes);
  if (!text) return text.error();
  auto proof = StampProof::parse(*text);
  if (!proof) return proof.error().at(options.proof);
  auto verifier = ProofVerifier::make(*proof, log->key);
  if (!verifier) return verifier.error().at(options.proof);
  const Moment moment{at, local_date(at, log->time_zone)};
  const Check check = [shared = std::make_shared<ProofVerifier>(std::move(*verifier)),
                       moment](std::string_view one) { return shared->check(one, moment); };
  return std::vector<Check>(threads, check);
}

void check(const Check& verdict_on, Found found, Answer& answer) {
  auto verdict = verdict_on(found.text);
  if (verdict) {
    answer.checked.push_back({std::move(found), std::move(*verdict)});
  } else {
    answer.errors.push_back(found.source.file ? verdict.error().at(*found.source.file)
                                              : verdict.error());
  }
}

std::vector<Found> found_in(const std::vector<PhotoRead>& reads, const std::string& file,
                            std::optional<int> page) {
  std::vector<Found> out;
  for (const auto& read : reads) {
    Source source;
    source.file = file;
    source.page = page;
    for (const Point& corner : read.corners) source.corners.emplace_back(corner.x, corner.y);
    out.push_back({read.text, std::move(source)});
  }
  return out;
}

Result<std::vector<Found>> read(const PicturePiece& picture) {
  std::string bytes;
  if (picture.bytes) {
    bytes = *picture.bytes;
  } else {
    auto all = read_file(picture.file, kMaxImageBytes);
    if (!all) return all.error();
    bytes = std::move(*all);
  }
  const auto pages = count_pages(as_bytes(bytes));
  if (!pages) return pages.error().at(picture.file);
  std::vector<Found> found;
  bool is_seen = false;
  for (int page = 1; page <= *pages; ++page) {
    auto photo = read_photo(as_bytes(bytes), {}, page);
    if (!photo) return photo.error().at(picture.file);
    is_seen = is_seen || !photo->unread.empty();
    const auto number = *pages > 1 ? std::optional(page) : std::nullopt;
    for (auto& one : found_in(photo->reads, picture.file, number)) found.push_back(std::move(one));
  }
  if (found.empty()) {
    return Error{ErrorCode::no_qr_found,
                 picture.file + (is_seen ? ": a QR code is seen and not readable"
                                         : ": no QR code found") +
                     "; take the picture nearer, sharp and evenly lit"};
  }
  return found;
}

Result<std::vector<Found>> read(const PagePiece& page) {
  std::string where = page.file + ", page " + std::to_string(page.page);
  for (int dpi : {kPageDpi, kFinerPageDpi}) {
    auto image = page.pdf->page(page.page, dpi);
    if (!image) return image.error().at(where);
    auto photo = read_photo(*image);
    if (!photo) return photo.error().at(where);
    if (!photo->reads.empty()) return found_in(photo->reads, page.file, page.page);
  }
  return std::vector<Found>();
}

Answer answer_to(const Check& verdict_on, Piece piece) {
  Answer answer;
  if (auto* failed = std::get_if<FailedPiece>(&piece)) {
    answer.errors.push_back(std::move(failed->error));
    return answer;
  }
  Result<std::vector<Found>> found = std::vector<Found>();
  if (auto* texts = std::get_if<TextPiece>(&piece)) found = std::move(texts->found);
  if (auto* picture = std::get_if<PicturePiece>(&piece)) found = read(*picture);
  if (auto* page = std::get_if<PagePiece>(&piece)) {
    found = read(*page);
    answer.page = *page;
  }
  if (!found) {
    answer.errors.push_back(found.error());
    return answer;
  }
  for (auto& one : *found) check(verdict_on, std::move(one), answer);
  return answer;
}

/// Takes the answers in order, tells them, and knows the exit status.
class Taker {
 public:
  Taker(Report& report, Progress& progress) : report_(report), progress_(progress) {}

  Result<void> take(Answer answer) {
    for (const auto& checked : answer.checked) {
      if (!checked.verdict.is_genuine()) all_genuine_ = false;
      if (auto told = report_.add(checked); !told) return told;
    }
    progress_.advance(answer.checked.size());
    if (answer.page) count_codes(*answer.page, answer);
    for (const auto& error : answer.errors) complain(error);
    unread_ += answer.errors.size();
    return {};
  }

  Result<int> finish() {
    if (auto told = report_.finish(unread_); !told) return told.error();
    if (unread_ > 0) return kExitFailed;
    return all_genuine_ ? kExitYes : kExitNo;
  }

 private:
  /// A page without a code may be a cover; a PDF without one is no input. Pages come in order.
  void count_codes(const PagePiece& page, Answer& answer) {
    if (page.page == 1) anything_in_pdf_ = false;
    if (!answer.checked.empty() || !answer.errors.empty()) anything_in_pdf_ = true;
    if (page.page != page.pdf->pages() || anything_in_pdf_) return;
    answer.errors.push_back({ErrorCode::no_qr_found, page.file +
                                                         ": no QR code found on any of its " +
                                                         std::to_string(page.page) +
                                                         (page.page == 1 ? " page" : " pages")});
  }

  Report& report_;
  Progress& progress_;
  bool all_genuine_ = true, anything_in_pdf_ = false;
  std::uint64_t unread_ = 0;
};

Result<std::unique_ptr<Report>> make_report(const Context& context, const Options& options) {
  if (!options.csv.empty()) return csv_report(options.csv);
  return context.json ? json_report() : text_report();
}

Result<int> run(const Context& context, const Options& options) {
  std::size_t threads = default_threads();
  if (!options.jobs.empty()) {
    auto jobs = number_option("--jobs", options.jobs, 1, kMaxJobs);
    if (!jobs) return jobs.error();
    threads = static_cast<std::size_t>(*jobs);
  }
  const Instant at = now();
  auto checks = options.proof.empty() ? ledger_checks(context, threads, at)
                                      : proof_checks(context, options, threads, at);
  if (!checks) return checks.error();
  auto report = make_report(context, options);
  if (!report) return report.error();
  Inputs inputs(options.inputs);
  Progress progress("verified", 0, context.progress);
  Taker taker(**report, progress);
  auto done = in_order<Piece, Answer>(
      threads, [&] { return inputs.next(); },
      [&](std::size_t worker, Piece piece) {
        return answer_to((*checks)[worker], std::move(piece));
      },
      [&](Answer answer) { return taker.take(std::move(answer)); });
  if (!done) return done.error();
  return taker.finish();
}

}  // namespace

void add_verify(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("verify", "Are these stamps genuine?");
  auto options = std::make_shared<Options>();
  command
      ->add_option("INPUT", options->inputs,
                   "a stamp's URI, a picture, a PDF, a list of URIs, a folder, or -")
      ->required();
  command->add_option("--csv", options->csv, "write the report to a CSV file")
      ->type_name("FILE")
      ->excludes(context.json_flag);
  command->add_option("--jobs", options->jobs, "threads; as many as processors by default")
      ->type_name("N");
  auto* proof =
      command->add_option("--proof", options->proof, "check by a proof alone: no ledger is read")
          ->type_name("FILE");
  command->add_option("--vkey", options->vkey, "the log's key, of the proof; else the registry's")
      ->type_name("VKEY")
      ->needs(proof);
  command->footer(
      "Example:\n  tem verify photos/ sheet.pdf --csv report.csv\n"
      "Exit status: 0 all genuine, 1 at least one is not, 3 something could not be read.");
  command->callback([&context, options] {
    context.run = [&context, options] { return run(context, *options); };
  });
}

}  // namespace tem::cli
