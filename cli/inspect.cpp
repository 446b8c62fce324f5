// tem inspect: any GS1 Digital Link, taken apart.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>

#include "answer.hpp"
#include "command.hpp"
#include "tem/ai_table.hpp"
#include "tem/digital_link.hpp"
#include "tem/stamp.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

json::array pairs(const std::vector<Element>& elements) {
  json::array out;
  for (const auto& element : elements) out.push_back(json::array{element.ai, element.value});
  return out;
}

json::object json_of(const DigitalLink& link) {
  json::array elements = pairs(link.path());
  for (auto& attribute : pairs(link.attributes())) elements.push_back(std::move(attribute));
  return {{"valid", true},
          {"canonical", link.canonical()},
          {"elements", std::move(elements)},
          {"other", pairs(link.others())}};
}

void print_element(const Element& element) {
  const Ai* ai = find_ai(element.ai);
  std::string line = "  (" + element.ai + ") ";
  line += std::string(line.size() < 9 ? 9 - line.size() : 0, ' ') + printable(element.value);
  std::cout << line;
  if (ai != nullptr) {
    std::cout << std::string(line.size() < 34 ? 34 - line.size() : 1, ' ')
              << styled(Style::dim, ai->title);
  }
  std::cout << '\n';
}

void print(const DigitalLink& link, const std::string& uri) {
  std::cout << styled(Style::green, "valid GS1 Digital Link") << '\n';
  for (const auto& element : link.path()) print_element(element);
  for (const auto& element : link.attributes()) print_element(element);
  for (const auto& element : link.others()) {
    std::cout << "  " << printable(element.ai) << " = " << printable(element.value) << '\n';
  }
  std::cout << "canonical  " << link.canonical() << '\n';
  auto stamp = UnverifiedStamp::parse(uri);
  if (stamp) {
    std::cout << "It has the form of a stamp, sealed with key " << stamp->key_number()
              << "; seal not checked: use `tem verify`.\n";
  } else {
    std::cout << "It is no stamp: " << printable(stamp.error().str()) << '\n';
  }
}

int run(const Context& context, const std::string& uri) {
  auto link = DigitalLink::parse(uri);
  if (!link) {
    if (context.json) {
      print_json(json::object{
          {"valid", false}, {"error", name(link.error().code)}, {"detail", link.error().str()}});
    } else {
      std::cout << styled(Style::red, "not a valid GS1 Digital Link") << '\n'
                << "  " << name(link.error().code) << ": " << printable(link.error().str()) << '\n';
    }
    return kExitNo;
  }
  if (context.json) {
    print_json(json_of(*link));
  } else {
    print(*link, uri);
  }
  return kExitYes;
}

}  // namespace

void add_inspect(CLI::App& app, Context& context) {
  auto* command = app.add_subcommand("inspect", "Take any GS1 Digital Link apart");
  auto uri = std::make_shared<std::string>();
  command->add_option("URI", *uri, "the text of a QR code")->required();
  command->footer(
      "Example:\n  tem inspect 'https://id.gs1.org/01/08936000000011/10/L2611A?17=271231'\n"
      "Exit status 1: not valid.");
  command->callback([&context, uri] {
    context.run = [&context, uri]() -> Result<int> { return run(context, *uri); };
  });
}

}  // namespace tem::cli
