// What is read of a form or of JSON obeys the rules, and sent again either way is read the same;
// any other body gets one plain line.

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>

#include "tem/percent.hpp"
#include "text_fields.hpp"

namespace {

constexpr tem::FieldRule kRules[] = {
    {"uri", 2048, true}, {"code", 17, false}, {"text", 4000, false}};

void check(const tem::Result<tem::TextFields>& fields) {
  if (!fields) {
    const std::string& detail = fields.error().detail;
    if (detail.empty() || detail.size() > 500) std::abort();
    for (const char c : detail) {
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) std::abort();
    }
    return;
  }
  if (fields->get("uri").empty() || fields->all().size() > std::size(kRules)) std::abort();
  std::string form;
  boost::json::object object;
  for (const auto& [name, value] : fields->all()) {
    if (value.empty() || fields->get(name) != value) std::abort();
    form += form.empty() ? "" : "&";
    tem::append_percent_encoded(form, name);
    form += '=';
    tem::append_percent_encoded(form, value);
    object[name] = value;
  }
  // A value grows by three when it is encoded, and may then be more than a body holds.
  if (form.size() > tem::kMaxFieldsBytes) std::abort();
  const auto again = tem::parse_form_fields(form, kRules);
  const auto as_json = tem::parse_json_fields(boost::json::serialize(object), kRules);
  if (!again || *again != *fields || !as_json || *as_json != *fields) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  check(tem::parse_form_fields(body, kRules));
  check(tem::parse_json_fields(body, kRules));
  return 0;
}
