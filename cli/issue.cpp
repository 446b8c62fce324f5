// tem issue: one entry in the log makes any number of stamps.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <limits>

#include "answer.hpp"
#include "append_one.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "fact_files.hpp"
#include "options.hpp"
#include "print_options.hpp"
#include "print_run.hpp"
#include "remote_print.hpp"
#include "sealed_print.hpp"
#include "sign_with.hpp"
#include "tem/counted.hpp"
#include "tem/lot_order.hpp"
#include "tem/lot_stamps.hpp"
#include "tem/print_texts.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

struct Options {
  std::string gtin, lot, count, produced, expires, key;
  bool inactive = false;
  PrintOptions print;
  SignWith sign_with;
};

Result<LotOrder> read_order(const Options& options) {
  auto gtin = gtin_option("--gtin", options.gtin);
  if (!gtin) return gtin.error();
  auto lot = lot_option("--lot", options.lot);
  if (!lot) return lot.error();
  auto count = number_option("--count", options.count, 1, kMaxStampsInLot);
  if (!count) return count.error();
  auto produced = date_option("--produced", options.produced);
  if (!produced) return produced.error();
  auto expires = optional_date("--expires", options.expires);
  if (!expires) return expires.error();
  std::optional<KeyNumber> key;
  if (!options.key.empty()) {
    auto number = number_option("--key", options.key, 1, std::numeric_limits<KeyNumber>::max());
    if (!number) return number.error();
    key = static_cast<KeyNumber>(*number);
  }
  return LotOrder{*gtin, *lot, *count, *produced, *expires, !options.inactive, key};
}

/// The fact, under the writer's lock: the run follows the lot's earlier runs.
Result<LotIssued> draft(const LotOrder& order, const Registry& registry, const State& state,
                        Instant at, const PrintChoices& choices) {
  const auto held = [&](const KeyRecord& key) { return registry.holds_producer_key(key.public_key); };
  auto drafted = draft_lot(order, held, state, at);
  if (!drafted) return drafted;
  const LotIssued& issued = *drafted;
  if (choices.targets.empty()) return issued;
  // What could not be made afterwards must not be issued: the entry would stand for ever.
  auto trial = LotStamps::trial(registry, issued);
  if (!trial && trial.error().code == ErrorCode::unknown_key) return issued;  // said below, better
  if (!trial) return trial.error();
  auto product = state.product(order.gtin);
  if (!product) return product.error();
  auto fits = try_labels(registry, choices, (*product)->product, issued, *trial,
                         registry.local_date(at));
  if (!fits) return fits.error();
  return issued;
}

/// The entry stands whatever becomes of the files; so say how to make them again.
Error not_written(const Error& error, const Appended& done, const LotIssued& issued) {
  std::string last = std::to_string(issued.first + issued.count - 1);
  return Error{error.code, error.str() + "; the stamps are issued all the same (" + entries(done) +
                               "): write them with `tem print --gtin " + issued.gtin.str() +
                               " --lot '" + issued.lot.str() + "' --range " +
                               std::to_string(issued.first) + '-' + last +
                               "` and the same options"};
}

/// The files of a whole run.
Result<std::vector<std::string>> print_all(const Registry& registry, PrintChoices choices,
                                           const LotIssued& issued, bool progress) {
  auto run = PrintRun::prepare(registry, std::move(choices), issued.gtin, issued.lot,
                               {{static_cast<std::uint32_t>(issued.first),
                                 static_cast<std::uint32_t>(issued.first + issued.count - 1)}},
                               now());
  if (!run) return run.error();
  auto done = run->write(Printing::issuing, progress);
  if (!done) return done.error();
  return std::move(done->files);
}

void report(const Context& context, const Appended& done, const LotIssued& issued,
            const std::vector<std::string>& files) {
  if (context.json) {
    json::array names;
    for (const auto& file : files) names.emplace_back(file);
    print_json(json::object{{"index", done.first},
                            {"gtin", issued.gtin.str()},
                            {"lot", issued.lot.str()},
                            {"key", issued.key},
                            {"first", issued.first},
                            {"count", issued.count},
                            {"checkpoint", checkpoint_json(done.checkpoint.head)},
                            {"files", std::move(names)}});
    return;
  }
  std::cout << "lot " << printable(issued.lot.str()) << " of " << issued.gtin.str() << ": "
            << counted(issued.count, "stamp");
  if (issued.first > 0) std::cout << " from index " << issued.first;
  std::cout << (issued.active ? "" : ", inactive") << ", signed with key " << issued.key << ", "
            << entries(done) << '\n';
  for (const auto& file : files) std::cout << "wrote " << printable(file) << '\n';
}

/// By the service of --server, which knows the key's public half alone: it says the serials, and the
/// stamps are sealed here.
Result<int> issue_and_seal(const Context& context, const Options& options, const LotOrder& order,
                           const PrintChoices& choices) {
  if (auto ok = check_sealed_print(options.print, choices); !ok) return ok.error();
  const auto key = read_sign_key(context, options.sign_with);
  if (!key) return key.error();
  if (auto ok = try_files(choices, order.count); !ok) return ok.error();
  const auto service = context.service();
  if (!service) return service.error();
  const std::string once = context.service_key();
  const auto run = service->issue_to_seal(order, key->verifying_key(), once);
  if (!run) {
    const bool is_key = run.error().code == ErrorCode::unknown_key;
    return is_key ? not_registered(options.sign_with) : run.error();
  }
  const auto [appended, issued] = run->run;
  auto stamps = seal_run(*run, *key);
  if (!stamps) return stamps.error();
  auto files = print_sealed(choices, *run, std::move(*stamps));
  if (!files) {
    return Error{files.error().code,
                 files.error().str() + "; the stamps are issued all the same (" + entries(appended) +
                     "): write them with the same command and --idempotency-key " + once};
  }
  report(context, appended, issued, *files);
  return kExitYes;
}

/// By the service of --server, with a key that it holds.
Result<int> issue_remotely(const Context& context, const Options& options, const LotOrder& order,
                           const PrintChoices& choices) {
  if (auto ok = check_remote_print(options.print); !ok) return ok.error();
  if (auto ok = try_files(choices, order.count); !ok) return ok.error();
  const auto service = context.service();
  if (!service) return service.error();
  const std::string once = context.service_key();
  const auto done = service->issue(order, once);
  if (!done) return done.error();
  const LotIssued& issued = done->issued;
  const IndexRange range{static_cast<std::uint32_t>(issued.first),
                         static_cast<std::uint32_t>(issued.first + issued.count - 1)};
  const auto files = print_remotely(*service, options.print, choices,
                                    {issued.gtin, issued.lot, {range}, Printing::once, once});
  if (!files && files.error().code == ErrorCode::not_reachable)
    return files.error().at("the stamps are issued (" + entries(done->appended) + ")");
  if (!files) return not_written(files.error(), done->appended, issued);
  report(context, done->appended, issued, files->files);
  return kExitYes;
}

Result<int> run(const Context& context, const Options& options) {
  auto order = read_order(options);
  if (!order) return order.error();
  auto choices = read_print_choices(options.print);
  if (!choices) return choices.error();
  if (context.remote.is_asked_for()) {
    return options.sign_with.file.empty() ? issue_remotely(context, options, *order, *choices)
                                          : issue_and_seal(context, options, *order, *choices);
  }
  auto registry = context.open(Access::append);
  if (!registry) return registry.error();
  auto lent = lend_key(context, *registry, options.sign_with);
  if (!lent) return lent.error();
  if (*lent) order->key = *lent;
  if (auto ok = try_files(*choices, order->count); !ok) return ok.error();
  if (choices->has_labels()) {
    // What could not be remembered must not be issued.
    if (auto log = PrintLog::open(registry->dir()); !log) return log.error();
  }

  Instant at = now();
  auto done = registry->append(
      [&](const State& state) -> Result<std::vector<FactBody>> {
        auto drafted = draft(*order, *registry, state, at, *choices);
        if (!drafted) return drafted.error();
        return std::vector<FactBody>{std::move(*drafted)};
      },
      at, context.once(order->text()));
  if (!done) return done.error();
  auto bodies = bodies_of(*registry, *done);
  if (!bodies) return bodies.error();
  const auto* issued = std::get_if<LotIssued>(&bodies->front());
  if (issued == nullptr) return Error{ErrorCode::internal, entries(*done) + " is no lot"};
  std::vector<std::string> files;
  if (!choices->targets.empty()) {
    auto written = print_all(*registry, std::move(*choices), *issued, context.progress);
    if (!written) return not_written(written.error(), *done, *issued);
    files = std::move(*written);
  }
  report(context, *done, *issued, files);
  return kExitYes;
}

}  // namespace

void add_issue(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("issue", "Issue a lot of stamps, or more stamps of a lot");
  auto options = std::make_shared<Options>();
  command->add_option("--gtin", options->gtin, "of which product")->required()->type_name("GTIN");
  command->add_option("--lot", options->lot, "the lot's number")->required()->type_name("LOT");
  command->add_option("--count", options->count, "how many stamps")->required()->type_name("N");
  command->add_option("--produced", options->produced, "day of production, YYYY-MM-DD")
      ->required()
      ->type_name("DATE");
  command->add_option("--expires", options->expires, "last day of use")->type_name("DATE");
  command->add_flag("--inactive", options->inactive, "not for sale before `tem activate`");
  auto* key =
      command->add_option("--key", options->key, "by default the producer's newest key in force");
  key->type_name("N");
  add_sign_with(*command, options->sign_with);
  command->get_option("--sign-with")->excludes(key);
  add_print_options(*command, options->print);
  command->footer(
      "Example:\n  tem issue --gtin 08936000000011 --lot L2611A --count 1000 \\\n"
      "    --produced 2026-11-01 --expires 2027-11-01 -o L2611A.pdf -o L2611A.csv\n"
      "  tem --server https://tem.example --token-file token issue --gtin 08936000000011 \\\n"
      "    --lot L2611B --count 1000 --produced 2026-11-01 --sign-with own.pem -o L2611B.pdf");
  command->callback([&context, options] {
    context.run = [&context, options] { return run(context, *options); };
  });
}

}  // namespace tem::cli
