// tem log: the transparency log behind everything.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "answer.hpp"
#include "command.hpp"
#include "tem/counted.hpp"
#include "tem/key_state.hpp"
#include "options.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

Result<int> checkpoint(const Context& context) {
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  auto last = registry->published_checkpoint();
  if (!last) return last.error();
  if (context.json) {
    json::object out = checkpoint_json(last->head);
    out["note"] = last->note;
    print_json(out);
  } else {
    std::cout << last->note;
  }
  return kExitYes;
}

Result<int> entry(const Context& context, const std::string& text) {
  auto index = number_option("entry", text, 0, kMaxExactInteger);
  if (!index) return index.error();
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  auto bytes = registry->ledger().entry(*index);
  if (!bytes) return bytes.error();
  std::cout << *bytes << '\n';  // an entry is JSON already
  return kExitYes;
}

/// To append when that is allowed, so that the finding is remembered; else to read.
Result<Registry> open_to_check(const Context& context) {
  auto registry = context.open(Access::append);
  if (registry) return registry;
  bool may_only_read = registry.error().code == ErrorCode::cannot_write ||
                       registry.error().code == ErrorCode::cannot_read ||
                       registry.error().code == ErrorCode::ledger_busy;
  return may_only_read ? context.open(Access::read) : std::move(registry);
}

/// What keeps a ledger from being opened is a problem found like any other.
Result<FsckReport> checked(const Context& context) {
  constexpr std::string_view kFile = "ledger.db: ", kHint = "; run `tem log fsck`";  // which this is
  auto registry = open_to_check(context);
  auto report = registry ? registry->ledger().fsck() : Result<FsckReport>(registry.error());
  if (report || report.error().code != ErrorCode::ledger_damaged) return report;
  std::string problem = report.error().str();
  if (problem.ends_with(kHint)) problem.resize(problem.size() - kHint.size());
  if (problem.starts_with(kFile)) problem.erase(0, kFile.size());
  return FsckReport{0, std::move(problem)};
}

Result<int> fsck(const Context& context) {
  auto report = checked(context);
  if (!report) return report.error();
  if (context.json) {
    json::object out{{"ok", !report->first_problem.has_value()}, {"entries", report->entries}};
    if (report->first_problem) out["problem"] = *report->first_problem;
    print_json(out);
  } else if (report->first_problem) {
    std::cout << styled(Style::red, "damaged: ") << printable(*report->first_problem) << '\n';
  } else {
    std::cout << "ok: " << counted(report->entries, "entry", "entries")
              << ", every hash, checkpoint and table agrees\n";
  }
  return report->first_problem ? kExitNo : kExitYes;
}

}  // namespace

void add_log(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand(
      "log", "The log: checkpoint, prove, verify, export, follow, compare, fsck");
  group->require_subcommand(1);
  group->footer("Example:\n  tem log checkpoint");
  auto* head = group->add_subcommand("checkpoint", "The latest signed checkpoint");
  head->footer("Example:\n  tem log checkpoint > checkpoint");
  head->callback([&context] { context.run = [&context] { return checkpoint(context); }; });

  auto* one = group->add_subcommand("entry", "The bytes of one entry, and a line feed");
  auto index = std::make_shared<std::string>();
  one->add_option("N", *index, "log index, from 0")->required();
  one->footer("Example:\n  tem log entry 0");
  one->callback(
      [&context, index] { context.run = [&context, index] { return entry(context, *index); }; });

  add_log_proofs(*group, context);
  add_log_copies(*group, context);
  add_log_compare(*group, context);
  auto* check = group->add_subcommand("fsck", "Check the whole ledger, and name what is wrong");
  check->footer("Example:\n  tem log fsck\nExit status 1: a problem was found.");
  check->callback([&context] { context.run = [&context] { return fsck(context); }; });
  add_log_witness(*group, context);
}

}  // namespace tem::cli
