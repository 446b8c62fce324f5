// tem producer: who makes things.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "answer.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "fact_files.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

const Producer& producer_of(const FactBody& body) {
  if (const auto* updated = std::get_if<ProducerUpdated>(&body)) return updated->producer;
  return std::get<ProducerRegistered>(body).producer;
}

Result<int> add(const Context& context, const std::vector<std::string>& files,
                std::string_view type) {
  auto facts = read_facts(files, type);
  if (!facts) return facts.error();
  auto done = append_facts(context, *facts, now());
  if (!done) return done.error();
  std::string line;
  for (std::size_t i = 0; i < done->bodies.size(); ++i) {
    if (i > 0) line += ", ";
    line += producer_of(done->bodies[i]).id;
  }
  report_append(context, done->appended,
                (done->bodies.size() == 1 ? "producer " : "producers ") + line + ": " +
                    entries(done->appended));
  return kExitYes;
}

Result<int> list(const Context& context) {
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  auto producers = registry->ledger().state().producers();
  if (!producers) return producers.error();
  boost::json::array array;
  std::vector<std::vector<std::string>> rows;
  for (const auto& producer : *producers) {
    auto fields = fields_of(ProducerRegistered{producer});
    if (!fields) return fields.error();
    array.push_back(std::move(*fields));
    rows.push_back({producer.id, producer.name, producer.address, producer.country});
  }
  if (context.json) {
    print_json(array);
  } else {
    print_table({"producer", "name", "address", "country"}, rows);
  }
  return kExitYes;
}

void add_change(CLI::App& group, Context& context, const char* name, const char* what,
                const char* type) {
  auto* command = group.add_subcommand(name, what);
  auto files = std::make_shared<std::vector<std::string>>();
  command->add_option("FILE", *files, "JSON: a producer or an array of them; - is standard input")
      ->required();
  command->footer(std::string("Example:\n  tem producer ") + name + " trahoavang.json\n" +
                  R"(  {"producer": "trahoavang", "name": "Hợp tác xã Trà hoa vàng", )" + "\n" +
                  R"(   "address": "Ba Chẽ, Quảng Ninh", "country": "VN"})");
  command->callback([&context, files, type] {
    context.run = [&context, files, type] { return add(context, *files, type); };
  });
}

}  // namespace

void add_producer(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("producer", "Producers: add, update, list");
  group->require_subcommand(1);
  group->footer("Example:\n  tem producer add trahoavang.json");
  add_change(*group, context, "add", "Register producers, all or none", "producer.registered");
  add_change(*group, context, "update", "Replace producers' records", "producer.updated");
  auto* show = group->add_subcommand("list", "List the producers");
  show->footer("Example:\n  tem producer list --json");
  show->callback([&context] { context.run = [&context] { return list(context); }; });
}

}  // namespace tem::cli
