// tem log prove, verify: proofs that are checked with no network.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <algorithm>
#include <iostream>

#include "answer.hpp"
#include "command.hpp"
#include "files.hpp"
#include "tem/key_state.hpp"
#include "options.hpp"
#include "proof_log.hpp"
#include "tem/stamp_proof.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

Result<StampProof> proof_of(const Context& context, const std::string& what) {
  const bool is_index = !what.empty() && std::ranges::all_of(what, [](char c) { return c >= '0' && c <= '9'; });
  auto index = is_index ? number_option("entry", what, 0, kMaxExactInteger)
                        : Result<std::uint64_t>(std::uint64_t{0});
  if (!index) return index.error();
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  return is_index ? prove_entry(registry->ledger(), *index) : prove_stamp(*registry, what);
}

Result<int> prove(const Context& context, const std::string& what, const std::string& file) {
  auto proof = proof_of(context, what);
  if (!proof) return proof.error();
  const std::string text = proof->str();
  if (!file.empty()) {
    auto output = OutputFile::create(file);
    if (!output) return output.error();
    if (auto ok = output->write(text); !ok) return ok.error();
    if (auto ok = output->commit(); !ok) return ok.error();
  }
  if (context.json) {
    print_json(json::object{{"index", proof->lot.index}, {"proof", text}});
  } else if (file.empty()) {
    std::cout << text;
  } else {
    std::cout << "entry " << proof->lot.index << " and " << proof->also.size()
              << " others; wrote " << printable(file) << '\n';
  }
  return kExitYes;
}

struct Verifying {
  std::string file, vkey, entry;
};

/// An entry from a file, as `tem log entry` prints it or without its line feed.
Result<StampProof> with_entry(const LogProof& proof, const std::string& file) {
  auto entry = read_file(file, kMaxEntryBytes + 1);
  if (!entry) return entry.error();
  if (entry->ends_with('\n')) entry->pop_back();  // no entry of ours ends in one
  return StampProof{{proof.index, std::move(*entry), proof.path}, {}, proof.checkpoint};
}

Result<StampProof> read_proof(const Verifying& options) {
  auto text = read_file(options.file, kMaxProofBytes);
  if (!text) return text.error();
  if (options.entry.empty()) {
    auto proof = StampProof::parse(*text);
    return proof ? std::move(proof) : Result<StampProof>(proof.error().at(options.file));
  }
  auto log = LogProof::parse(*text);
  if (!log) return log.error().at(options.file);
  return with_entry(*log, options.entry);
}

std::string type_of(const std::string& entry) {
  auto fact = Fact::parse(entry);
  return fact ? std::string(type_name(fact->body)) : "entry of another kind of log";
}

Result<int> verify(const Context& context, const Verifying& options) {
  auto log = proof_log(context, options.vkey);
  if (!log) return log.error();
  auto proof = read_proof(options);
  if (!proof) return proof.error();
  auto head = proof->verify(log->key);
  if (!head) return head.error().at(options.file);
  std::vector<const ProvedEntry*> proved{&proof->lot};
  for (const auto& each : proof->also) proved.push_back(&each);
  if (context.json) {
    json::array entries;
    for (const auto* each : proved) {
      entries.push_back(json::object{{"index", each->index}, {"entry", each->entry}});
    }
    print_json(json::object{{"ok", true},
                            {"checkpoint", checkpoint_json(*head)},
                            {"entries", std::move(entries)}});
    return kExitYes;
  }
  std::cout << "proved: in " << printable(head->origin) << " at size " << head->size << '\n';
  for (const auto* each : proved) {
    std::cout << "  entry " << each->index << "  " << type_of(each->entry) << '\n';
  }
  std::cout << printable(proof->lot.entry) << '\n';
  return kExitYes;
}

}  // namespace

void add_log_proofs(CLI::App& group, Context& context) {
  struct Proving {
    std::string what, file;
  };
  auto* make = group.add_subcommand("prove", "A proof of a stamp's lot, or of an entry, to take along");
  auto what = std::make_shared<Proving>();
  make->add_option("STAMP", what->what, "a stamp's URI, or the log index of an entry")->required();
  make->add_option("-o,--output", what->file, "write it to a file: .tlog-proof")->type_name("FILE");
  make->footer("Example:\n  tem log prove 38 -o lot.tlog-proof");
  make->callback([&context, what] {
    context.run = [&context, what] { return prove(context, what->what, what->file); };
  });

  auto* check = group.add_subcommand("verify", "Check a proof with nothing but the log's key");
  auto options = std::make_shared<Verifying>();
  check->add_option("FILE", options->file, "a c2sp.org/tlog-proof@v1; - is standard input")->required();
  check->add_option("--vkey", options->vkey, "the log's verification key; else the registry's")
      ->type_name("VKEY");
  check->add_option("--entry", options->entry, "the entry's bytes, where the proof does not carry them")
      ->type_name("FILE");
  check->footer(
      "Example:\n  tem log verify lot.tlog-proof --vkey \"$(cat log.vkey)\"\n"
      "Exit status: 0 proved, 1 not, 2 wrong usage, 3 could not be read.");
  check->callback(
      [&context, options] { context.run = [&context, options] { return verify(context, *options); }; });
}

}  // namespace tem::cli
