#include "tem/app.hpp"

#include "tem/metrics.hpp"

namespace tem {
namespace {

std::string stem_of(const BaseUri& base) {
  const std::string& text = base.str();
  const auto host = text.find("//");
  const auto slash = text.find('/', host + 2);
  return slash == std::string::npos ? std::string() : text.substr(slash);
}

}  // namespace

Result<App> App::open(const std::filesystem::path& dir, Clock clock, AppParts parts) {
  auto opened = Registry::open(dir, Access::read, parts.passphrase);
  if (!opened) return opened.error();
  auto registry = std::make_unique<Registry>(std::move(*opened));
  auto verifier = Verifier::make(*registry);
  if (!verifier) return verifier.error();
  auto tokens = TokenStore::open(dir, Access::read);
  if (!tokens) return tokens.error();
  std::string stem = stem_of(registry->settings().base);
  return App(std::move(registry), std::move(*verifier), std::move(*tokens), std::move(clock),
             std::move(stem), std::move(parts));
}

App::App(std::unique_ptr<Registry> registry, Verifier verifier, TokenStore tokens, Clock clock,
         std::string stem, AppParts parts)
    : registry_(std::move(registry)),
      verifier_(std::move(verifier)),
      tokens_(std::move(tokens)),
      clock_(std::move(clock)),
      stem_(std::move(stem)),
      parts_(std::move(parts)),
      geo_(parts_.geo),
      pages_(std::make_unique<Pages>(PageSettings{
          .registry = registry_->settings().name,
          .demonstration = registry_->settings().is_demonstration(),
          .stem = stem_,
          .local_time = [reader = registry_.get()](Instant at) { return reader->local_time(at); },
      })) {}

void App::looked(const Verdict& verdict) const {
  if (parts_.metrics) parts_.metrics->looked(verdict.headline());
}

}  // namespace tem
