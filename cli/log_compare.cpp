// tem log compare: is everything that was published of the log in it? A restored one then takes
// facts.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/json.hpp>
#include <iostream>

#include "answer.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "tem/counted.hpp"
#include "tem/log_compare.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

struct Options {
  std::vector<std::string> places;
  bool fetch = false, witnesses = false, never_published = false;
};

std::string_view word(Standing standing) {
  switch (standing) {
    case Standing::same:
      return "same";
    case Standing::ahead:
      return "ahead";
    case Standing::behind:
      return "behind";
    case Standing::forked:
      return "forked";
  }
  return "";
}

std::string size_of(const TreeHead& head) { return "size " + std::to_string(head.size); }

/// Says what became of the hold, and takes it away. `out` is the JSON so far.
Result<int> release(const Context& context, const Registry& registry, const std::string& right,
                    json::object out) {
  const bool was_held = !registry.check_no_hold();
  if (auto ok = release_ledger(registry, right, now()); !ok) return ok.error();
  if (context.json) {
    out["agrees"] = true;
    out["released"] = was_held;
    print_json(out);
  } else if (was_held) {
    std::cout << "The registry takes facts again; restored.txt says why.\n";
  }
  return kExitYes;
}

/// What agrees and does not tell enough: the hold stays, and the operator is told whom to ask.
int stay_held(const Context& context, json::object out, std::string_view why) {
  if (context.json) {
    out["agrees"] = true;
    out["released"] = false;
    print_json(out);
  }
  remark("the registry takes no facts yet: " + std::string(why));
  return kExitNo;
}

Result<bool> has_witnesses(const Registry& registry) {
  const auto policy = registry.witness_policy();
  if (!policy) return policy.error();
  return *policy && !(*policy)->witnesses().empty();
}

Result<int> with_places(const Context& context, const Registry& registry, const Options& options) {
  json::array list;
  std::string right;
  bool to_the_end = false;  // an older checkpoint cannot tell what was signed since
  const bool held = !registry.check_no_hold();
  for (const auto& place : options.places) {
    Progress progress("tiles checked", 0, context.progress && options.fetch);
    const auto before = registry.ledger().checkpoint();
    if (!before) return before.error();
    const auto found =
        options.fetch
            ? fetch_missing(place, registry, now(), [&](std::uint64_t by) { progress.advance(by); })
            : compare_with(place, registry);
    if (!found) return found.error();
    const std::uint64_t fetched = found->ours.size - before->head.size;
    list.push_back(json::object{{"place", found->place},
                                {"standing", word(found->standing)},
                                {"fetched", fetched},
                                {"published", checkpoint_json(found->published)},
                                {"checkpoint", checkpoint_json(found->ours)}});
    if (!found->agrees()) {
      if (context.json) print_json(json::object{{"agrees", false}, {"places", std::move(list)}});
      return disagreement(*found);
    }
    to_the_end = to_the_end || found->standing == Standing::same;
    std::string line =
        printable(found->place) + ": " + size_of(found->published) +
        (found->standing == Standing::same ? ", as this log"
                                           : ", which is in this log of " + size_of(found->ours));
    if (fetched > 0) line += "; " + counted(fetched, "fact") + " fetched, every hash agrees";
    if (!context.json) std::cout << line << '\n';
    right += (right.empty() ? "compared with " : "; ") + line;
  }
  json::object out{{"places", std::move(list)}};
  if (!held) return release(context, registry, right, std::move(out));
  const auto witnesses = has_witnesses(registry);
  if (!witnesses) return witnesses.error();
  if (*witnesses) {
    return stay_held(context, std::move(out),
                     "witnesses.policy names witnesses, who may have seen more; ask them too, with "
                     "`tem log compare --witnesses`");
  }
  if (!to_the_end) {
    return stay_held(context, std::move(out),
                     "what was published there is older than this log; compare with the latest, or, "
                     "if none is later, say so with --never-published");
  }
  return release(context, registry, right, std::move(out));
}

Result<int> with_witnesses(const Context& context, const Registry& registry) {
  const auto compared = compare_with_witnesses(registry);
  if (!compared) return compared.error();
  json::array list;
  std::string agreed, refused;
  for (const auto& witness : compared->witnesses) {
    json::object line{{"name", printable(witness.name)}, {"cosigned", witness.refusal.empty()}};
    if (!witness.refusal.empty()) {
      line["refusal"] = printable(witness.refusal);
      line["contradicts"] = witness.contradicts;
      refused += (refused.empty() ? "" : "; ") + witness.name + ": " + witness.refusal;
    } else {
      agreed += (agreed.empty() ? "" : ", ") + printable(witness.name);
    }
    list.push_back(std::move(line));
  }
  json::object out{{"quorum", printable(compared->quorum)},
                   {"checkpoint", checkpoint_json(compared->ours)},
                   {"witnesses", std::move(list)}};
  if (!compared->met) {
    out["agrees"] = false;
    if (context.json) print_json(out);
    const bool contradicted = std::ranges::any_of(compared->witnesses, &WitnessWord::contradicts);
    return Error{contradicted ? ErrorCode::log_forked : ErrorCode::not_reachable,
                 "witnesses: quorum " + compared->quorum + " does not stand by this log of " +
                     size_of(compared->ours) + ": " + refused +
                     (contradicted ? "; fetch what is missing with `tem log compare PLACE --fetch`"
                                   : "; ask again when they answer")};
  }
  const std::string line = "cosigned by " + agreed + " at " + size_of(compared->ours);
  if (!context.json) std::cout << line << '\n';
  return release(context, registry, line, std::move(out));
}

/// Who has witnesses has published: they are asked instead.
Result<int> never_published(const Context& context, const Registry& registry) {
  const auto witnesses = has_witnesses(registry);
  if (!witnesses) return witnesses.error();
  if (*witnesses) {
    return Error{
        ErrorCode::bad_usage,
        "--never-published: witnesses.policy names witnesses, so this log was shown to them; ask "
        "them with --witnesses"};
  }
  const auto head = registry.ledger().checkpoint();
  if (!head) return head.error();
  return release(context, registry,
                 "nothing was compared at " + size_of(head->head) +
                     ": the operator says that no later checkpoint was ever published",
                 {{"checkpoint", checkpoint_json(head->head)}});
}

Result<int> compare(const Context& context, const Options& options) {
  if (options.places.empty() != (options.witnesses || options.never_published)) {
    return Error{ErrorCode::bad_usage,
                 "name what to compare with: a checkpoint's file or URL, or --witnesses"};
  }
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  if (options.witnesses) return with_witnesses(context, *registry);
  if (options.never_published) return never_published(context, *registry);
  return with_places(context, *registry, options);
}

}  // namespace

void add_log_compare(CLI::App& group, Context& context) {
  auto* command =
      group.add_subcommand("compare", "Is what was published of the log in it? Ends a restore");
  auto options = std::make_shared<Options>();
  auto* places = command->add_option("PLACE", options->places,
                                     "a checkpoint's file, an export's folder, the log's URL");
  command
      ->add_flag("--fetch", options->fetch, "append what is missing here from that place's tiles")
      ->needs(places);
  auto* witnesses = command->add_flag("--witnesses", options->witnesses,
                                      "ask those of witnesses.policy to cosign the checkpoint");
  command
      ->add_flag("--never-published", options->never_published,
                 "nobody saw a later checkpoint: on your word, which is recorded")
      ->excludes(witnesses)
      ->excludes(places);
  witnesses->excludes(places);
  command->footer(
      "Example:\n  tem log compare https://mirror.example/log\n"
      "A restored registry takes facts again when all of it agrees. Exit status 1: it does not.");
  command->callback([&context, options] {
    context.run = [&context, options] { return compare(context, *options); };
  });
}

}  // namespace tem::cli
