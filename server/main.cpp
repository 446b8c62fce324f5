// temd: parses flags, opens the registry once a thread, and serves.

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>

#include "tem/app.hpp"
#include "tem/cosigner.hpp"
#include "tem/listener.hpp"

namespace {

constexpr int kDamaged = 1, kWrongUsage = 2, kCannotServe = 3;
constexpr unsigned kMaxThreads = 256;

struct Options {
  std::string registry = "registry";
  std::string listen = "127.0.0.1:8080";
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  bool access_log = false;
  std::string tls_cert, tls_key;
};

/// One line on stderr; the exit status.
int fail(int status, const std::string& line) {
  std::fprintf(stderr, "temd: %s\n", line.c_str());
  return status;
}

int exit_for(const tem::Error& error) {
  return error.code == tem::ErrorCode::ledger_damaged ? kDamaged : kCannotServe;
}

tem::Instant now() {
  return tem::Instant(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
}

/// Every connection is a descriptor, and the usual soft limit of 1,024 is too few.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);  // a failure leaves fewer connections, which is survived
}

/// Printable ASCII only: what a client sent must not steer a terminal.
std::string printable(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c >= 0x7F || c < 0; }, '?');
  return out;
}

std::shared_ptr<spdlog::logger> make_logger() {
  auto logger = spdlog::stderr_color_mt("temd");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  return logger;
}

/// A stamp's query is its seal, so no query is ever logged.
tem::AccessLog make_log(const std::shared_ptr<spdlog::logger>& logger, bool every_request) {
  return [logger, every_request](const tem::Answered& it) {
    if (!it.why.empty()) {
      logger->error("{} {} {} {}", printable(it.method), printable(it.path), it.status,
                    printable(it.why));
    } else if (every_request) {
      logger->info("{} {} {}", printable(it.method), printable(it.path), it.status);
    }
  };
}

/// A ledger that fails its check must not be served as the truth.
int check_ledger(const Options& options) {
  auto registry = tem::Registry::open(options.registry, tem::Access::read);
  if (!registry) return fail(exit_for(registry.error()), registry.error().str());
  const auto report = registry->ledger().fsck();
  if (!report) return fail(exit_for(report.error()), report.error().str());
  if (report->first_problem)
    return fail(kDamaged, options.registry + ": the ledger is damaged: " + *report->first_problem);
  return 0;
}

/// Who appends for all threads; none over a copy of a log, or where the folder takes no writing.
std::shared_ptr<tem::Appender> make_appender(const Options& options, spdlog::logger& logger) {
  auto registry = tem::Registry::open(options.registry, tem::Access::append);
  if (registry) return std::make_shared<tem::Appender>(std::move(*registry), now);
  const auto readable = tem::Registry::open(options.registry, tem::Access::read);
  if (!readable || !readable->is_copy()) {
    logger.warn("nothing can be appended: {}", printable(registry.error().str()));
  }
  return nullptr;
}

int serve(const Options& options) {
  std::optional<tem::TlsFiles> tls;
  if (!options.tls_cert.empty()) tls = {options.tls_cert, options.tls_key};
  auto listener = tem::Listener::bind(options.listen, {}, tls);
  if (!listener) {
    const bool usage = listener.error().code == tem::ErrorCode::bad_usage;
    return fail(usage ? kWrongUsage : kCannotServe, listener.error().str());
  }
  if (const int status = check_ledger(options); status != 0) return status;
  const auto logger = make_logger();
  tem::Service service{.handlers = {}, .log = make_log(logger, options.access_log)};
  const tem::AppParts parts{.appender = make_appender(options, *logger)};
  std::string stem;
  for (unsigned i = 0; i < 3 * options.threads; ++i) {
    auto app = tem::App::open(options.registry, now, parts);
    if (!app) return fail(exit_for(app.error()), app.error().str());
    stem = app->stem();
    auto shared = std::make_shared<tem::App>(std::move(*app));  // std::function copies
    auto& handlers = i < options.threads       ? service.handlers
                     : i < 2 * options.threads ? service.work_handlers
                                               : service.upload_handlers;
    handlers.emplace_back(
        [shared](const tem::Request& request) { return tem::handle(request, *shared); });
  }
  service.lane = [stem](std::string_view method, std::string_view target,
                        std::string_view content_type) {
    return tem::lane_of(method, target, content_type, stem);
  };
  service.remark = [logger](std::string_view line) { logger->warn("{}", printable(line)); };
  const auto cosigner = tem::Cosigner::start(
      options.registry, now,
      [logger](std::string_view why) { logger->error("{}", printable(why)); });
  if (!cosigner) return fail(tem::exit_status(cosigner.error().code), cosigner.error().str());
  std::printf("temd: listening on %s\n", listener->url().c_str());
  std::fflush(stdout);
  listener->run(std::move(service));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App flags{"Serves a registry: answers every scanned stamp."};
  flags.name("temd");
  flags.add_option("--registry", options.registry, "the registry's folder")
      ->envname("TEM_REGISTRY")
      ->capture_default_str();
  flags.add_option("--listen", options.listen, "address and port; port 0 takes a free one")
      ->capture_default_str();
  flags.add_option("--threads", options.threads, "threads that answer, 1 to 256")
      ->check(CLI::Range(1U, kMaxThreads))
      ->capture_default_str();
  auto* cert = flags.add_option("--tls-cert", options.tls_cert,
                                "certificate with its chain, PEM: TLS only; SIGHUP reads it again");
  auto* key = flags.add_option("--tls-key", options.tls_key, "the certificate's key, PEM");
  cert->needs(key);
  key->needs(cert);
  flags.add_flag("--access-log", options.access_log, "one line on stderr for each request");
  flags.set_version_flag("--version", "temd " TEM_VERSION);
  flags.footer("Example:\n  temd --registry ./registry --listen 127.0.0.1:8080");
  try {
    flags.parse(argc, argv);
  } catch (const CLI::Success& done) {  // --help, --version
    return flags.exit(done);
  } catch (const CLI::ParseError& wrong) {
    return fail(kWrongUsage, std::string(wrong.what()) + "; see temd --help");
  }
  try {
    raise_descriptor_limit();
    return serve(options);
  } catch (const std::exception& failure) {
    return fail(kCannotServe, failure.what());
  }
}
