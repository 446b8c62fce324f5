// tem activate, tem void: what is said of some stamps of a lot.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "append_one.hpp"
#include "command.hpp"
#include "options.hpp"
#include "tem/counted.hpp"
#include "tem/ranges.hpp"
#include "tem/serial.hpp"

namespace tem::cli {
namespace {

struct Options {
  std::string gtin, lot, reason;
  std::vector<std::string> ranges, serials;
};

/// A label shows a serial in groups, DH4VK-F1FMN, and people read them out with a space.
std::string without_groups(std::string text) {
  std::erase_if(text, [](char c) { return c == '-' || c == ' '; });
  return text;
}

/// The indices of serials that were read off labels. Errors: bad_serial, range_not_issued.
Result<std::vector<IndexRange>> indices_of(const Registry& registry, const Gtin& gtin,
                                           const Lot& lot,
                                           const std::vector<std::string>& serials) {
  std::vector<IndexRange> ranges;
  if (serials.empty()) return ranges;
  auto secret = registry.serial_secret();
  if (!secret) return secret.error();
  auto cipher = SerialCipher::make(*secret, gtin, lot);
  if (!cipher) return cipher.error();
  for (const auto& text : serials) {
    auto serial = Serial::parse(without_groups(text));
    if (!serial) return serial.error().at("--serial " + text);
    auto index = cipher->index(*serial);
    if (!index) return index.error();
    auto run = *index ? registry.ledger().state().run_with(gtin, lot, **index)
                      : Result<std::optional<RunRecord>>(std::optional<RunRecord>());
    if (!run) return run.error();
    if (!*run) {
      return Error{ErrorCode::range_not_issued, "--serial " + text + ": no stamp of lot " +
                                                    lot.str() + " of " + gtin.str() +
                                                    " has this serial"};
    }
    ranges.push_back({**index, **index});
  }
  return ranges;
}

template <class Body>
Result<int> mark(const Context& context, const Options& options, std::string_view done) {
  auto gtin = gtin_option("--gtin", options.gtin);
  if (!gtin) return gtin.error();
  auto lot = lot_option("--lot", options.lot);
  if (!lot) return lot.error();
  if (options.ranges.empty() && options.serials.empty()) {
    return Error{ErrorCode::bad_usage,
                 "which stamps? give --range A-B, counted from 0, or --serial S"};
  }
  std::optional<Registry> registry;
  Result<std::vector<IndexRange>> ranges = std::vector<IndexRange>();
  if (context.remote.is_asked_for()) {
    if (!options.serials.empty()) {
      return Error{ErrorCode::bad_usage,
                   "--serial: only the registry's folder tells a serial's index; with --server give "
                   "--range, which the print file has in its column `index`"};
    }
  } else {
    auto opened = context.open(Access::append);
    if (!opened) return opened.error();
    registry = std::move(*opened);
    ranges = indices_of(*registry, *gtin, *lot, options.serials);
    if (!ranges) return ranges.error();
  }
  for (const auto& text : options.ranges) {
    auto parsed = parse_ranges(text);
    if (!parsed) return parsed.error().at("--range");
    ranges->insert(ranges->end(), parsed->begin(), parsed->end());
  }
  Body body{*gtin, *lot, merged(std::move(*ranges)), optional_text(options.reason)};
  std::uint64_t count = stamps_in(body.ranges);
  const std::string said = "lot " + lot->str() + " of " + gtin->str() + ": " +
                           counted(count, "stamp") + ' ' + std::string(done);
  return registry ? append_one(context, *registry, body, said) : append_one(context, body, said);
}

template <class Body>
void add(CLI::App& app, Context& context, const char* name, const char* what, const char* done,
         const char* example) {
  auto* command = app.add_subcommand(name, what);
  auto options = std::make_shared<Options>();
  command->add_option("--gtin", options->gtin, "of which product")->required()->type_name("GTIN");
  command->add_option("--lot", options->lot, "of which lot")->required()->type_name("LOT");
  command->add_option("--range", options->ranges, "indices from 0: A-B or A, with commas between")
      ->type_name("A-B");
  command->add_option("--serial", options->serials, "serials, as they stand on labels")
      ->type_name("S");
  command->add_option("--reason", options->reason, "why")->type_name("TEXT");
  command->footer(example);
  command->callback([&context, options, done] {
    context.run = [&context, options, done] { return mark<Body>(context, *options, done); };
  });
}

}  // namespace

void add_activate_and_void(CLI::App& app, Context& context) {
  add<StampsActivated>(app, context, "activate", "Release stamps that were issued inactive",
                       "activated",
                       "Example:\n  tem activate --gtin 08936000000011 --lot L2611A --range 0-499");
  add<StampsVoided>(app, context, "void", "Make spoiled stamps worthless", "voided",
                    "Example:\n  tem void --gtin 08936000000011 --lot L2611A --range 7,40-49 "
                    "\\\n    --reason \"in hỏng\"");
}

}  // namespace tem::cli
