// tem certificate: OCOP stars and others.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "answer.hpp"
#include "append_one.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "fact_files.hpp"
#include "options.hpp"
#include "tem/counted.hpp"
#include "tem/verdict.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

struct Revocation {
  std::vector<std::string> files;
  std::string gtin, scheme = "OCOP", decision, reason;
};

Result<int> append_files(const Context& context, const std::vector<std::string>& files,
                         std::string_view type, const std::string& said) {
  auto facts = read_facts(files, type);
  if (!facts) return facts.error();
  auto done = append_facts(context, *facts, now());
  if (!done) return done.error();
  report_append(
      context, done->appended,
      counted(done->appended.count, "certificate") + ' ' + said + ": " + entries(done->appended));
  return kExitYes;
}

Result<int> revoke(const Context& context, const Revocation& options) {
  bool by_flags = !options.gtin.empty() || !options.decision.empty();
  if (by_flags != options.files.empty()) {
    return Error{ErrorCode::bad_usage,
                 "certificate revoke: give either FILE.json or --gtin with --decision"};
  }
  if (!by_flags) {
    return append_files(context, options.files, "certificate.revoked", "revoked");
  }
  if (options.gtin.empty() || options.decision.empty()) {
    return Error{ErrorCode::bad_usage, "certificate revoke: --gtin and --decision go together"};
  }
  auto gtin = gtin_option("--gtin", options.gtin);
  if (!gtin) return gtin.error();
  CertificateRevoked body{*gtin, options.scheme, options.decision, optional_text(options.reason)};
  return append_one(context, body,
                    options.scheme + " " + options.decision + " for " + gtin->str() + " revoked");
}

Result<std::vector<Gtin>> wanted(const State& state, const std::string& text) {
  if (!text.empty()) {
    auto gtin = gtin_option("--gtin", text);
    if (!gtin) return gtin.error();
    auto product = state.product(*gtin);
    if (!product) return product.error();
    if (!*product) {
      return Error{ErrorCode::unknown_product, "no product with GTIN " + gtin->str()};
    }
    return std::vector{*gtin};
  }
  auto products = state.products();
  if (!products) return products.error();
  std::vector<Gtin> gtins;
  for (const auto& record : *products) gtins.push_back(record.product.gtin);
  return gtins;
}

Result<int> list(const Context& context, const std::string& text) {
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  const State& state = registry->ledger().state();
  auto gtins = wanted(state, text);
  if (!gtins) return gtins.error();
  Date today = registry->local_date(now());
  json::array array;
  std::vector<std::vector<std::string>> rows;
  for (const Gtin& gtin : *gtins) {
    auto certificates = state.certificates(gtin);
    if (!certificates) return certificates.error();
    for (const auto& record : *certificates) {
      const CertificateGranted& granted = record.granted;
      std::string_view standing = name(certificate_state(record, today));
      auto fields = fields_of(granted);
      if (!fields) return fields.error();
      (*fields)["state"] = standing;
      if (record.revoke_reason) (*fields)["reason"] = *record.revoke_reason;
      array.push_back(std::move(*fields));
      rows.push_back({gtin.str(), granted.scheme,
                      granted.stars ? std::to_string(*granted.stars) : "", granted.decision,
                      granted.granted.str(), granted.expires.str(), std::string(standing)});
    }
  }
  if (context.json) {
    print_json(array);
  } else {
    print_table({"gtin", "scheme", "stars", "decision", "granted", "expires", "state"}, rows);
  }
  return kExitYes;
}

void add_grant(CLI::App& group, Context& context) {
  auto* command = group.add_subcommand("grant", "Record certificates, all or none");
  auto files = std::make_shared<std::vector<std::string>>();
  command->add_option("FILE", *files, "JSON: a certificate or an array; - is standard input")
      ->required();
  command->footer(
      "Example:\n  tem certificate grant ocop.json\n"
      R"(  {"gtin": "08936000000011", "scheme": "OCOP", "stars": 4, "decision": "1234/QĐ-UBND",)"
      "\n"
      R"(   "authority": "UBND tỉnh Quảng Ninh", "granted": "2026-05-01", "expires": "2029-05-01"})");
  command->callback([&context, files] {
    context.run = [&context, files] {
      return append_files(context, *files, "certificate.granted", "granted");
    };
  });
}

void add_revoke(CLI::App& group, Context& context) {
  auto* command = group.add_subcommand("revoke", "Record that a certificate was withdrawn");
  auto options = std::make_shared<Revocation>();
  command->add_option("FILE", options->files, "JSON, in place of the options");
  command->add_option("--gtin", options->gtin, "of which product")->type_name("GTIN");
  command->add_option("--decision", options->decision, "the decision's number")->type_name("TEXT");
  command->add_option("--scheme", options->scheme, "OCOP by default")->type_name("TEXT");
  command->add_option("--reason", options->reason, "why")->type_name("TEXT");
  command->footer(
      "Example:\n  tem certificate revoke --gtin 08936000000011 --decision 1234/QĐ-UBND");
  command->callback([&context, options] {
    context.run = [&context, options] { return revoke(context, *options); };
  });
}

}  // namespace

void add_certificate(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("certificate", "Certificates: grant, revoke, list");
  group->require_subcommand(1);
  group->footer("Example:\n  tem certificate grant ocop.json");
  add_grant(*group, context);
  add_revoke(*group, context);
  auto* show = group->add_subcommand("list", "List the certificates, with their state today");
  auto gtin = std::make_shared<std::string>();
  show->add_option("--gtin", *gtin, "of one product only")->type_name("GTIN");
  show->footer("Example:\n  tem certificate list --gtin 08936000000011 --json");
  show->callback(
      [&context, gtin] { context.run = [&context, gtin] { return list(context, *gtin); }; });
}

}  // namespace tem::cli
