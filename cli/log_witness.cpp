// tem log witness, tem log witnesses: the log's witnesses asked, and how they stand.

#include <CLI/CLI.hpp>
#include <iostream>

#include "clock.hpp"
#include "command.hpp"
#include "tem/witness_client.hpp"
#include "tem/witness_report.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

void print(const WitnessReport& report) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& line : report.witnesses) {
    rows.push_back({printable(line.witness.name), std::string(line.word()),
                    std::to_string(line.state.size),
                    line.state.last_success ? line.state.last_success->str() : "",
                    printable(line.state.last_error)});
  }
  print_table({"witness", "state", "size", "last success", "last error"}, rows);
  std::cout << "checkpoint " << report.head.size << ": "
            << (report.met ? styled(Style::green, "quorum met")
                           : styled(Style::red, "quorum not met"))
            << " (" << printable(report.quorum) << ")\n";
}

Result<int> show(const Context& context, const Registry& registry) {
  const auto report = witness_report(registry);
  if (!report) return report.error();
  if (context.json) {
    std::cout << to_json(*report) << '\n';
  } else {
    print(*report);
  }
  return report->met ? kExitYes : kExitNo;
}

Result<int> ask(const Context& context) {
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  const auto policy = registry->witness_policy();
  if (!policy) return policy.error();
  if (!*policy) {
    return Error{ErrorCode::not_found,
                 registry->dir().string() +
                     "/witnesses.policy: not there; write one, with a line \"witness <name> <vkey> "
                     "<url>\" for each witness and a line \"quorum <name>\""};
  }
  auto store = CosignatureStore::open(registry->cosignatures_file(), Access::append);
  if (!store) return store.error();
  for (const auto& witness : (*policy)->witnesses()) {
    if (auto asked = ask_witness(registry->ledger(), witness, *store, now); !asked) {
      return asked.error();
    }
  }
  return show(context, *registry);
}

}  // namespace

void add_log_witness(CLI::App& group, Context& context) {
  auto* once = group.add_subcommand("witness", "Ask every witness to cosign the checkpoint, once");
  once->footer(
      "Example:\n  tem log witness\nExit status 1: the quorum of witnesses.policy is not met.");
  once->callback([&context] { context.run = [&context] { return ask(context); }; });
  auto* states = group.add_subcommand("witnesses", "How the witnesses stand; asks none");
  states->footer("Example:\n  tem log witnesses --json\nExit status 1: the quorum is not met.");
  states->callback([&context] {
    context.run = [&context]() -> Result<int> {
      auto registry = context.open(Access::read);
      if (!registry) return registry.error();
      return show(context, *registry);
    };
  });
}

}  // namespace tem::cli
