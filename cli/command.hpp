#pragma once
// What every command shares: the flags of all, and how a command is chosen and answers.
//
//   add_issue(app, context);      // describes `tem issue` to CLI11; its callback sets context.run
//   Result<int> done = context.run();

#include <functional>
#include <optional>
#include <string>

#include "tem/registry.hpp"
#include "remote.hpp"
#include "tem/result.hpp"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tem::cli {

inline constexpr int kExitYes = 0;
inline constexpr int kExitNo = 1;      ///< the answer is no
inline constexpr int kExitUsage = 2;   ///< the caller can mend it
inline constexpr int kExitFailed = 3;  ///< could not read, write or look up

struct Context {
  std::string registry;  ///< --registry, or empty
  Remote remote;                ///< --server and what goes with it
  std::string passphrase_file;  ///< --passphrase-file, or empty
  bool json = false;
  bool progress = false;
  std::string idempotency_key;  ///< --idempotency-key, or empty
  CLI::Option* json_flag = nullptr;  ///< for a command whose options exclude it
  std::function<Result<int>()> run;  ///< the chosen command; answers with the exit status

  /// --registry, else $TEM_REGISTRY, else ./registry.
  [[nodiscard]] std::string registry_dir() const;
  /// Error: bad_usage where --server was given, which this is not for.
  [[nodiscard]] Result<void> needs_folder() const;
  /// The same error.
  /// An encrypted key in it is opened as cli/passphrase.hpp says, when it is needed.
  [[nodiscard]] Result<Registry> open(Access access) const;
  /// The service of --server. Errors: those of open_service.
  [[nodiscard]] Result<ServiceClient> service() const { return open_service(remote); }
  /// --idempotency-key, or one of this run's own: an answer that is lost is asked for again.
  [[nodiscard]] std::string service_key() const;
  /// What to append with: the key given, and the request that it stands for.
  [[nodiscard]] std::optional<Idempotency> once(std::string request) const;
};

void add_init(CLI::App& app, Context& context);
void add_producer(CLI::App& app, Context& context);
void add_key(CLI::App& app, Context& context);
void add_key_generate(CLI::App& group, Context& context);  ///< a command of `tem key`
void add_product(CLI::App& app, Context& context);
void add_certificate(CLI::App& app, Context& context);
void add_issue(CLI::App& app, Context& context);
void add_print(CLI::App& app, Context& context);
void add_template(CLI::App& app, Context& context);
void add_activate_and_void(CLI::App& app, Context& context);
void add_recall(CLI::App& app, Context& context);
void add_lot(CLI::App& app, Context& context);
void add_token(CLI::App& app, Context& context);
void add_inspect(CLI::App& app, Context& context);
void add_verify(CLI::App& app, Context& context);
void add_scans(CLI::App& app, Context& context);
void add_reports(CLI::App& app, Context& context);
void add_backup(CLI::App& app, Context& context);
void add_restore(CLI::App& app, Context& context);
void add_log(CLI::App& app, Context& context);
// Commands of `tem log`.
void add_log_compare(CLI::App& group, Context& context);
void add_log_copies(CLI::App& group, Context& context);
void add_log_proofs(CLI::App& group, Context& context);
void add_log_witness(CLI::App& group, Context& context);  ///< the part of it that asks witnesses
void add_witness(CLI::App& app, Context& context);

}  // namespace tem::cli
