// A file of facts is taken apart as the JSON that it is: of an array, each element; of another
// value, itself. The pieces stand in the text in their order. A refusal is one line.

#include <boost/json.hpp>
#include <cstdlib>

#include "check_refusal.hpp"
#include "tem/json_items.hpp"

namespace json = boost::json;

namespace {

json::value read(std::string_view text) {
  json::error_code ec;
  json::value value = json::parse(text, ec);
  if (ec) std::abort();
  return value;
}

void check_same(const json::value& whole, const std::vector<std::string_view>& items) {
  if (!whole.is_array()) {
    if (items.size() != 1 || read(items.front()) != whole) std::abort();
    return;
  }
  if (items.size() != whole.get_array().size()) std::abort();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (read(items[i]) != whole.get_array()[i]) std::abort();
  }
}

void check_member(std::string_view object) {
  const std::string_view found = tem::find_plain_member(object, "gtin");
  if (found.empty()) return;
  if (found.data() < object.data() || found.end() > object.end()) std::abort();
  json::error_code ec;
  const json::value value = json::parse(object, ec);
  if (ec || !value.is_object()) return;
  const auto* member = value.get_object().if_contains("gtin");
  if (member == nullptr || !member->is_string()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  json::error_code ec;
  const json::value whole = json::parse(text, ec);
  const bool is_json = !ec;
  const auto items = tem::split_items(text);
  if (!items) {
    tem::test::check_refusal(items.error());
    // Of JSON only what holds no fact.
    if (is_json && !(whole.is_array() && whole.get_array().empty())) std::abort();
    return 0;
  }
  if (items->empty() || items->size() > tem::kMaxItemsInFile) std::abort();
  const char* end = text.data();
  for (const std::string_view item : *items) {
    if (item.empty()) continue;
    if (item.data() < end || item.data() + item.size() > text.data() + text.size()) std::abort();
    end = item.data() + item.size();
    check_member(item);
  }
  if (is_json) check_same(whole, *items);
  return 0;
}
