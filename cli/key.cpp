// tem key: which key may sign what.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <limits>

#include "answer.hpp"
#include "append_one.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "files.hpp"
#include "tem/key_state.hpp"
#include "options.hpp"
#include "passphrase.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

struct NewKey {
  std::string producer, public_file, not_before, not_after;
  bool plain = false;
};

/// A public key from a file; a private one there is a mistake that must not go further.
Result<VerifyingKey> read_public_key(const std::string& file) {
  auto pem = read_file(file, kMaxKeyFileBytes);
  if (!pem) return pem.error();
  if (pem->find("PRIVATE KEY") != std::string::npos) {
    return Error{ErrorCode::bad_key,
                 file + ": holds a private key; give its public half: openssl pkey -in " + file +
                     " -pubout"};
  }
  auto key = VerifyingKey::from_pem(*pem);
  if (!key) return key.error().at(file);
  return key;
}

/// What the key is written under: as the log's own key is, where that one is encrypted.
Result<std::optional<Passphrase>> passphrase_of(const Context& context, const Registry& registry,
                                                bool plain) {
  if (plain) return std::optional<Passphrase>();
  auto logs = registry.passphrase();
  if (!logs || *logs) return logs;
  return passphrase_for_new(context.passphrase_file, false,
                            registry.settings().is_demonstration(), "the new key");
}

void report_new(const Context& context, const Appended& done, const std::string& producer,
                const std::string& private_half) {
  report_append(context, done,
                "key " + std::to_string(done.first) + " of " + producer + ": private half " +
                    private_half + ", " + entries(done),
                {{"key", done.first}});
}

Result<int> register_remotely(const Context& context, const KeyRegistered& key) {
  if (auto formed = check_form(key); !formed) return formed.error();
  auto service = context.service();
  if (!service) return service.error();
  auto done = service->append({key}, context.service_key());
  if (!done) return done.error();
  report_new(context, *done, key.producer, "not held there");
  return kExitYes;
}

Result<int> make(const Context& context, const NewKey& options) {
  Instant at = now();
  auto not_before = options.not_before.empty() ? Result<Date>(utc_day(at))
                                               : date_option("--not-before", options.not_before);
  if (!not_before) return not_before.error();
  auto not_after = optional_date("--not-after", options.not_after);
  if (!not_after) return not_after.error();
  if (context.remote.is_asked_for()) {
    if (options.public_file.empty())
      return Error{ErrorCode::bad_usage,
                   "key new: the private half would be in the registry's folder; with --server make "
                   "the key here with `tem key generate -o FILE` and give --public FILE.pub"};
    auto key = read_public_key(options.public_file);
    if (!key) return key.error();
    return register_remotely(context, {options.producer, *key, *not_before, *not_after});
  }
  auto registry = context.open(Access::append);
  if (!registry) return registry.error();
  auto known = registry->ledger().state().producer(options.producer);
  if (!known) return known.error();
  if (!*known) {  // before a key is made for nobody
    return Error{ErrorCode::unknown_producer,
                 "no producer \"" + options.producer + "\"; add it with `tem producer add`"};
  }
  std::optional<VerifyingKey> public_key;
  if (options.public_file.empty()) {
    SigningKey key = generate_key();
    // What would be refused leaves no private key behind.
    auto head = registry->ledger().checkpoint();
    if (!head) return head.error();
    auto allowed =
        may_append(KeyRegistered{options.producer, key.verifying_key(), *not_before, *not_after},
                   at, head->head.size, registry->ledger().state());
    if (!allowed) return allowed.error();
    auto under = passphrase_of(context, *registry, options.plain);
    if (!under) return under.error();
    auto stored = registry->store_producer_key(key, *under ? &**under : nullptr);
    if (!stored) return stored.error();
    public_key = key.verifying_key();
  } else {
    auto key = read_public_key(options.public_file);
    if (!key) return key.error();
    public_key = *key;
  }
  auto done =
      registry->append({KeyRegistered{options.producer, *public_key, *not_before, *not_after}}, at);
  if (!done) return done.error();
  report_new(context, *done, options.producer,
             options.public_file.empty() ? "in " + registry->dir().string() + "/secrets"
                                         : "not held here");
  return kExitYes;
}

Result<int> list(const Context& context) {
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  auto keys = registry->ledger().state().keys();
  if (!keys) return keys.error();
  Date today = utc_day(now());
  json::array array;
  std::vector<std::vector<std::string>> rows;
  for (const auto& key : *keys) {
    bool held = registry->holds_producer_key(key.public_key);
    auto state = key_state(key, today);
    json::object object{{"key", key.number},
                        {"producer", key.producer},
                        {"public_key", to_base64(key.public_key.bytes())},
                        {"not_before", key.not_before.str()}};
    if (key.not_after) object["not_after"] = key.not_after->str();
    object["state"] = state;
    object["held"] = held;
    if (key.compromised_from) object["from"] = *key.compromised_from;
    if (key.compromise_reason) object["reason"] = *key.compromise_reason;
    array.push_back(std::move(object));
    rows.push_back({std::to_string(key.number), key.producer, std::string(state),
                    held ? "yes" : "no", key.not_before.str(),
                    key.not_after ? key.not_after->str() : ""});
  }
  if (context.json) {
    print_json(array);
  } else {
    print_table({"key", "producer", "state", "held", "from", "until"}, rows);
  }
  return kExitYes;
}

Result<KeyNumber> key_number(const std::string& text) {
  auto number = number_option("key", text, 1, std::numeric_limits<KeyNumber>::max());
  if (!number) return number.error();
  return static_cast<KeyNumber>(*number);
}

Result<int> retire(const Context& context, const std::string& text) {
  auto number = key_number(text);
  if (!number) return number.error();
  return append_one(context, KeyRetired{*number},
                    "key " + text + " retired; what it signed stays good");
}

Result<int> compromise(const Context& context, const std::string& text, const std::string& from,
                       const std::string& reason) {
  auto number = key_number(text);
  if (!number) return number.error();
  auto index = number_option("--from", from, 0, kMaxExactInteger);
  if (!index) return index.error();
  return append_one(context, KeyCompromised{*number, *index, reason},
                    "key " + text + " compromised; lots issued from log entry " + from +
                        " on are not to be trusted");
}

Result<int> vkey(const Context& context) {
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  if (context.json) {
    print_json(json::value(registry->log_vkey().str()));
  } else {
    std::cout << registry->log_vkey().str() << '\n';
  }
  return kExitYes;
}

void add_new(CLI::App& group, Context& context) {
  auto* command = group.add_subcommand("new", "Make a producer's key, or register its public half");
  auto options = std::make_shared<NewKey>();
  command->add_option("--producer", options->producer, "whose key it is")
      ->required()
      ->type_name("ID");
  command->add_option("--public", options->public_file, "a public key in PEM, made elsewhere")
      ->type_name("FILE");
  command
      ->add_option("--not-before", options->not_before, "first day it may sign; today by default")
      ->type_name("DATE");
  command->add_option("--not-after", options->not_after, "last day it may sign")->type_name("DATE");
  add_plain_keys(*command, options->plain);
  command->footer("Example:\n  tem key new --producer trahoavang --not-after 2028-12-31");
  command->callback([&context, options] {
    context.run = [&context, options] { return make(context, *options); };
  });
}

void add_retire(CLI::App& group, Context& context) {
  auto* command = group.add_subcommand("retire", "A key signs no more; what it signed stays good");
  auto number = std::make_shared<std::string>();
  command->add_option("KEY", *number, "the key's number")->required();
  command->footer("Example:\n  tem key retire 4");
  command->callback([&context, number] {
    context.run = [&context, number] { return retire(context, *number); };
  });
}

void add_compromise(CLI::App& group, Context& context) {
  struct Options {
    std::string number, from, reason;
  };
  auto* command = group.add_subcommand("compromise", "A key was stolen: distrust what it signed");
  auto options = std::make_shared<Options>();
  command->add_option("KEY", options->number, "the key's number")->required();
  command->add_option("--from", options->from, "lots issued at this log entry or later")
      ->required()
      ->type_name("INDEX");
  command->add_option("--reason", options->reason, "what happened")->required()->type_name("TEXT");
  command->footer("Example:\n  tem key compromise 4 --from 31 --reason \"laptop stolen\"");
  command->callback([&context, options] {
    context.run = [&context, options] {
      return compromise(context, options->number, options->from, options->reason);
    };
  });
}

}  // namespace

void add_key(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand(
      "key", "Keys: new, generate, list, retire, compromise; the log's key");
  group->require_subcommand(1);
  group->footer("Example:\n  tem key new --producer trahoavang");
  add_new(*group, context);
  add_key_generate(*group, context);
  auto* show = group->add_subcommand("list", "List the producers' keys");
  show->footer("Example:\n  tem key list --json");
  show->callback([&context] { context.run = [&context] { return list(context); }; });
  add_retire(*group, context);
  add_compromise(*group, context);
  auto* log_key = group->add_subcommand("vkey", "The log's verification key, C2SP text form");
  log_key->footer("Example:\n  tem key vkey > log.vkey");
  log_key->callback([&context] { context.run = [&context] { return vkey(context); }; });
}

}  // namespace tem::cli
