// tem print: stamps of an issued lot, again or for the first time.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>

#include "answer.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "options.hpp"
#include "print_preview.hpp"
#include "print_options.hpp"
#include "print_run.hpp"
#include "remote_print.hpp"
#include "sign_with.hpp"
#include "tem/counted.hpp"
#include "tem/lot_stamps.hpp"
#include "tem/ranges.hpp"
#include "tem/stamp_press.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

struct Options {
  std::string gtin, lot, preview;
  std::vector<std::string> ranges;
  bool again = false;
  PrintOptions print;
  SignWith sign_with;
};

std::string small_modules(double mm) {
  std::array<char, 160> text{};
  std::snprintf(text.data(), text.size(),
                "the symbol's modules are %.2f mm; GS1 asks for %.3f mm at retail: larger labels scan "
                "better",
                mm, kMinRetailMm);
  return text.data();
}

/// The ranges asked for, or all that were issued.
Result<std::vector<IndexRange>> wanted(const LotStamps& stamps,
                                       const std::vector<std::string>& texts) {
  std::vector<IndexRange> ranges;
  for (const auto& text : texts) {
    auto parsed = parse_ranges(text);
    if (!parsed) return parsed.error().at("--range");
    ranges.insert(ranges.end(), parsed->begin(), parsed->end());
  }
  auto issued = issued_ranges(stamps, std::move(ranges));
  if (!issued) return issued.error().at("--range");
  return issued;
}

/// Does the key sign any of these?
bool is_of(const LotStamps& stamps, const std::vector<IndexRange>& ranges, KeyNumber key) {
  return std::ranges::any_of(stamps.runs(), [&](const RunRecord& run) {
    const LotIssued& issued = run.issued;
    return issued.key == key && std::ranges::any_of(ranges, [&](const IndexRange& range) {
             return range.first < issued.first + issued.count && issued.first <= range.last;
           });
  });
}

/// What a person should know of a print: they may still be good for their purpose.
void remark_on(std::optional<double> module_mm, std::uint64_t voided, std::uint64_t count) {
  if (module_mm && *module_mm < kMinRetailMm) remark(small_modules(*module_mm));
  if (voided == 0) return;
  remark("void, not to be put on packages: " + std::to_string(voided) + " of " +
         counted(count, "stamp"));
}

json::object report_json(const Gtin& gtin, const Lot& lot, const PrintReport& done) {
  json::array names;
  for (const auto& file : done.files) names.emplace_back(file);
  json::object answer{
      {"gtin", gtin.str()}, {"lot", lot.str()}, {"count", done.count}, {"files", std::move(names)}};
  if (done.parts > 1) answer["parts"] = done.parts;
  if (done.parts_before > 0) answer["parts_before"] = done.parts_before;
  if (done.checked > 0) answer["checked"] = done.checked;
  return answer;
}

void report(const Context& context, const Gtin& gtin, const Lot& lot, const PrintReport& done) {
  if (context.json) return print_json(report_json(gtin, lot, done));
  std::cout << "lot " << printable(lot.str()) << " of " << gtin.str() << ": "
            << counted(done.count, "stamp");
  if (done.checked > 0) std::cout << ", " << done.checked << " read back";
  std::cout << '\n';
  for (const auto& file : done.files) std::cout << "wrote " << printable(file) << '\n';
}

/// By the service of --server.
Result<int> print_there(const Context& context, const Options& options, const PrintChoices& choices,
                        const Gtin& gtin, const Lot& lot) {
  if (!options.sign_with.file.empty()) {
    return Error{ErrorCode::bad_usage,
                 "--sign-with: a service tells a key's holder the serials once, when the lot is issued; "
                 "give that `tem issue` again with its --idempotency-key, or print where the registry's "
                 "folder is"};
  }
  if (auto ok = check_remote_print(options.print); !ok) return ok.error();
  RemotePrint wanted{gtin, lot, {}, options.again ? Printing::again : Printing::once,
                     context.service_key()};
  for (const auto& text : options.ranges) {
    auto parsed = parse_ranges(text);
    if (!parsed) return parsed.error().at("--range");
    wanted.ranges.insert(wanted.ranges.end(), parsed->begin(), parsed->end());
  }
  wanted.ranges = merged(std::move(wanted.ranges));
  auto service = context.service();
  if (!service) return service.error();
  auto done = print_remotely(*service, options.print, choices, wanted);
  if (!done) return done.error();
  PrintReport told;
  told.count = done->told.stamps;
  told.files = std::move(done->files);
  remark_on(done->told.module_mm, done->told.voided, done->told.stamps);
  report(context, gtin, lot, told);
  return kExitYes;
}

Result<int> run(const Context& context, const Options& options) {
  auto choices = read_print_choices(options.print);
  if (!choices) return choices.error();
  if (!options.preview.empty()) {
    if (!choices->targets.empty() || !options.ranges.empty() || options.again) {
      return Error{ErrorCode::bad_usage,
                   "--preview: shows one specimen; leave --output, --range and --again out"};
    }
    return preview(context, options.print, *choices, options.preview, options.gtin, options.lot);
  }
  if (options.gtin.empty() || options.lot.empty() || choices->targets.empty()) {
    const std::string missing = options.gtin.empty()  ? "--gtin"
                                : options.lot.empty() ? "--lot"
                                                      : "--output";
    return Error{ErrorCode::bad_usage, missing + " is required; see `tem print --help`"};
  }
  auto gtin = gtin_option("--gtin", options.gtin);
  if (!gtin) return gtin.error();
  auto lot = lot_option("--lot", options.lot);
  if (!lot) return lot.error();
  if (context.remote.is_asked_for()) return print_there(context, options, *choices, *gtin, *lot);
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  auto lent = lend_key(context, *registry, options.sign_with);
  if (!lent) return lent.error();
  auto stamps = LotStamps::open(*registry, *gtin, *lot);
  if (!stamps) return stamps.error();
  auto ranges = wanted(*stamps, options.ranges);
  if (!ranges) return ranges.error();
  if (*lent && !is_of(*stamps, *ranges, **lent)) {
    return Error{ErrorCode::bad_usage, "--sign-with " + options.sign_with.file + ": is key " +
                                           std::to_string(**lent) +
                                           ", which signs none of these stamps; `tem lot list` "
                                           "tells which key does"};
  }
  const std::uint64_t count = stamps_in(*ranges);
  auto voided = count_voided(registry->ledger().state(), *gtin, *lot, *ranges);
  if (!voided) return voided.error();
  auto run = PrintRun::prepare(*registry, std::move(*choices), *gtin, *lot, std::move(*ranges), now());
  if (!run) return run.error();
  const auto module = run->module_mm();
  auto done = run->write(options.again ? Printing::again : Printing::once, context.progress);
  if (!done) return done.error();
  remark_on(module, *voided, count);
  if (done->goes_on_from && !context.json) {
    std::cout << "going on with the run of " << registry->local_time(*done->goes_on_from) << ": "
              << done->parts_before << " of " << done->parts << " parts were written then\n";
  }
  report(context, *gtin, *lot, *done);
  return kExitYes;
}

}  // namespace

void add_print(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("print", "Write print files of stamps that were issued");
  auto options = std::make_shared<Options>();
  command->add_option("--gtin", options->gtin, "of which product")->type_name("GTIN");
  command->add_option("--lot", options->lot, "of which lot")->type_name("LOT");
  command->add_option("--range", options->ranges, "indices from 0, A-B or A; all by default")
      ->type_name("A-B");
  add_print_options(*command, options->print);
  command->add_flag("--again", options->again, "print stamps once more that were printed before");
  command
      ->add_option("--preview", options->preview,
                   "one specimen label at real size, of no stamp: .png .svg .pdf")
      ->type_name("FILE");
  add_sign_with(*command, options->sign_with);
  command->footer(
      "Example:\n  tem print --gtin 08936000000011 --lot L2611A --range 0-20 -o page.pdf\n"
      "  tem print --gtin 08936000000011 --lot L2611A --template roll-40x30 --check all -o L.zpl\n"
      "  tem print --template a4-65 --preview label.png\n"
      "  tem --server https://tem.example --token-file token print --gtin 08936000000011 \\\n"
      "    --lot L2611A -o L2611A.zpl\n"
      "Given again, an interrupted run goes on where it stopped.");
  command->callback([&context, options] {
    context.run = [&context, options] { return run(context, *options); };
  });
}

}  // namespace tem::cli
