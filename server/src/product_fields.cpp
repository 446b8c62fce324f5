#include "product_fields.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace tem {
namespace {

namespace json = boost::json;

struct Known {
  std::string_view key, vi, en;
};

// In reading order. A key that is not here is shown under its own name.
constexpr Known kKnown[] = {
    {"description", "Mô tả", "Description"},
    {"description_en", "Mô tả (tiếng Anh)", "Description in English"},
    {"allergens", "Chất gây dị ứng", "Allergens"},
    {"ingredients", "Thành phần", "Ingredients"},
    {"net_content", "Khối lượng tịnh", "Net content"},
    {"net_weight", "Khối lượng tịnh", "Net weight"},
    {"volume", "Thể tích thực", "Volume"},
    {"alcohol", "Độ cồn", "Alcohol by volume"},
    {"origin", "Xuất xứ", "Origin"},
    {"country_of_origin", "Nước xuất xứ", "Country of origin"},
    {"place", "Nơi sản xuất", "Place of production"},
    {"model", "Kiểu, mã ký hiệu", "Model"},
    {"shelf_life", "Thời hạn sử dụng", "Shelf life"},
    {"storage", "Bảo quản", "Storage"},
    {"usage", "Hướng dẫn sử dụng", "Directions"},
    {"standards", "Tiêu chuẩn áp dụng", "Standards applied"},
    {"certifications", "Chứng nhận khác", "Other certifications"},
    {"group", "Nhóm sản phẩm", "Product group"},
    {"ocop_group", "Nhóm sản phẩm OCOP", "OCOP product group"},
    {"category", "Nhóm sản phẩm", "Category"},
    {"url", "Trang thông tin", "Web page"},
    {"note", "Ghi chú", "Note"},
};

constexpr std::string_view kPlacedElsewhere[] = {"name_en", "brand", "image", "warnings"};

/// `net_weight_g` → "net weight g"
std::string readable(std::string_view key) {
  std::string text(key);
  std::ranges::replace(text, '_', ' ');
  return text;
}

void add_text(std::vector<std::string>& items, const json::value& value) {
  if (value.is_string()) {
    if (!value.get_string().empty()) items.emplace_back(value.get_string());
  } else if (value.is_bool()) {
    items.emplace_back(value.get_bool() ? "Có / Yes" : "Không / No");
  } else if (value.is_number()) {
    items.push_back(json::serialize(value));
  }
}

std::vector<std::string> items_of(std::string_view canonical) {
  std::vector<std::string> items;
  json::error_code ec;
  const json::value value = json::parse(canonical, ec);
  if (ec) return items;
  if (value.is_array()) {
    for (const json::value& each : value.get_array()) add_text(items, each);
  } else {
    add_text(items, value);
  }
  return items;
}

}  // namespace

std::vector<std::string> shown_warnings(const Product& product) {
  return items_of(product.find("warnings"));
}

std::vector<ShownField> shown_fields(const Product& product) {
  std::vector<ShownField> shown;
  for (const Known& known : kKnown) {
    auto items = items_of(product.find(known.key));
    if (!items.empty())
      shown.push_back({{std::string(known.vi), std::string(known.en)}, std::move(items)});
  }
  for (const auto& [key, value] : product.more) {
    const std::string_view name = key;  // no lambda of clang 14 captures `key` itself
    const auto is_key = [&](std::string_view other) { return other == name; };
    if (std::ranges::any_of(kPlacedElsewhere, is_key) ||
        std::ranges::any_of(kKnown, is_key, &Known::key))
      continue;
    auto items = items_of(value);
    if (!items.empty()) shown.push_back({{readable(key), ""}, std::move(items)});
  }
  return shown;
}

}  // namespace tem
