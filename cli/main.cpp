// tem: parses the command line, runs the chosen command, turns its answer into an exit status.

#include <CLI/CLI.hpp>
#include <iostream>

#include "command.hpp"
#include "options.hpp"
#include "remote.hpp"
#include "tem/core_dumps.hpp"
#include "tem/manual_options.hpp"
#include "tem/quote.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

void add_commands(CLI::App& app, Context& context) {
  add_init(app, context);
  add_producer(app, context);
  add_key(app, context);
  add_product(app, context);
  add_certificate(app, context);
  add_issue(app, context);
  add_print(app, context);
  add_template(app, context);
  add_activate_and_void(app, context);
  add_recall(app, context);
  add_lot(app, context);
  add_token(app, context);
  add_inspect(app, context);
  add_verify(app, context);
  add_scans(app, context);
  add_reports(app, context);
  add_log(app, context);
  add_witness(app, context);
  add_backup(app, context);
  add_restore(app, context);
}

ManualTexts manual() {
  return {
      .section = 1,
      .variables = {{"TEM_REGISTRY", "the registry's folder, where --registry is not given"},
                    {"TEM_PASSPHRASE", "opens encrypted keys, where --passphrase-file is not given"},
                    {"TEM_TOKEN", "who asks the service of --server, where neither --token nor "
                                  "--token-file is given"},
                    {"TMPDIR", "where pages of a PDF wait to be read; /tmp by default"},
                    {"NO_COLOR", "no colour, even on a terminal"},
                    {"TERM", "no colour where it is dumb"},
                    {"USER", "who checks, for `tem verify --html`, where --inspector is not given"}},
      .files = {{"registry/", "the registry, where nothing names another: registry.toml, ledger.db, "
                              "scans.db, secrets/"},
                {"/var/lib/tem/registry/", "the registry that the packaged temd serves"}},
      .statuses = {{"0", "yes, or done"},
                   {"1", "the answer is no"},
                   {"2", "wrong usage or input, which the caller can mend"},
                   {"3", "could not be done: something could not be read, written or looked up"}},
      .see_also = {"temd(8)"}};
}

/// The innermost command that was named: "tem key new".
std::string command_named(const CLI::App& app) {
  std::string words = "tem";
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) {
    at = at->get_subcommands().front();
    words += ' ' + at->get_name();
  }
  return words;
}

/// What stands where a command should, said as wrong; empty when nothing does.
std::string unknown_word(const CLI::App& app) {
  const auto words = app.remaining(true);
  if (words.empty()) return {};
  return tem::quoted(words.front()) + " is no " +
         (words.front().starts_with('-') ? "option" : "command") + " of `" + command_named(app) + "`";
}

int run(int argc, char** argv) {
  CLI::App app("Signed QR traceability stamps: issue, print, verify.", "tem");
  Context context;
  app.fallthrough();  // --registry and --json may stand before or after the command
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("tem ") + TEM_VERSION);
  app.set_help_flag("-h,--help", "Print this help and exit");
  add_manual_options(app, manual());
  app.add_option("--registry", context.registry,
                 "the registry's folder; else $TEM_REGISTRY, else ./registry")
      ->type_name("DIR");
  app.add_option("--passphrase-file", context.passphrase_file,
                 "opens encrypted keys; else $TEM_PASSPHRASE, else the terminal is asked")
      ->type_name("FILE");
  add_remote_options(app, context.remote);
  context.json_flag =
      app.add_flag("--json", context.json, "answer with one JSON value on standard output");
  app.add_option("--idempotency-key", context.idempotency_key,
                 "sent again with the same key, an append is answered as before")
      ->type_name("KEY");
  app.add_flag("--progress", context.progress, "show progress even where there is no terminal");
  app.footer(
      "Example:\n  tem init --demo && tem product list\n"
      "  tem --server https://tem.example --token-file token void --gtin … --lot … --range 7\n"
      "Exit status: 0 yes or done, 1 the answer is no, 2 wrong usage or input, 3 could not be "
      "done.");
  add_commands(app, context);
  refuse_empty(app);
  try {
    app.parse(argc, argv);
    hide_token(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    return app.exit(asked);
  } catch (const CLI::RequiredError& missing) {
    const std::string word = unknown_word(app);
    remark((word.empty() ? missing.what() : word) + "; see `" + command_named(app) + " --help`");
    return kExitUsage;
  } catch (const CLI::ParseError& wrong) {
    remark(std::string(wrong.what()) + "; see `" + command_named(app) + " --help`");
    return kExitUsage;
  }
  auto may = context.remote.is_asked_for() ? check_remote_command(command_named(app)) : Result<void>();
  auto status = may ? context.run() : Result<int>(may.error());
  if (!status) {
    complain(status.error());
    return exit_status(status.error().code);
  }
  std::cout.flush();
  if (!std::cout) {
    remark("standard output could not be written");
    return kExitFailed;
  }
  return *status;
}

}  // namespace
}  // namespace tem::cli

int main(int argc, char** argv) {
  tem::forbid_core_dumps();
  try {
    return tem::cli::run(argc, argv);
  } catch (const std::bad_alloc&) {
    tem::cli::remark("out of memory");
  } catch (...) {
    // What a library threw is no message for a person.
    tem::cli::remark("unexpected failure; run `tem log fsck` to see that the ledger is whole");
  }
  return tem::cli::kExitFailed;
}
