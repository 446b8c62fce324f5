// tem recall: warn everybody who scans a stamp of a lot, or stop warning.

#include <CLI/CLI.hpp>

#include "append_one.hpp"
#include "command.hpp"
#include "options.hpp"

namespace tem::cli {
namespace {

struct Options {
  std::string gtin, lot, reason, advice;
  bool lift = false;
};

Result<int> run(const Context& context, const Options& options) {
  auto gtin = gtin_option("--gtin", options.gtin);
  if (!gtin) return gtin.error();
  auto lot = lot_option("--lot", options.lot);
  if (!lot) return lot.error();
  std::string which = "lot " + lot->str() + " of " + gtin->str();
  if (options.lift) {
    return append_one(context, RecallLifted{*gtin, *lot, optional_text(options.reason)},
                      which + " is recalled no more");
  }
  if (options.reason.empty()) {
    return Error{ErrorCode::bad_usage, "recall: --reason is required; consumers will read it"};
  }
  return append_one(context,
                    LotRecalled{*gtin, *lot, options.reason, optional_text(options.advice)},
                    which + " recalled");
}

}  // namespace

void add_recall(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("recall", "Recall a lot, or lift its recall");
  auto options = std::make_shared<Options>();
  command->add_option("--gtin", options->gtin, "of which product")->required()->type_name("GTIN");
  command->add_option("--lot", options->lot, "which lot")->required()->type_name("LOT");
  command->add_option("--reason", options->reason, "why, for consumers to read")->type_name("TEXT");
  auto* advice = command->add_option("--advice", options->advice, "what consumers should do")
                     ->type_name("TEXT");
  command->add_flag("--lift", options->lift, "end the recall")->excludes(advice);
  command->footer(
      "Example:\n  tem recall --gtin 08936000000011 --lot L2611A --reason \"Nhiễm vi sinh\" \\\n"
      "    --advice \"Mang trả nơi mua\"\n"
      "  tem recall --gtin 08936000000011 --lot L2611A --lift");
  command->callback([&context, options] {
    context.run = [&context, options] { return run(context, *options); };
  });
}

}  // namespace tem::cli
