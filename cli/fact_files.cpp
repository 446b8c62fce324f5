#include "fact_files.hpp"

#include <charconv>

#include "files.hpp"
#include "tem/json_items.hpp"

namespace tem::cli {
namespace {

constexpr std::string_view kAuto = "auto";
constexpr std::string_view kFact = "fact ";
constexpr std::string_view kStandIn =
    "02900000000001";  // parses; the draft puts the real one there

/// `item` with the stand-in for `"gtin": "auto"`.
std::string with_stand_in(std::string_view item, std::string_view value) {
  auto at = static_cast<std::size_t>(value.data() - item.data());
  std::string text(item);
  return text.replace(at, value.size(), kStandIn);
}

Result<FactFromFile> read_fact(std::string_view item, std::string_view type, std::string where) {
  std::string_view gtin = find_plain_member(item, "gtin");
  bool is_auto = type == "product.registered" && gtin == kAuto;
  auto body =
      is_auto ? parse_fact_body(type, with_stand_in(item, gtin)) : parse_fact_body(type, item);
  if (!body) return body.error().at(where);
  return FactFromFile{std::move(where), std::move(*body), is_auto};
}

/// As Registry::append names one of several.
std::string fact_name(std::size_t i) { return std::string(kFact) + std::to_string(i + 1); }

/// Each "auto" gets its number under the writer's lock, so that no two commands draw the same.
Result<std::vector<FactBody>> draft(const std::vector<FactFromFile>& facts, const State& state) {
  std::vector<FactBody> bodies;
  std::vector<Gtin> taken;
  for (const auto& fact : facts) {
    bodies.push_back(fact.body);
    const auto* made = std::get_if<ProductRegistered>(&fact.body);
    if (made != nullptr && !fact.gtin_is_auto) taken.push_back(made->product.gtin);
  }
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (!facts[i].gtin_is_auto) continue;
    auto gtin = next_restricted_gtin(state, taken);
    if (!gtin) return facts.size() == 1 ? gtin.error() : gtin.error().at(fact_name(i));
    std::get<ProductRegistered>(bodies[i]).product.gtin = *gtin;
    taken.push_back(*gtin);
  }
  return bodies;
}

/// Is the error about a fact, whoever found it, and not about the way there?
bool is_of_fact(ErrorCode code) {
  switch (http_status(code)) {
    case 401:
    case 403:
    case 404:
    case 413:
    case 429: return false;
    default: return http_status(code) < 500 && code != ErrorCode::bad_usage;
  }
}

/// Registry::append says "fact N: …" of one among several; a person knows the file instead.
Error blamed(const Error& error, const std::vector<FactFromFile>& facts) {
  if (facts.size() == 1) return is_of_fact(error.code) ? error.at(facts.front().where) : error;
  if (!error.detail.starts_with(kFact)) return error;
  std::size_t number = 0;
  const char* begin = error.detail.data() + kFact.size();
  auto [stop, failure] = std::from_chars(begin, error.detail.data() + error.detail.size(), number);
  std::string_view rest(stop, error.detail.data() + error.detail.size());
  bool known = failure == std::errc() && number >= 1 && number <= facts.size();
  if (!known || !rest.starts_with(": ")) return error;
  return Error{error.code, std::string(rest.substr(2))}.at(facts[number - 1].where);
}

Result<AppendedFacts> append_remotely(const Context& context,
                                      const std::vector<FactFromFile>& facts) {
  std::vector<FactBody> bodies;
  for (const auto& fact : facts) {
    if (fact.gtin_is_auto)
      return Error{ErrorCode::bad_usage,
                   fact.where + R"(: "gtin": "auto" is drawn where the registry's folder is; with )"
                                "--server give the number itself"};
    bodies.push_back(fact.body);
  }
  auto service = context.service();
  if (!service) return service.error();
  auto done = service->append(bodies, context.service_key());
  if (!done) return blamed(done.error(), facts);
  return AppendedFacts{std::move(*done), std::move(bodies)};
}

}  // namespace

Result<std::vector<FactFromFile>> read_facts(const std::vector<std::string>& files,
                                             std::string_view type) {
  std::vector<FactFromFile> facts;
  for (const auto& file : files) {
    auto text = read_file(file, kMaxFactFileBytes);
    if (!text) return text.error();
    std::string name = file == "-" ? "standard input" : file;
    auto items = split_items(*text);
    if (!items) return items.error().at(name);
    for (std::size_t i = 0; i < items->size(); ++i) {
      std::string where = items->size() == 1 ? name : name + ": item " + std::to_string(i + 1);
      auto fact = read_fact((*items)[i], type, std::move(where));
      if (!fact) return fact.error();
      facts.push_back(std::move(*fact));
    }
  }
  return facts;
}

Result<AppendedFacts> append_facts(const Context& context, const std::vector<FactFromFile>& facts,
                                   Instant now) {
  if (context.remote.is_asked_for()) return append_remotely(context, facts);
  auto opened = context.open(Access::append);
  if (!opened) return opened.error();
  Registry& registry = *opened;
  // First of all, so that what is wrong with the log's key is not said of a file of facts.
  if (auto passphrase = registry.passphrase(); !passphrase) return passphrase.error();
  std::string request;
  for (const auto& fact : facts) {
    auto text = Fact{Instant(), fact.body}.canonical();
    if (!text) return text.error().at(fact.where);
    request += *text + (fact.gtin_is_auto ? " auto\n" : "\n");
  }
  auto appended = registry.append([&](const State& state) { return draft(facts, state); }, now,
                                  context.once(std::move(request)));
  if (!appended) return blamed(appended.error(), facts);
  auto bodies = bodies_of(registry, *appended);
  if (!bodies) return bodies.error();
  return AppendedFacts{std::move(*appended), std::move(*bodies)};
}

Result<std::vector<FactBody>> bodies_of(const Registry& registry, const Appended& done) {
  std::vector<FactBody> bodies;
  for (std::uint64_t index = done.first; index < done.first + done.count; ++index) {
    auto entry = registry.ledger().entry(index);
    if (!entry) return entry.error();
    auto fact = Fact::parse(*entry);
    if (!fact) return fact.error();
    bodies.push_back(std::move(fact->body));
  }
  return bodies;
}

}  // namespace tem::cli
