// tem witness: a small witness of one's own, so that two registries can watch each other.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "answer.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "tem/listener.hpp"
#include "tem/privileges.hpp"
#include "tem/quote.hpp"
#include "tem/registry.hpp"
#include "tem/witness.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

struct Options {
  std::string dir, name, vkey, listen = "127.0.0.1:8081";
  bool plain_keys = false;
};

constexpr std::size_t kThreads = 2;  // SQLite writes one request after another

/// Test names may have keys at rest in plain, as in a demonstration registry.
bool is_demonstration(std::string_view name) {
  const auto host = name.substr(0, name.find_first_of("/:"));
  return host == "example" || host.ends_with(".example");
}

Result<int> init(const Context& context, const Options& options) {
  if (!options.plain_keys && !is_demonstration(options.name)) {
    return Error{ErrorCode::bad_usage,
                 tem::quoted(options.name) +
                     ": the key would be kept without a passphrase; say so with "
                     "--plain-keys"};
  }
  if (auto made = Witness::create(options.dir, options.name, generate_key()); !made) {
    return made.error();
  }
  const auto witness = Witness::open(options.dir);
  if (!witness) return witness.error();
  if (context.json) {
    print_json(json::object{{"witness", options.dir}, {"vkey", witness->vkey().str()}});
  } else {
    std::cout << witness->vkey().str() << '\n';
  }
  return kExitYes;
}

Result<int> add_log(const Context& context, const Options& options) {
  const auto key = NoteKey::parse(options.vkey);
  if (!key) return key.error();
  auto witness = Witness::open(options.dir);
  if (!witness) return witness.error();
  if (auto added = witness->add_log(*key); !added) return added.error();
  if (context.json) {
    print_json(json::object{{"origin", key->name}, {"vkey", key->str()}});
  } else {
    std::cout << printable(witness->vkey().name) << " watches " << printable(key->name) << '\n';
  }
  return kExitYes;
}

/// A word for each fork in what people read, both notes in the JSON: they are the proof.
Result<int> show(const Context& context, const Options& options) {
  const auto witness = Witness::open(options.dir);
  if (!witness) return witness.error();
  const auto logs = witness->logs();
  if (!logs) return logs.error();
  const auto forks = witness->forks();
  if (!forks) return forks.error();
  json::array log_list, fork_list;
  std::vector<std::vector<std::string>> rows;
  for (const auto& log : *logs) {
    json::object line{{"origin", log.key.name}, {"vkey", log.key.str()}, {"size", log.size}};
    if (log.cosigned_at) line["cosigned_at"] = log.cosigned_at->str();
    if (!log.checkpoint.empty()) line["checkpoint"] = log.checkpoint;
    log_list.push_back(std::move(line));
    rows.push_back({printable(log.key.name), std::to_string(log.size),
                    log.cosigned_at ? log.cosigned_at->str() : ""});
  }
  for (const auto& fork : *forks) {
    fork_list.push_back(json::object{{"origin", fork.origin},
                                     {"size", fork.size},
                                     {"ours", fork.ours},
                                     {"theirs", fork.theirs},
                                     {"seen_at", fork.seen_at.str()}});
  }
  if (context.json) {
    print_json(json::object{{"vkey", witness->vkey().str()},
                            {"logs", std::move(log_list)},
                            {"forks", std::move(fork_list)}});
    return kExitYes;
  }
  std::cout << witness->vkey().str() << '\n';
  print_table({"log", "size", "cosigned"}, rows);
  for (const auto& fork : *forks) {
    std::cout << styled(Style::red, "forked: ") << printable(fork.origin)
              << " signed two roots for size " << fork.size << ", seen " << fork.seen_at.str()
              << "; both notes: tem witness show --json\n";
  }
  return kExitYes;
}

Response respond(const Request& request, Witness& witness) {
  const std::string_view target = request.target;
  if (target.substr(0, target.find('?')) != "/add-checkpoint") {
    return problem({ErrorCode::not_found, "a witness serves POST /add-checkpoint only"});
  }
  if (request.method != "POST") {
    Response response = problem({ErrorCode::method_not_allowed, "/add-checkpoint: use POST"});
    set_header(response, "Allow", "POST");
    return response;
  }
  WitnessAnswer given = witness.add_checkpoint(request.body, now());
  Response response = answer(given.status, given.content_type, std::move(given.body));
  response.log = std::move(given.log);
  return response;
}

Result<int> serve(const Options& options) {
  ServiceLimits limits;
  limits.body_bytes = 2 * kMaxAddCheckpointBytes;
  auto listener = Listener::bind(options.listen, limits);
  if (!listener) return listener.error();
  if (auto ok = drop_privileges(options.dir); !ok) return ok.error();
  const auto first = Witness::open(options.dir);
  if (!first) return first.error();
  std::vector<Handler> handlers;
  for (std::size_t i = 0; i < kThreads; ++i) {
    auto opened = first->open_again();
    if (!opened) return opened.error();
    auto shared = std::make_shared<Witness>(std::move(*opened));  // std::function copies
    handlers.emplace_back([shared](const Request& request) { return respond(request, *shared); });
  }
  std::cout << "tem: witness " << printable(first->vkey().name) << " listening on " << listener->url()
            << std::endl;
  listener->run({std::move(handlers),
                 [](const Answered& it) {
                   if (it.why.empty()) return;
                   remark(std::string(it.path) + ": " + std::to_string(it.status) + ", " +
                          std::string(it.why));
                 }});
  return kExitYes;
}

}  // namespace

void add_witness(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("witness", "A witness for others' logs: init, add-log, serve");
  group->require_subcommand(1);
  group->footer("Example:\n  tem witness init w --name witness.example");
  const auto add = [&](const char* name, const char* what, const char* example) {
    auto options = std::make_shared<Options>();
    auto* command = group->add_subcommand(name, what);
    command->add_option("DIR", options->dir, "the witness's folder")->required();
    command->footer(std::string("Example:\n  tem witness ") + example);
    return std::pair(command, options);
  };
  auto [made, named] = add("init", "Make a witness's folder and key; print its verification key",
                           "init w --name witness.example");
  made->add_option("--name", named->name, "its name, e.g. a host: witness.example")
      ->required()
      ->type_name("NAME");
  made->add_flag("--plain-keys", named->plain_keys, "keep the key without a passphrase");
  made->callback([&context, options = named] {
    context.run = [&context, options] { return init(context, *options); };
  });
  auto [more, watched] = add("add-log", "Watch a log", "add-log w \"$(tem key vkey)\"");
  more->add_option("VKEY", watched->vkey, "the log's verification key")->required();
  more->callback([&context, options = watched] {
    context.run = [&context, options] { return add_log(context, *options); };
  });
  auto [service, served] = add("serve", "Serve add-checkpoint until SIGTERM", "serve w");
  service->add_option("--listen", served->listen, "address and port; port 0 takes a free one")
      ->capture_default_str();
  service->callback(
      [&context, options = served] { context.run = [options] { return serve(*options); }; });
  auto [shown, seen] = add("show", "What it watches, last cosigned, and forks it saw", "show w");
  shown->callback([&context, options = seen] {
    context.run = [&context, options] { return show(context, *options); };
  });
}

}  // namespace tem::cli
