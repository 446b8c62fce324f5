// tem backup, tem restore: a registry's copy that is whole, checked, and takes no facts by itself.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "answer.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "interrupt.hpp"
#include "tem/backup.hpp"
#include "tem/counted.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

constexpr int kExitSignal = 128;

json::object json_of(const BackupManifest& manifest) {
  json::array files;
  for (const auto& file : manifest.files) {
    files.push_back(
        json::object{{"name", file.name}, {"bytes", file.bytes}, {"sha256", to_hex(file.sha256)}});
  }
  return {{"made", manifest.made.str()},
          {"checkpoint", checkpoint_json(manifest.head)},
          {"keys", manifest.has_keys()},
          {"files", std::move(files)}};
}

/// "tem.example/quangninh at size 39, 7 files, 143,360 bytes"
std::string summary(const BackupManifest& manifest) {
  return printable(manifest.head.origin) + " at size " + std::to_string(manifest.head.size) + ", " +
         counted(manifest.files.size(), "file") + ", " + counted(manifest.total_bytes(), "byte");
}

Result<int> back_up_to(const Context& context, const std::string& dir, bool with_keys) {
  if (auto ok = context.needs_folder(); !ok) return ok.error();
  const Interrupt interrupt("nothing is kept of the backup");
  const auto made = back_up({.registry = context.registry_dir(),
                             .dir = dir,
                             .with_keys = with_keys,
                             .now = now(),
                             .go_on = [&]() -> Result<void> {
                               if (interrupt.signal() == 0) return {};
                               return Error{ErrorCode::cannot_write, "stopped"};
                             }});
  if (!made && interrupt.signal() != 0) return kExitSignal + interrupt.signal();
  if (!made) return made.error();
  if (context.json) {
    json::object out = json_of(*made);
    out["backup"] = dir;
    print_json(out);
    return kExitYes;
  }
  std::cout << "backup " << printable(dir) << ": " << summary(*made) << "; every hash checked\n";
  std::cout
      << (made->has_keys()
              ? "Its keys are in it: whoever has it can sign stamps and facts.\n"
              : "Its secrets/ is not in it (--with-keys): keep that apart, it is needed too.\n");
  return kExitYes;
}

Result<int> check(const Context& context, const std::string& dir) {
  const auto found = check_backup(dir);
  if (!found) return found.error();
  if (context.json) {
    json::object out = json_of(*found);
    out["backup"] = dir;
    print_json(out);
  } else {
    std::cout << "backup " << printable(dir) << ": " << summary(*found) << ", of "
              << found->made.str() << "; every hash checked\n";
  }
  return kExitYes;
}

Result<int> restore_from(const Context& context, const std::string& dir) {
  if (auto ok = context.needs_folder(); !ok) return ok.error();
  const std::string registry = context.registry_dir();
  const auto back = restore_backup(dir, registry);
  if (!back) return back.error();
  if (context.json) {
    json::object out = json_of(*back);
    out["registry"] = registry;
    out["held"] = true;
    print_json(out);
    return kExitYes;
  }
  std::cout << "registry " << printable(registry) << ": " << summary(*back) << ", of "
            << back->made.str() << "; every hash checked\n";
  if (!back->has_keys()) {
    std::cout << "No keys were in the backup: put the registry's secrets into "
              << printable(registry) << "/secrets (folder 0700, files 0600).\n";
  }
  std::cout << "It takes no facts before it was compared with what was published since: "
               "`tem log compare URL|FILE` or `tem log compare --witnesses`.\n";
  return kExitYes;
}

}  // namespace

void add_backup(CLI::App& app, Context& context) {
  auto* command =
      app.add_subcommand("backup", "Copy the registry while it is in use, and check it");
  auto dir = std::make_shared<std::string>();
  auto with_keys = std::make_shared<bool>(false);
  command->add_option("DIR", *dir, "a new folder; only its owner may enter it")
      ->required()
      ->type_name("DIR");
  command->add_flag("--with-keys", *with_keys,
                    "secrets/ too: whoever has them can sign stamps and facts");
  command->footer("Example:\n  tem backup /mnt/backup/qn-2026-11-27");
  command->callback([&context, dir, with_keys] {
    context.run = [&context, dir, with_keys] { return back_up_to(context, *dir, *with_keys); };
  });
}

void add_restore(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("restore", "Make a registry of a backup, or check a backup");
  auto dir = std::make_shared<std::string>();
  auto only_check = std::make_shared<bool>(false);
  command->add_option("BACKUP", *dir, "the folder that `tem backup` made")
      ->required()
      ->type_name("DIR");
  command->add_flag("--check", *only_check, "only check the backup; nothing is written");
  command->footer(
      "Example:\n  tem restore /mnt/backup/qn-2026-11-27 --registry /var/lib/tem/registry\n"
      "The registry takes no facts before `tem log compare`, so that its log cannot fork.");
  command->callback([&context, dir, only_check] {
    context.run = [&context, dir, only_check] {
      return *only_check ? check(context, *dir) : restore_from(context, *dir);
    };
  });
}

}  // namespace tem::cli
