// tem product: what is made, and whether its record holds what the law asks.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "answer.hpp"
#include "clock.hpp"
#include "command.hpp"
#include "fact_files.hpp"
#include "options.hpp"
#include "tem/product_check.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

const Product& product_of(const FactBody& body) {
  if (const auto* updated = std::get_if<ProductUpdated>(&body)) return updated->product;
  return std::get<ProductRegistered>(body).product;
}

Result<int> add(const Context& context, const std::vector<std::string>& files,
                std::string_view type) {
  auto facts = read_facts(files, type);
  if (!facts) return facts.error();
  auto done = append_facts(context, *facts, now());
  if (!done) return done.error();
  json::array gtins;
  for (std::size_t i = 0; i < done->bodies.size(); ++i) {
    const Product& product = product_of(done->bodies[i]);
    gtins.emplace_back(product.gtin.str());
    if (context.json) continue;
    std::cout << "product " << product.gtin.str() << ' ' << printable(product.name)
              << ": log entry " << done->appended.first + i << '\n';
  }
  if (context.json) report_append(context, done->appended, {}, {{"gtins", std::move(gtins)}});
  return kExitYes;
}

Result<int> list(const Context& context) {
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  auto products = registry->ledger().state().products();
  if (!products) return products.error();
  json::array array;
  std::vector<std::vector<std::string>> rows;
  for (const auto& record : *products) {
    auto fields = fields_of(ProductRegistered{record.product});
    if (!fields) return fields.error();
    array.push_back(std::move(*fields));
    rows.push_back({record.product.gtin.str(), record.product.producer, record.product.name});
  }
  if (context.json) {
    print_json(array);
  } else {
    print_table({"gtin", "producer", "name"}, rows);
  }
  return kExitYes;
}

json::object json_of(const Bilingual& text) { return {{"vi", text.vi}, {"en", text.en}}; }

json::object json_of(const ProductCheck& check) {
  json::array lists;
  for (const auto& list : check.lists) {
    json::array fields;
    for (const auto& field : list.fields) {
      fields.push_back(json::object{{"number", field.number},
                                    {"name", field.name},
                                    {"what", json_of(field.what)},
                                    {"state", name(field.state)}});
    }
    lists.push_back(json::object{
        {"id", list.id}, {"title", json_of(list.title)}, {"fields", std::move(fields)}});
  }
  json::array notes;
  for (const auto& note : check.notes) notes.push_back(json_of(note));
  return {{"gtin", check.gtin.str()},
          {"name", check.name},
          {"complete", check.complete()},
          {"lists", std::move(lists)},
          {"notes", std::move(notes)}};
}

std::string shown(FieldState state) {
  switch (state) {
    case FieldState::present:
      return styled(Style::green, "present  ");
    case FieldState::missing:
      return styled(Style::red, "MISSING  ");
    case FieldState::not_given:
      return styled(Style::grey, "not given");
    case FieldState::with_each_lot:
      return styled(Style::grey, "each lot ");
  }
  return {};
}

void print_check(const ProductCheck& check) {
  std::cout << styled(Style::bold, check.gtin.str() + "  " + printable(check.name)) << '\n';
  std::size_t missing = 0;
  for (const auto& list : check.lists) {
    std::cout << '\n' << list.id << ": " << list.title.vi << " / " << list.title.en << '\n';
    for (const auto& field : list.fields) {
      if (field.state == FieldState::missing) ++missing;
      std::cout << "  " << shown(field.state) << "  " << (field.number < 10 ? " " : "")
                << field.number << ". " << field.what.vi << " / " << field.what.en;
      if (field.state == FieldState::missing) std::cout << "  (field \"" << field.name << "\")";
      std::cout << '\n';
    }
  }
  std::cout << '\n';
  for (const auto& note : check.notes) std::cout << note.vi << '\n' << note.en << '\n';
  if (missing == 0) {
    std::cout << "complete: nothing mandatory is missing\n";
  } else {
    std::cout << "incomplete: add what is missing with `tem product update`\n";
  }
}

Result<int> check(const Context& context, const std::string& text) {
  auto gtin = Gtin::from_typed(text);
  if (!gtin) return gtin.error();
  auto registry = context.open(Access::read);
  if (!registry) return registry.error();
  auto checked = check_product(registry->ledger().state(), *gtin);
  if (!checked) return checked.error();
  if (context.json) {
    print_json(json_of(*checked));
  } else {
    print_check(*checked);
  }
  return checked->complete() ? kExitYes : kExitNo;
}

void add_change(CLI::App& group, Context& context, const char* name, const char* what,
                const char* type) {
  auto* command = group.add_subcommand(name, what);
  auto files = std::make_shared<std::vector<std::string>>();
  command->add_option("FILE", *files, "JSON: a product or an array of them; - is standard input")
      ->required();
  command->footer(
      std::string("Example:\n  tem product ") + name + " tra.json\n" +
      R"(  {"gtin": "auto", "producer": "trahoavang", "name": "Trà hoa vàng Ba Chẽ"})" +
      "\n\"auto\" draws a number of the registry's own, of GS1's restricted prefix 29.");
  command->callback([&context, files, type] {
    context.run = [&context, files, type] { return add(context, *files, type); };
  });
}

}  // namespace

void add_product(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("product", "Products: add, update, list, check");
  group->require_subcommand(1);
  group->footer("Example:\n  tem product add tra.json");
  add_change(*group, context, "add", "Register products, all or none", "product.registered");
  add_change(*group, context, "update", "Replace products' records", "product.updated");
  auto* show = group->add_subcommand("list", "List the products");
  show->footer("Example:\n  tem product list --json");
  show->callback([&context] { context.run = [&context] { return list(context); }; });

  auto* checked = group->add_subcommand("check", "Which mandatory fields are missing");
  auto gtin = std::make_shared<std::string>();
  checked->add_option("GTIN", *gtin, "8, 12, 13 or 14 digits")->required();
  checked->footer(
      "Example:\n  tem product check 08936000000011\nExit status 1: something is missing.");
  checked->callback(
      [&context, gtin] { context.run = [&context, gtin] { return check(context, *gtin); }; });
}

}  // namespace tem::cli
