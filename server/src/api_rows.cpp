#include "api_rows.hpp"

#include <boost/json.hpp>

namespace tem {
namespace {

namespace json = boost::json;
using kainjow::mustache::list;

std::string text(const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  return found == nullptr ? std::string() : std::string(found->as_string());
}

/// "operator, producer", or empty for anyone.
std::string roles(const json::object& operation) {
  const auto* security = operation.if_contains("security");
  if (security == nullptr) return {};
  std::string names;
  for (const auto& each : security->as_array().at(0).as_object().at("token").as_array())
    names += (names.empty() ? "" : ", ") + std::string(each.as_string());
  return names;
}

/// A field's type, bounds or values in a few characters.
std::string note(const json::object& schema) {
  if (const auto* values = schema.if_contains("enum")) {
    std::string all;
    for (const auto& each : values->as_array())
      all += (all.empty() ? "" : " | ") + std::string(each.as_string());
    return all;
  }
  std::string said = text(schema, "type");
  if (const auto* least = schema.if_contains("minimum"))
    said += ' ' + json::serialize(*least) + "–" + json::serialize(schema.at("maximum"));
  return said;
}

PageObject field(const std::string& name, const std::string& what, const std::string& more) {
  PageObject row;
  row["name"] = name;
  row["note"] = more.empty() ? what : what + "; " + more;
  return row;
}

list fields(const json::object& operation, const json::object& schemas) {
  list rows;
  if (const auto* parameters = operation.if_contains("parameters")) {
    for (const auto& each : parameters->as_array()) {
      const auto& one = each.as_object();
      rows.push_back(
          field(text(one, "name"), note(one.at("schema").as_object()), text(one, "description")));
    }
  }
  const auto* body = operation.if_contains("requestBody");
  if (body == nullptr) return rows;
  const auto& content = body->as_object().at("content").as_object();
  const auto* typed = content.if_contains("application/json");
  if (typed == nullptr) return rows;
  const json::object* schema = &typed->as_object().at("schema").as_object();
  if (schema->contains("$ref")) {
    const std::string reference = text(*schema, "$ref");
    schema = &schemas.at(reference.substr(reference.rfind('/') + 1)).as_object();
  }
  const auto* properties = schema->if_contains("properties");
  if (properties == nullptr) return rows;
  for (const auto& [name, property] : properties->as_object())
    rows.push_back(field(std::string(name), note(property.as_object()),
                         text(property.as_object(), "description")));
  return rows;
}

}  // namespace

list api_rows(std::string_view openapi) {
  const json::value document = json::parse(openapi);
  const auto& schemas = document.at("components").at("schemas").as_object();
  constexpr std::string_view kBetween = " · ";  // the summary in Vietnamese, then in English
  list rows;
  for (const auto& [path, methods] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : methods.as_object()) {
      const std::string summary = text(operation.as_object(), "summary");
      const auto middle = summary.find(kBetween);
      PageObject row;
      row["method"] = method == "get" ? "GET" : "POST";
      row["path"] = std::string(path);
      row["vi"] = summary.substr(0, middle);
      row["en"] = summary.substr(middle + kBetween.size());
      if (const auto who = roles(operation.as_object()); !who.empty()) row["roles"] = who;
      list listed = fields(operation.as_object(), schemas);
      if (!listed.empty()) row["has_fields"] = true;
      row["fields"] = listed;
      rows.push_back(row);
    }
  }
  return rows;
}

}  // namespace tem
