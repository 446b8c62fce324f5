#pragma once
// Stamps as the bytes of one print file.
//
//   auto renderer = make_renderer(target, faces, "Trà hoa vàng");
//   auto file = (*renderer)->begin_file();
//   out << file->head() << file->add((*renderer)->page(stamps)) << file->end();

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "tem/fact.hpp"
#include "tem/print_choices.hpp"
#include "tem/stamp.hpp"

namespace tem {

/// A stamp on its way to paper.
struct MadeStamp {
  SignedStamp stamp;
  const LotIssued* run;
  std::size_t face;  ///< which of the faces shows it
  std::optional<QrSymbol> symbol;
  std::string hidden_code;  ///< empty unless asked for
};

/// Turns stamps into the bytes of one target. Threads may share one.
class StampRenderer {
 public:
  virtual ~StampRenderer() = default;
  /// Labels a page; 0 where there are none.
  [[nodiscard]] virtual std::uint64_t per_page() const = 0;
  [[nodiscard]] virtual bool page_is_file() const = 0;
  [[nodiscard]] virtual bool needs_symbol() const = 0;
  [[nodiscard]] virtual Result<std::string> page(std::span<const MadeStamp> stamps) const = 0;
  [[nodiscard]] virtual std::unique_ptr<LabelFile> begin_file() const = 0;
};

/// `faces` outlive it; a list needs none. `product` is what lists call it. Error: internal.
Result<std::unique_ptr<StampRenderer>> make_renderer(const PrintTarget& target,
                                                     const std::vector<const LabelFace*>& faces,
                                                     const std::string& product);

}  // namespace tem
