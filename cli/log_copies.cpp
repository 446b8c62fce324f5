// tem log export, follow: the log as static files, and a checked copy of another registry's.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "answer.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "options.hpp"
#include "tem/counted.hpp"
#include "tem/log_export.hpp"
#include "tem/log_follow.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

Result<int> export_to(const Context& context, const std::string& dir) {
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  if (auto free = registry->check_no_hold(); !free) return free.error();
  auto done = export_log(registry->ledger(), registry->log_vkey(), dir);
  if (!done) return done.error();
  if (context.json) {
    print_json(json::object{{"tiles", done->tiles}, {"checkpoint", checkpoint_json(done->head)}});
  } else {
    std::cout << printable(dir) << ": checkpoint " << done->head.size << ", " << counted(done->tiles, "tile")
              << " written\n";
  }
  return kExitYes;
}

struct Following {
  std::string from, vkey, dir, base;
  bool all = false;
};

Result<int> follow(const Context& context, const Following& options) {
  auto key = NoteKey::parse(options.vkey);
  if (!key) return key.error().at("--vkey");
  std::optional<BaseUri> base;
  if (!options.base.empty()) {
    auto parsed = BaseUri::parse(options.base);
    if (!parsed) return parsed.error().at("--base");
    base = *parsed;
  }
  Progress progress("tiles checked", 0, context.progress);
  auto done = follow_log({.from = options.from,
                          .key = *key,
                          .dir = options.dir,
                          .base = base,
                          .all = options.all,
                          .now = now(),
                          .progress = [&](std::uint64_t by) { progress.advance(by); }});
  if (!done) return done.error();
  if (context.json) {
    print_json(json::object{{"old_size", done->old_size},
                            {"fetched", done->fetched},
                            {"checkpoint", checkpoint_json(done->head)}});
  } else {
    std::cout << printable(options.dir) << ": " << printable(done->head.origin) << " at size "
              << done->head.size << ", it had " << done->old_size << "; " << counted(done->fetched, "tile")
              << " fetched, every hash agrees\n";
  }
  return kExitYes;
}

}  // namespace

void add_log_copies(CLI::App& group, Context& context) {
  auto* out = group.add_subcommand("export", "The log as static files, for any web server");
  auto dir = std::make_shared<std::string>();
  out->add_option("DIR", *dir, "a folder: what it has already is not written again")->required();
  out->footer("Example:\n  tem log export /srv/www/log");
  out->callback(
      [&context, dir] { context.run = [&context, dir] { return export_to(context, *dir); }; });

  auto* in = group.add_subcommand("follow", "Copy another registry's log, and check all of it");
  auto options = std::make_shared<Following>();
  in->add_option("URL", options->from, "where its checkpoint is, or its registry; or an export's folder")
      ->required();
  in->add_option("--vkey", options->vkey, "the log's verification key: its `tem key vkey`")
      ->required()
      ->type_name("VKEY");
  in->add_option("-o,--output", options->dir, "the copy's folder; `tem verify --registry` reads it")
      ->required()
      ->type_name("DIR");
  in->add_option("--base", options->base, "where its stamps point; else the URL without /log")
      ->type_name("URI");
  in->add_flag("--all", options->all, "check what was copied before too, and mend it");
  in->footer(
      "Example:\n  tem log follow https://tem.example --vkey \"$(cat their.vkey)\" -o copy\n"
      "Exit status 1: the log went back or forked, which is kept in evidence-….txt, or a tile is "
      "wrong.");
  in->callback([&context, options] {
    context.run = [&context, options] { return follow(context, *options); };
  });
}

}  // namespace tem::cli
