// tem key generate: a key on the producer's own machine; no registry is needed.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <filesystem>
#include <iostream>

#include "answer.hpp"
#include "command.hpp"
#include "passphrase.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

struct Options {
  std::string file;
  bool plain = false;
};

Error already_there(const std::string& file) {
  return {ErrorCode::exists,
          file + ": already there; no key is ever overwritten, choose another name"};
}

/// The public half first: a private key never stands there with nothing to hand in.
Result<void> write_pair(const Options& options, const SigningKey& key, const Passphrase* under) {
  const std::string public_file = options.file + ".pub";
  auto written = write_public_key(public_file, key.verifying_key());
  if (!written && written.error().code == ErrorCode::exists) return already_there(public_file);
  if (!written) return written;
  written = write_private_key(options.file, key, under);
  if (written) return written;
  std::error_code ec;
  std::filesystem::remove(public_file, ec);
  return written.error().code == ErrorCode::exists ? already_there(options.file) : written;
}

Result<int> run(const Context& context, const Options& options) {
  std::filesystem::path folder = std::filesystem::path(options.file).parent_path();
  if (auto ok = check_shared_folder(folder.empty() ? "." : folder); !ok) return ok.error();
  for (const auto& file : {options.file, options.file + ".pub"}) {  // before anything is typed
    std::error_code ec;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, ec))) {
      return already_there(file);
    }
  }
  auto under = passphrase_for_new(context.passphrase_file, options.plain, false, options.file);
  if (!under) return under.error();
  const SigningKey key = generate_key();
  if (auto written = write_pair(options, key, *under ? &**under : nullptr); !written) {
    return written.error();
  }
  const std::string public_file = options.file + ".pub";
  if (context.json) {
    print_json(boost::json::object{{"private", options.file},
                                   {"public", public_file},
                                   {"public_key", to_base64(key.verifying_key().bytes())},
                                   {"encrypted", under->has_value()}});
    return kExitYes;
  }
  std::cout << "private key " << printable(options.file)
            << (*under ? ", encrypted" : ", plain: works for whoever has the file")
            << "\npublic key " << printable(public_file) << ": register it with `tem key new --producer ID --public "
            << printable(public_file) << "`\n";
  return kExitYes;
}

}  // namespace

void add_key_generate(CLI::App& group, Context& context) {
  auto* command = group.add_subcommand("generate", "Make a key on this machine, for no registry");
  auto options = std::make_shared<Options>();
  command
      ->add_option("-o,--output", options->file,
                   "the private key's file; its public half gets .pub after that name")
      ->required()
      ->type_name("FILE");
  add_plain_keys(*command, options->plain);
  command->footer(
      "Example:\n  tem key generate -o trahoavang.pem\n  tem issue --sign-with trahoavang.pem …");
  command->callback([&context, options] {
    context.run = [&context, options] { return run(context, *options); };
  });
}

}  // namespace tem::cli
