#pragma once
// Which of the fields that the law asks of a traceability record are there: Thông tư 02/2024/TT-BKHCN
// and, for the digital product passport, Nghị định 37/2026/NĐ-CP art. 32.

#include <string>
#include <vector>

#include "tem/registry.hpp"
#include "tem/verdict.hpp"

namespace tem {

enum class FieldState {
  present,
  missing,        ///< mandatory and not there
  not_given,      ///< asked for only "if any"
  with_each_lot,  ///< comes with a lot or a stamp, not with the product
};

std::string_view name(FieldState state) noexcept;  ///< "present"

struct CheckedField {
  int number;        ///< in the list
  std::string name;  ///< JSON name, e.g. "address"
  Bilingual what;    ///< "địa chỉ", "address"
  FieldState state;
};

struct CheckedList {
  std::string id;   ///< "TT 02/2024/TT-BKHCN"
  Bilingual title;
  std::vector<CheckedField> fields;
};

struct ProductCheck {
  Gtin gtin;
  std::string name;
  std::vector<CheckedList> lists;
  std::vector<Bilingual> notes;  ///< e.g. a GTIN of prefix 29 means nothing outside the region
  [[nodiscard]] bool complete() const;  ///< nothing is missing
};

/// Error: unknown_product.
Result<ProductCheck> check_product(const State& state, const Gtin& gtin);

}  // namespace tem
