// tem init: make a registry's folder.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <iostream>

#include "answer.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "passphrase.hpp"
#include "tem/counted.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

struct Options {
  std::string origin, base, name;
  bool demo = false, plain_keys = false;
};

Result<Settings> settings_of(const Options& options) {
  auto or_demo = [&](const std::string& given, const char* demo) {
    return given.empty() && options.demo ? demo : given;
  };
  Settings settings{.origin = or_demo(options.origin, "tem.example/quangninh"),
                    .name = or_demo(options.name, "OCOP Quảng Ninh (dữ liệu mẫu)"),
                    .base = {}};
  auto base_text = or_demo(options.base, "https://tem.example");
  for (auto [option, value] :
       {std::pair("--origin", &settings.origin), std::pair("--base", &base_text),
        std::pair("--name", &settings.name)}) {
    if (value->empty()) {
      return Error{ErrorCode::bad_usage,
                   std::string(option) + " is required; with --demo it is not"};
    }
  }
  auto base = BaseUri::parse(base_text);
  if (!base) return base.error().at("--base");
  settings.base = *base;
  if (options.demo && !settings.is_demonstration()) {
    return Error{ErrorCode::bad_usage,
                 "--demo: the origin's host must end in .example, so that invented data is never "
                 "taken for real; \"" +
                     settings.origin + "\" does not"};
  }
  return settings;
}

Result<int> run(const Context& context, const Options& options) {
  auto settings = settings_of(options);
  if (!settings) return settings.error();
  std::string dir = context.registry_dir();
  Instant at = now();
  std::function<Result<void>(Registry&)> fill;
  auto may = Registry::may_create(dir, *settings);  // before anything is typed
  if (!may) return may.error();
  auto passphrase = passphrase_for_new(context.passphrase_file, options.plain_keys,
                                       settings->is_demonstration(), "the keys of " + dir);
  if (!passphrase) return passphrase.error();
  const Passphrase* under = *passphrase ? &**passphrase : nullptr;
  if (options.demo) {
    fill = [at, under](Registry& registry) { return add_demonstration(registry, at, under); };
  }
  if (auto made = Registry::create(dir, *settings, at, fill, under); !made) return made.error();

  auto registry = Registry::open(dir, Access::read);
  if (!registry) return registry.error();
  auto checkpoint = registry->ledger().checkpoint();
  if (!checkpoint) return checkpoint.error();
  if (context.json) {
    print_json(boost::json::object{{"registry", dir},
                                   {"origin", settings->origin},
                                   {"base", settings->base.str()},
                                   {"name", settings->name},
                                   {"vkey", registry->log_vkey().str()},
                                   {"checkpoint", checkpoint_json(checkpoint->head)}});
    return kExitYes;
  }
  std::cout
      << "registry " << printable(dir) << ": " << printable(settings->name) << ", origin "
      << printable(settings->origin) << ", "
      << counted(checkpoint->head.size, "log entry", "log entries") << "\nlog key  "
      << registry->log_vkey().str() << '\n'
      << "Keep " << printable(dir)
      << "/secrets safe and backed up: no stamp can be checked or printed again without it.\n";
  if (under != nullptr) {
    std::cout << "Its private keys are encrypted: without the passphrase they are lost.\n";
  }
  return kExitYes;
}

}  // namespace

void add_init(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("init", "Make a registry's folder");
  auto options = std::make_shared<Options>();
  command->add_option("--origin", options->origin, "the log's name: host and path")
      ->type_name("NAME");
  command->add_option("--base", options->base, "where stamps point: https://host")
      ->type_name("URI");
  command->add_option("--name", options->name, "the registry's name, as people read it")
      ->type_name("TEXT");
  command->add_flag("--demo", options->demo,
                    "with ten invented products; origin must be *.example");
  add_plain_keys(*command, options->plain_keys);
  command->footer(
      "Example:\n  tem init --registry qn --origin tem.example/quangninh --base "
      "https://tem.example "
      "\\\n    --name \"OCOP Quảng Ninh\"");
  command->callback([&context, options] {
    context.run = [&context, options] { return run(context, *options); };
  });
}

}  // namespace tem::cli
