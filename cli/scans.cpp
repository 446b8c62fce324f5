// tem scans, tem reports: what temd recorded at the point of sale, and its retention.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <memory>

#include "answer.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "options.hpp"
#include "tem/counted.hpp"
#include "tem/scan_history.hpp"
#include "tem/verifier.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kMaxDays = 36'500, kMaxListed = 100'000;

struct Options {
  std::string older_than, stamp, gtin, lot, limit = "50";
};

/// None where nothing was scanned yet.
Result<std::optional<ScanHistory>> open_history(const Context& context) {
  auto registry = context.open(Access::read);  // a wrong --registry is told as everywhere
  if (!registry) return registry.error();
  return ScanHistory::open(registry->dir());
}

Result<std::optional<std::pair<Gtin, Lot>>> lot_named(const Options& options) {
  if (options.gtin.empty() != options.lot.empty()) {
    return Error{ErrorCode::bad_usage, "--gtin and --lot name a lot together; give both or none"};
  }
  if (options.gtin.empty()) return std::optional<std::pair<Gtin, Lot>>();
  const auto gtin = gtin_option("--gtin", options.gtin);
  if (!gtin) return gtin.error();
  const auto lot = lot_option("--lot", options.lot);
  if (!lot) return lot.error();
  return std::optional(std::pair(*gtin, *lot));
}

using Tally = std::vector<std::pair<std::string, std::uint64_t>>;

json::object json_of(const Tally& tally) {
  json::object out;
  for (const auto& [name, count] : tally) out[name] = count;
  return out;
}

json::object json_of(const LotScans& counts) {
  return {{"scans", counts.scans},
          {"stamps", counts.stamps},
          {"suspect", counts.suspect},
          {"claims", counts.claims},
          {"reports", counts.reports},
          {"by_place", json_of(counts.by_place)},
          {"by_channel", json_of(counts.by_channel)},
          {"by_verdict", json_of(counts.by_verdict)},
          {"by_day", json_of(counts.by_day)}};
}

void print_tally(std::string_view name, const Tally& tally) {
  if (tally.empty()) return;
  std::cout << name << ':';
  for (const auto& [key, count] : tally) std::cout << "  " << printable(key) << ' ' << count;
  std::cout << '\n';
}

Result<int> stats(const Context& context, const Options& options) {
  const auto lot = lot_named(options);
  if (!lot) return lot.error();
  const auto history = open_history(context);
  if (!history) return history.error();
  ScanStats known;
  if (*history && *lot) {
    auto counts = (*history)->lot_scans((*lot)->first, (*lot)->second);
    if (!counts) return counts.error();
    known.all = std::move(*counts);
  } else if (*history) {
    auto all = (*history)->stats();
    if (!all) return all.error();
    known = std::move(*all);
  }
  if (context.json) {
    json::object out = json_of(known.all);
    if (!*lot) out["lots"] = known.lots, out["refused"] = json_of(known.refused);
    print_json(out);
    return kExitYes;
  }
  const LotScans& counts = known.all;
  std::cout << counted(counts.scans, "scan") << " of " << counted(counts.stamps, "stamp") << "; "
            << counts.suspect << " suspect, " << counts.claims << " claimed, "
            << counted(counts.reports, "report") << '\n';
  print_tally("verdict", counts.by_verdict);
  print_tally("channel", counts.by_channel);
  print_tally("place", counts.by_place);
  print_tally("day", counts.by_day);
  print_tally("no issued stamp", known.refused);
  return kExitYes;
}

/// The client's hash stays where it is: nobody needs it to read a list.
Result<int> list(const Context& context, const Options& options) {
  const auto lot = lot_named(options);
  if (!lot) return lot.error();
  const auto limit = number_option("--limit", options.limit, 1, kMaxListed);
  if (!limit) return limit.error();
  const auto history = open_history(context);
  if (!history) return history.error();
  Result<std::vector<Scan>> scans = std::vector<Scan>();
  if (*history) scans = (*history)->scans(*lot, *limit);
  if (!scans) return scans.error();
  json::array array;
  std::vector<std::vector<std::string>> rows;
  for (const Scan& scan : *scans) {
    const auto& [stamp, sight, verdict] = scan;
    json::object object{{"at", sight.at.str()},         {"gtin", stamp.gtin.str()},
                        {"lot", stamp.lot.str()},       {"index", stamp.index},
                        {"channel", name(sight.channel)}, {"verdict", name(verdict)}};
    if (!sight.place.empty()) object["place"] = sight.place;
    if (sight.inactive) object["inactive"] = true;
    array.push_back(std::move(object));
    rows.push_back({sight.at.str(), stamp.gtin.str(), printable(stamp.lot.str()),
                    std::to_string(stamp.index), std::string(name(sight.channel)), sight.place,
                    std::string(name(verdict))});
  }
  if (context.json) {
    print_json(array);
  } else {
    print_table({"at", "gtin", "lot", "index", "channel", "place", "verdict"}, rows);
  }
  return kExitYes;
}

/// `365d`
Result<Instant> oldest_kept(std::string_view text, Instant now) {
  if (!text.ends_with('d')) {
    return Error{ErrorCode::bad_value, "--older-than: \"" + std::string(text) +
                                           "\" is no number of days; write it as 365d"};
  }
  const auto days = number_option("--older-than", text.substr(0, text.size() - 1), 1, kMaxDays);
  if (!days) return days.error();
  return Instant(now.time() - std::chrono::days(static_cast<int>(*days)));
}

Result<int> prune(const Context& context, const Options& options) {
  if (options.older_than.empty() == options.stamp.empty()) {
    return Error{ErrorCode::bad_usage, "give either --older-than or --stamp"};
  }
  const Instant at = now();
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  Result<Pruned> pruned = Pruned{};
  if (options.stamp.empty()) {
    const auto before = oldest_kept(options.older_than, at);
    if (!before) return before.error();
    pruned = prune_scans(registry->dir(), *before);
  } else {
    const auto verifier = Verifier::make(*registry);
    if (!verifier) return verifier.error();
    const auto stamp = verifier->find_issued(options.stamp, at);
    if (!stamp) return stamp.error();
    if (!*stamp) {
      return Error{ErrorCode::not_a_stamp,
                   "--stamp: no stamp that this registry issued, or its seal is wrong"};
    }
    pruned = erase_scans(registry->dir(), **stamp, at);
  }
  if (!pruned) return pruned.error();
  if (context.json) {
    print_json(json::object{
        {"scans", pruned->scans}, {"stamps", pruned->stamps}, {"reports", pruned->reports}});
  } else {
    std::cout << pruned->str() << '\n';
  }
  return kExitYes;
}

Result<int> list_reports(const Context& context, const Options& options) {
  const auto limit = number_option("--limit", options.limit, 1, kMaxListed);
  if (!limit) return limit.error();
  const auto history = open_history(context);
  if (!history) return history.error();
  Result<std::vector<Report>> reports = std::vector<Report>();
  if (*history) reports = (*history)->reports(*limit);
  if (!reports) return reports.error();
  json::array array;
  std::vector<std::vector<std::string>> rows;
  for (const Report& report : *reports) {
    json::object object{{"id", report.id}, {"at", report.at.str()}};
    if (report.stamp) {
      object["gtin"] = report.stamp->gtin.str();
      object["lot"] = report.stamp->lot.str();
      object["index"] = report.stamp->index;
    }
    for (const auto& [key, text] : {std::pair("uri", &report.uri), std::pair("text", &report.text),
                                    std::pair("place", &report.place),
                                    std::pair("contact", &report.contact),
                                    std::pair("verdict", &report.verdict)}) {
      if (!text->empty()) object[key] = *text;
    }
    array.push_back(std::move(object));
    rows.push_back({std::to_string(report.id), report.at.str(), report.verdict,
                    printable(report.place), printable(report.uri), printable(report.text),
                    printable(report.contact)});
  }
  if (context.json) {
    print_json(array);
  } else {
    print_table({"id", "at", "verdict", "place", "uri", "text", "contact"}, rows);
  }
  return kExitYes;
}

CLI::App* add(CLI::App& group, const char* name, const char* what, const char* example) {
  auto* command = group.add_subcommand(name, what);
  command->footer(std::string("Example:\n  tem ") + group.get_name() + " " + name + example);
  return command;
}

void add_lot_choice(CLI::App& command, Options& options) {
  command.add_option("--gtin", options.gtin, "of this product's lot")->type_name("GTIN");
  command.add_option("--lot", options.lot, "of this lot")->type_name("LOT");
}

}  // namespace

void add_scans(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("scans", "What temd recorded: stats, list, prune");
  group->require_subcommand(1);
  group->footer("Example:\n  tem scans stats --gtin 08936000000011 --lot L2611A");
  auto options = std::make_shared<Options>();
  auto* sums = add(*group, "stats", "Counters of a lot, or of all", " --gtin 08936000000011 --lot L2611A");
  add_lot_choice(*sums, *options);
  sums->callback([&context, options] {
    context.run = [&context, options] { return stats(context, *options); };
  });
  auto* listed = add(*group, "list", "The last scans, newest first", " --limit 20 --json");
  add_lot_choice(*listed, *options);
  listed->add_option("--limit", options->limit, "at most so many")->capture_default_str();
  listed->callback([&context, options] {
    context.run = [&context, options] { return list(context, *options); };
  });
  auto* pruned = add(*group, "prune", "Erase scans and reports; also while temd serves. Numbers stay",
                     " --older-than 365d");
  pruned->add_option("--older-than", options->older_than, "those from before so many days, as 365d")
      ->type_name("DAYS");
  pruned->add_option("--stamp", options->stamp, "those of one stamp")->type_name("URI");
  pruned->callback([&context, options] {
    context.run = [&context, options] { return prune(context, *options); };
  });
}

void add_reports(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("reports", "What shoppers reported: list");
  group->require_subcommand(1);
  group->footer("Example:\n  tem reports list");
  auto options = std::make_shared<Options>();
  auto* listed = add(*group, "list", "Reports of suspicious stamps, newest first", " --json");
  listed->add_option("--limit", options->limit, "at most so many")->capture_default_str();
  listed->callback([&context, options] {
    context.run = [&context, options] { return list_reports(context, *options); };
  });
}

}  // namespace tem::cli
