#include "answer.hpp"

#include <boost/json.hpp>
#include <iostream>

#include "terminal.hpp"

namespace tem::cli {
namespace json = boost::json;

void print_json(const json::value& value) { std::cout << json::serialize(value) << '\n'; }

Result<json::object> fields_of(const FactBody& body) {
  auto text = Fact{Instant(), body}.canonical();
  if (!text) return text.error();
  json::object fields = json::parse(*text).as_object();
  fields.erase("at");
  fields.erase("type");
  return fields;
}

json::object checkpoint_json(const TreeHead& head) {
  return {{"origin", head.origin}, {"size", head.size}, {"root", to_base64(head.root)}};
}

void report_append(const Context& context, const Appended& done, std::string_view line,
                   const json::object& more) {
  if (!context.json) {
    std::cout << printable(line) << '\n';
    return;
  }
  json::object out{{"first", done.first}, {"count", done.count}};
  for (const auto& [key, value] : more) out[key] = value;
  out["checkpoint"] = checkpoint_json(done.checkpoint.head);
  print_json(out);
}

void report_append(const Context& context, const Appended& done, std::string_view line) {
  report_append(context, done, line, {});
}

std::string entries(const Appended& done) {
  if (done.count == 1) return "log entry " + std::to_string(done.first);
  return "log entries " + std::to_string(done.first) + " to " +
         std::to_string(done.first + done.count - 1);
}

}  // namespace tem::cli
