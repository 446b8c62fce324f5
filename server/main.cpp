// temd: makes what its threads share, opens the registry once a thread, and serves.

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>
#include <optional>
#include <thread>
#include <vector>

#include "command_line.hpp"
#include "tem/access_line.hpp"
#include "tem/app.hpp"
#include "tem/core_dumps.hpp"
#include "tem/cosigner.hpp"
#include "tem/geo_ip.hpp"
#include "tem/listener.hpp"
#include "tem/metrics.hpp"
#include "tem/privileges.hpp"
#include "tem/rate_limiter.hpp"
#include "tem/retention.hpp"
#include "tem/supervisor.hpp"

namespace {

using temd::fail;
using temd::kCannotServe;
using temd::kDamaged;
using temd::kWrongUsage;

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

/// What is told of each answer: to the operator a failure, to the access log a line.
tem::AccessLog make_log(const std::shared_ptr<spdlog::logger>& logger, bool every_request,
                        std::shared_ptr<tem::Metrics> metrics) {
  std::shared_ptr<spdlog::logger> lines;
  if (every_request) {
    lines = spdlog::stderr_logger_mt("access");
    lines->set_pattern("%v");
  }
  return [logger, lines, metrics = std::move(metrics)](const tem::Answered& it) {
    metrics->answered(it);
    if (!it.why.empty()) {
      logger->error("{} {} {} {}", printable(it.method),
                    printable(tem::path_without_serial(it.path)), it.status, printable(it.why));
    }
    if (lines) lines->info("{}", tem::access_line(it, std::chrono::system_clock::now()));
  };
}

/// A ledger that fails its check must not be served as the truth.
int check_ledger(const std::string& folder) {
  auto registry = tem::Registry::open(folder, tem::Access::read);
  if (!registry) return fail(exit_for(registry.error()), registry.error().str());
  const auto report = registry->ledger().fsck();
  if (!report) return fail(exit_for(report.error()), report.error().str());
  if (report->first_problem)
    return fail(kDamaged, folder + ": the ledger is damaged: " + *report->first_problem);
  return 0;
}

/// The passphrase is read once, now: its file may be gone later. Errors: those of read_passphrase.
tem::Result<tem::PassphraseSource> passphrase_source(const std::string& file) {
  if (file.empty()) {
    return tem::PassphraseSource([](const std::filesystem::path& key) {
      return tem::Error{tem::ErrorCode::key_unusable,
                        key.string() + ": is encrypted; give temd --passphrase-file FILE"};
    });
  }
  auto read = tem::read_passphrase(file);
  if (!read) return read.error().at("--passphrase-file");
  auto passphrase = std::make_shared<const tem::Passphrase>(std::move(*read));
  return tem::PassphraseSource([passphrase](const std::filesystem::path&) { return *passphrase; });
}

/// Who appends for all threads; none over a copy of a log, or where the folder takes no writing.
std::shared_ptr<tem::Appender> make_appender(const std::string& folder,
                                             const tem::PassphraseSource& passphrase,
                                             spdlog::logger& logger) {
  auto registry = tem::Registry::open(folder, tem::Access::append, passphrase);
  if (registry) {
    if (const auto key = registry->check_log_key(); !key) {
      logger.warn("nothing can be appended: {}", printable(key.error().str()));
    }
    if (const auto free = registry->check_no_hold(); !free) {
      logger.warn("nothing is appended for now: {}", printable(free.error().str()));
    }
    return std::make_shared<tem::Appender>(std::move(*registry), now);
  }
  const auto readable = tem::Registry::open(folder, tem::Access::read);
  if (!readable || !readable->is_copy()) {
    logger.warn("nothing can be appended: {}", printable(registry.error().str()));
  }
  return nullptr;
}

/// Who keeps the scans for all threads; none over a copy of a log, where no serial can be read.
/// Errors: those of ScanStore::open, and of opening the registry.
tem::Result<std::shared_ptr<tem::ScanStore>> open_scans(
    const std::string& folder, std::function<void(const tem::Error&)> on_failure) {
  const auto registry = tem::Registry::open(folder, tem::Access::read);
  if (!registry) return registry.error();
  if (registry->is_copy()) return std::shared_ptr<tem::ScanStore>();
  auto store = tem::ScanStore::open(folder, {.on_failure = std::move(on_failure)}, now);
  if (!store) return store.error();
  return std::shared_ptr<tem::ScanStore>(std::move(*store));
}

/// Null without a file. Error: that of GeoIp::open.
tem::Result<std::shared_ptr<tem::GeoIpInUse>> open_geo(const std::string& file) {
  if (file.empty()) return std::shared_ptr<tem::GeoIpInUse>();
  auto geo = tem::GeoIp::open(file);
  if (!geo) return geo.error();
  return std::make_shared<tem::GeoIpInUse>(std::move(*geo));
}

/// On SIGHUP, by a thread of its own: a large file takes a while, and shoppers come meanwhile.
void read_geo_again(const std::string& file, tem::GeoIpInUse& in_use, spdlog::logger& logger) {
  auto geo = tem::GeoIp::open(file);
  if (!geo) {
    logger.warn("the GeoIP file in use stays: {}", printable(geo.error().str()));
    return;
  }
  const std::string type = geo->type();
  in_use.replace(std::move(*geo));
  logger.warn("geoip: {} ({}) was read again", printable(file), printable(type));
}

/// One handler a thread, each with an App of its own. Error: those of App::open.
tem::Result<std::vector<tem::Handler>> make_handlers(const std::string& folder, unsigned threads,
                                                     const tem::AppParts& parts) {
  std::vector<tem::Handler> handlers;
  for (unsigned i = 0; i < threads; ++i) {
    auto app = tem::App::open(folder, now, parts);
    if (!app) return app.error();
    auto shared = std::make_shared<tem::App>(std::move(*app));  // std::function copies
    handlers.emplace_back(
        [shared](const tem::Request& request) { return tem::handle(request, *shared); });
  }
  return handlers;
}

tem::Result<std::string> stem_of(const std::string& registry) {
  const auto app = tem::App::open(registry, now);
  if (!app) return app.error();
  return app->stem();
}

int serve(const temd::CommandLine& said) {
  const auto& [folder, settings] = said;
  const auto proxies = tem::NamedProxies::parse(settings.proxies);
  if (!proxies) return fail(kWrongUsage, proxies.error().str());
  auto listener = tem::Listener::bind(settings.listen, settings.limits);
  if (!listener) return fail(tem::exit_status(listener.error().code), listener.error().str());
  // A port below 1024 is all that root is needed for: what SIGHUP reads again must be readable without.
  if (const auto ok = tem::drop_privileges(folder); !ok) {
    return fail(tem::exit_status(ok.error().code), ok.error().str());
  }
  if (!settings.tls_cert.empty()) {
    const auto ok = listener->use_tls({settings.tls_cert, settings.tls_key});
    if (!ok) return fail(tem::exit_status(ok.error().code), ok.error().str());
  }
  const auto passphrase = passphrase_source(settings.passphrase_file);
  if (!passphrase) return fail(tem::exit_status(passphrase.error().code), passphrase.error().str());
  const auto geo = open_geo(settings.geoip);
  if (!geo) return fail(tem::exit_status(geo.error().code), geo.error().str());
  if (const int status = check_ledger(folder); status != 0) return status;
  const auto logger = make_logger();
  const auto stem = stem_of(folder);
  if (!stem) return fail(exit_for(stem.error()), stem.error().str());
  const auto metrics = std::make_shared<tem::Metrics>(*stem);
  tem::Service service{.handlers = {}, .log = make_log(logger, settings.access_log, metrics)};
  service.proxies = *proxies;
  const auto cosigner = tem::Cosigner::start(
      folder, now, [logger](std::string_view why) { logger->error("{}", printable(why)); });
  if (!cosigner) return fail(tem::exit_status(cosigner.error().code), cosigner.error().str());
  // Nothing is answered that cannot be recorded: the supervisor starts the service again.
  const auto scans = open_scans(folder, [logger, &listener](const tem::Error& why) {
    logger->critical("stopping: nothing can be recorded: {}", printable(why.str()));
    listener->stop();
  });
  if (!scans) return fail(exit_for(scans.error()), scans.error().str());
  tem::RateLimiter::Seed seed{};
  std::random_device random;
  std::ranges::generate(seed, [&] { return static_cast<unsigned char>(random()); });
  std::optional<tem::Retention> retention;
  if (*scans && settings.retention_days > 0) {
    retention.emplace(folder, std::chrono::days(settings.retention_days), now,
                      [logger](std::string_view line) { logger->warn("{}", printable(line)); });
  }
  const tem::AppParts parts{.scans = *scans,
                            .appender = make_appender(folder, *passphrase, *logger),
                            .limiter = std::make_shared<tem::RateLimiter>(settings.rates, seed),
                            .metrics = metrics,
                            .sockets = service.gauges,
                            .proxies = *proxies,
                            .geo = *geo,
                            .passphrase = *passphrase};
  for (const auto& [handlers, threads] : {std::pair(&service.handlers, settings.threads),
                                          {&service.work_handlers, settings.work_threads},
                                          {&service.upload_handlers, settings.picture_threads}}) {
    auto made = make_handlers(folder, threads, parts);
    if (!made) return fail(exit_for(made.error()), made.error().str());
    *handlers = std::move(*made);
  }
  service.lane = [stem = *stem](std::string_view method, std::string_view target,
                                std::string_view content_type) {
    return tem::lane_of(method, target, content_type, stem);
  };
  std::jthread reading_geo;  // ends before what it refers to
  service.reload = [&reading_geo, logger, in_use = *geo, file = settings.geoip] {
    if (!in_use) return;
    reading_geo = std::jthread([=] { read_geo_again(file, *in_use, *logger); });
  };
  service.remark = [logger](std::string_view line) { logger->warn("{}", printable(line)); };
  std::printf("temd: listening on %s\n", listener->url().c_str());
  std::fflush(stdout);
  tem::tell_supervisor("READY=1\nSTATUS=listening on " + listener->url());
  const auto has_failed = [&] { return *scans && (*scans)->failure(); };
  if (!has_failed()) listener->run(std::move(service));
  return has_failed() ? kCannotServe : 0;
}

}  // namespace

int main(int argc, char** argv) {
  tem::forbid_core_dumps();
  const auto said = temd::read_command_line(argc, argv);
  if (const int* status = std::get_if<int>(&said)) return *status;
  try {
    raise_descriptor_limit();
    return serve(std::get<temd::CommandLine>(said));
  } catch (const std::exception& failure) {
    return fail(kCannotServe, failure.what());
  }
}
