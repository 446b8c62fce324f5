#include "tem/product_check.hpp"

#include <algorithm>

namespace tem {
namespace {

struct Known {
  const Product& product;
  const std::optional<Producer>& producer;
  bool certified;
};

FieldState mandatory(bool there) { return there ? FieldState::present : FieldState::missing; }
FieldState if_any(bool there) { return there ? FieldState::present : FieldState::not_given; }

/// Thông tư 02/2024/TT-BKHCN: the least a traceability record holds.
CheckedList circular(const Known& k) {
  using enum FieldState;
  const bool who = k.producer.has_value();
  return {"TT 02/2024/TT-BKHCN",
          {"Dữ liệu truy xuất nguồn gốc", "Traceability record"},
          {
              {1, "name", {"tên sản phẩm, hàng hóa", "product name"},
               mandatory(!k.product.name.empty())},
              {2, "image", {"hình ảnh", "picture"}, mandatory(!k.product.find("image").empty())},
              {3, "producer.name",
               {"tên đơn vị sản xuất, kinh doanh", "producer or trader"}, mandatory(who)},
              {4, "producer.address", {"địa chỉ", "address"},
               mandatory(who && !k.producer->address.empty())},
              {5, "events", {"các công đoạn sản xuất, kinh doanh", "stages of production"},
               with_each_lot},
              {6, "produced", {"thời gian sản xuất, kinh doanh", "production or trading time"},
               with_each_lot},
              {7, "stamp", {"mã truy xuất nguồn gốc", "traceability code"}, with_each_lot},
              {8, "brand",
               {"thương hiệu, nhãn hiệu, mã ký hiệu (nếu có)", "brand or model, if any"},
               if_any(!k.product.find("brand").empty())},
              {9, "expires", {"thời hạn sử dụng (nếu có)", "shelf life, if any"}, with_each_lot},
              {10, "standards", {"tiêu chuẩn, quy chuẩn áp dụng", "standards applied"},
               mandatory(!k.product.find("standards").empty())},
          }};
}

/// Nghị định 37/2026/NĐ-CP, art. 32: the least a digital product passport holds.
CheckedList passport(const Known& k) {
  using enum FieldState;
  const bool who = k.producer.has_value();
  return {"NĐ 37/2026/NĐ-CP",
          {"Hộ chiếu số của sản phẩm", "Digital product passport"},
          {
              {1, "name", {"tên sản phẩm", "product name"}, mandatory(!k.product.name.empty())},
              {2, "gtin", {"mã số thương phẩm GTIN", "GTIN"}, present},
              {3, "producer.name", {"tên chủ thể", "operator's name"}, mandatory(who)},
              {4, "producer.address", {"địa chỉ chủ thể", "operator's address"},
               mandatory(who && !k.producer->address.empty())},
              {5, "producer.gln", {"mã định danh chủ thể (GLN hoặc mã số thuế)",
                                   "operator's identifier (GLN or tax code)"},
               mandatory(who && (k.producer->gln || k.producer->tax_code))},
              {6, "origin", {"xuất xứ", "origin"}, mandatory(!k.product.find("origin").empty())},
              {7, "stamp", {"thông tin truy xuất nguồn gốc", "traceability information"},
               with_each_lot},
              {8, "certificates", {"chứng nhận hợp quy, chất lượng (nếu có)",
                                   "conformity and quality certificates, if any"},
               if_any(k.certified)},
              {9, "produced", {"ngày sản xuất", "production date"}, with_each_lot},
              {10, "expires", {"hạn sử dụng (nếu có)", "expiry date, if any"}, with_each_lot},
              {11, "warnings", {"cảnh báo an toàn (nếu có)", "safety warnings, if any"},
               if_any(!k.product.find("warnings").empty())},
          }};
}

}  // namespace

std::string_view name(FieldState state) noexcept {
  switch (state) {
    case FieldState::present: return "present";
    case FieldState::missing: return "missing";
    case FieldState::not_given: return "not_given";
    case FieldState::with_each_lot: return "with_each_lot";
  }
  return {};
}

bool ProductCheck::complete() const {
  return std::ranges::none_of(lists, [](const CheckedList& list) {
    return std::ranges::any_of(list.fields, [](const CheckedField& field) {
      return field.state == FieldState::missing;
    });
  });
}

Result<ProductCheck> check_product(const State& state, const Gtin& gtin) {
  const auto product = state.product(gtin);
  if (!product) return product.error();
  if (!*product) {
    return Error{ErrorCode::unknown_product,
                 "no product with GTIN " + gtin.str() + "; see `tem product list`"};
  }
  const auto producer = state.producer((*product)->product.producer);
  if (!producer) return producer.error();
  const auto certificates = state.certificates(gtin);
  if (!certificates) return certificates.error();
  const bool certified = std::ranges::any_of(
      *certificates, [](const CertificateRecord& record) { return !record.revoked_at; });
  const Known known{(*product)->product, *producer, certified};
  ProductCheck check{gtin, known.product.name, {circular(known), passport(known)}, {}};
  if (gtin.is_restricted()) {
    check.notes.push_back(
        {"Mã GTIN có tiền tố 29 chỉ có giá trị trong phạm vi của hệ thống này; muốn bán ra ngoài "
         "vùng cần mã do GS1 cấp.",
         "A GTIN of prefix 29 means nothing outside this registry's region; goods sold beyond it "
         "need a number from GS1."});
  }
  return check;
}

}  // namespace tem
