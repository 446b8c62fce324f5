// tem token: who may ask temd for what.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "answer.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "options.hpp"
#include "tem/quote.hpp"
#include "tem/token.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kMaxDays = 3650;

struct Options {
  std::string role, producer, days = "90", place, label, id;
};

std::string_view state_of(const TokenRecord& record, Instant at) {
  if (record.revoked) return "revoked";
  return record.expires <= at ? "expired" : "in_force";
}

json::object json_of(const TokenRecord& record, Instant at) {
  json::object out{{"id", record.id}, {"role", name(record.role)}};
  if (!record.producer.empty()) out["producer"] = record.producer;
  if (!record.place.empty()) out["place"] = record.place;
  if (!record.label.empty()) out["label"] = record.label;
  out["created"] = record.created.str();
  out["expires"] = record.expires.str();
  if (record.revoked) out["revoked"] = record.revoked->str();
  out["state"] = state_of(record, at);
  return out;
}

Result<void> check_producer(const Registry& registry, const std::string& id) {
  const auto known = registry.ledger().state().producer(id);
  if (!known) return known.error();
  if (*known) return {};
  return Error{ErrorCode::unknown_producer, "--producer: no producer " + tem::quoted(id) +
                                                "; `tem producer list` shows those there are"};
}

Result<int> make(const Context& context, const Options& options) {
  const auto role = parse_role(options.role);
  if (!role)
    return Error{ErrorCode::bad_usage, "--role: " + tem::quoted(options.role) +
                                           " is none of operator, producer, inspector, till"};
  const auto days = number_option("--days", options.days, 1, kMaxDays);
  if (!days) return days.error();
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  if (!options.producer.empty()) {
    if (auto known = check_producer(*registry, options.producer); !known) return known.error();
  }
  auto store = TokenStore::open(registry->dir(), Access::append);
  if (!store) return store.error();
  const Instant at = now();
  const auto made =
      store->create({.role = *role,
                     .producer = options.producer,
                     .place = options.place,
                     .label = options.label,
                     .created = at,
                     .expires = Instant(at.time() + std::chrono::days(static_cast<int>(*days))),
                     .revoked = {}},
                    at);
  if (!made) return made.error();
  if (context.json) {
    json::object out = json_of(made->record, at);
    out["token"] = made->token;
    print_json(out);
  } else {
    // The token alone on standard output, so that a script takes it as it is.
    remark("token " + std::to_string(made->record.id) + ", until " +
           registry->local_time(made->record.expires) +
           ": it is shown this once; keep it where nobody else reads it");
    std::cout << made->token << '\n';
  }
  return kExitYes;
}

Result<int> list(const Context& context) {
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  auto store = TokenStore::open(registry->dir(), Access::read);
  if (!store) return store.error();
  const auto all = store->list();
  if (!all) return all.error();
  const Instant at = now();
  json::array array;
  std::vector<std::vector<std::string>> rows;
  for (const auto& record : *all) {
    array.push_back(json_of(record, at));
    rows.push_back({std::to_string(record.id), std::string(name(record.role)), record.producer,
                    record.place, std::string(state_of(record, at)),
                    registry->local_time(record.expires), printable(record.label)});
  }
  if (context.json) {
    print_json(array);
  } else {
    print_table({"id", "role", "producer", "place", "state", "until", "label"}, rows);
  }
  return kExitYes;
}

Result<int> revoke(const Context& context, const Options& options) {
  const auto id = number_option("ID", options.id, 1, std::numeric_limits<std::int64_t>::max());
  if (!id) return id.error();
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  auto store = TokenStore::open(registry->dir(), Access::append);
  if (!store) return store.error();
  const Instant at = now();
  if (auto done = store->revoke(*id, at); !done) return done.error();
  if (context.json) {
    print_json(json::object{{"id", *id}, {"revoked", at.str()}});
  } else {
    std::cout << "token " << *id << " revoked\n";
  }
  return kExitYes;
}

void add_new(CLI::App& group, Context& context, const std::shared_ptr<Options>& options) {
  auto* command = group.add_subcommand("new", "Make a token; it is shown once");
  command->add_option("--role", options->role, "operator, producer, inspector or till")
      ->required()
      ->type_name("ROLE");
  command->add_option("--producer", options->producer, "whose goods, for a producer's token")
      ->type_name("ID");
  command->add_option("--days", options->days, "in force so long, 1 to 3650")
      ->capture_default_str()
      ->type_name("N");
  command->add_option("--place", options->place, "where a till or an inspector scans: VN-13")
      ->type_name("PLACE");
  command->add_option("--label", options->label, "what you call it")->type_name("TEXT");
  command->footer(
      "Example:\n  tem token new --role producer --producer cha-muc-ha-long --days 90\n"
      "  tem token new --role till --place VN-13 --label \"Quầy 3, chợ Hạ Long\"");
  command->callback([&context, options] {
    context.run = [&context, options] { return make(context, *options); };
  });
}

}  // namespace

void add_token(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("token", "Tokens of the service's API: new, list, revoke");
  group->require_subcommand(1);
  group->footer("Example:\n  tem token new --role inspector --days 30");
  auto options = std::make_shared<Options>();
  add_new(*group, context, options);
  auto* show = group->add_subcommand("list", "List the tokens, never their text");
  show->footer("Example:\n  tem token list --json");
  show->callback([&context] { context.run = [&context] { return list(context); }; });
  auto* end = group->add_subcommand("revoke", "End a token; temd refuses it at once");
  end->add_option("ID", options->id, "as `tem token list` shows it")->required();
  end->footer("Example:\n  tem token revoke 1");
  end->callback([&context, options] {
    context.run = [&context, options] { return revoke(context, *options); };
  });
}

}  // namespace tem::cli
