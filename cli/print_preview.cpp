#include "print_preview.hpp"

#include <boost/json.hpp>
#include <iostream>

#include "answer.hpp"
#include "clock.hpp"
#include "options.hpp"
#include "print_files.hpp"
#include "tem/print_texts.hpp"
#include "tem/lot_stamps.hpp"
#include "tem/seal.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

constexpr std::string_view kBase = "https://tem.example";
constexpr std::string_view kSerial = "0000000000", kHiddenCode = "0000-0000";

/// What the labels of a lot say.
Result<LabelTexts> texts_of_lot(const Registry& registry, const PrintChoices& choices,
                                const Gtin& gtin, const Lot& lot) {
  auto stamps = LotStamps::open(registry, gtin, lot);
  if (!stamps) return stamps.error();
  auto texts = product_texts(registry, choices, stamps->product(), registry.local_date(now()));
  if (!texts) return texts.error();
  texts->sample = true;  // it is no stamp of theirs
  return of_run(std::move(*texts), stamps->runs().back().issued);
}

}  // namespace

LabelTexts specimen_texts() {
  return {.product = "Trà hoa vàng Ba Chẽ",
          .brand = "Hoa Vàng",
          .producer = "Hợp tác xã Mẫu",
          .lot = "MAU-0001",
          .produced = Date::parse("2026-11-01").value(),
          .expires = Date::parse("2027-11-01").value(),
          .free_line = {},
          .stars = std::nullopt,
          .sample = true};
}

std::string specimen_uri(const std::string& base) {
  // As long as a stamp, with a seal of zeros that no key made.
  return base + "/01/08936000000011/10/MAU-0001/21/" + std::string(kSerial) + "?17=271101&s=" +
         Seal{1, {}}.str();
}

Result<int> preview(const Context& context, const PrintOptions& options,
                    const PrintChoices& choices, const std::string& file, const std::string& gtin,
                    const std::string& lot) {
  PrintOptions alone = options;
  alone.files = {file};
  alone.hidden_output.clear();
  auto one = read_print_choices(alone);
  if (!one) return one.error();
  PrintTarget& target = one->targets.front();
  if (!target.format) {
    return Error{ErrorCode::unsupported_format, file + ": a preview is a .png, .svg or .pdf"};
  }
  LabelTexts texts = specimen_texts();
  if (choices.needs_stars()) texts.stars = 4;
  std::string base(kBase);
  if (!gtin.empty() || !lot.empty()) {
    auto product = gtin_option("--gtin", gtin);
    if (!product) return product.error();
    auto which = lot_option("--lot", lot);
    if (!which) return which.error();
    auto registry = context.open(Access::read);
    if (!registry) return registry.error();
    auto own = texts_of_lot(*registry, choices, *product, *which);
    if (!own) return own.error();
    texts = std::move(*own);
    base = registry->settings().base.str();
  }
  texts.free_line = choices.free_line;

  // A page of its own for the label.
  target.layout.page = {target.layout.width, target.layout.height, 1, 1, 0, 0,
                        target.layout.width, target.layout.height};
  target.layout.on_roll = true;
  const std::string uri = specimen_uri(base);
  auto face = LabelFace::make(target.layout, texts, uri, target.setup);
  if (!face) return face.error();
  auto pages = LabelPages::make(*target.format, {&*face});
  if (!pages) return pages.error();
  const auto symbol = QrSymbol::encode(uri);
  if (!symbol) return symbol.error();
  const LabelInk label{0, &*symbol, kSerial, kHiddenCode};
  auto page = (*pages)->render(std::span(&label, 1));
  if (!page) return page.error();
  const auto writer = (*pages)->begin_file();
  auto out = OutputFile::create(file);
  if (!out) return out.error();
  for (const std::string& bytes : {writer->head(), writer->add(std::move(*page)), writer->end()}) {
    if (auto ok = out->write(bytes); !ok) return ok.error();
  }
  if (auto ok = out->commit(); !ok) return ok.error();
  if (context.json) {
    print_json(boost::json::object{{"file", file},
                                   {"template", target.layout.name},
                                   {"symbol_version", face->symbol_version()},
                                   {"module_mm", face->module_mm()}});
    return kExitYes;
  }
  std::cout << "wrote " << printable(file) << ": a specimen on template "
            << printable(target.layout.name) << ", no stamp\n";
  return kExitYes;
}

}  // namespace tem::cli
