#include "tem/print_texts.hpp"

#include "tem/verdict.hpp"

namespace tem {
namespace {

constexpr int kLeastOcopStars = 3;  // Quyết định 148/QĐ-TTg: fewer give no right to the mark

}  // namespace

Result<int> ocop_stars(const Registry& registry, const Product& product, Date today) {
  const auto certificates = registry.ledger().state().certificates(product.gtin);
  if (!certificates) return certificates.error();
  std::string there;
  for (const auto& record : *certificates) {
    if (record.granted.scheme != "OCOP") continue;
    const auto state = certificate_state(record, today);
    const int stars = record.granted.stars.value_or(0);
    const bool in_force =
        state == CertificateState::in_force || state == CertificateState::expiring;
    if (in_force && stars >= kLeastOcopStars) return stars;
    there += (there.empty() ? "; there is " : ", ") + record.granted.decision + " of " +
             std::to_string(stars) + " stars, to " + record.granted.expires.str() + ", " +
             std::string(name(state));
  }
  return Error{ErrorCode::unknown_certificate,
               "stars: product " + product.gtin.str() +
                   " has no OCOP certificate of 3 stars or more in force on " + today.str() +
                   ", so neither its mark nor stars may be printed" + there};
}

Result<LabelTexts> product_texts(const Registry& registry, const PrintChoices& choices,
                                 const Product& product, Date today) {
  const auto producer = registry.ledger().state().producer(product.producer);
  if (!producer) return producer.error();
  LabelTexts texts;
  texts.product = product.name;
  texts.brand = product.text("brand");
  texts.producer = *producer ? (*producer)->name : product.producer;
  texts.free_line = choices.free_line;
  texts.sample = registry.settings().is_demonstration();
  if (!choices.needs_stars()) return texts;
  const auto stars = ocop_stars(registry, product, today);
  if (!stars) return stars.error();
  texts.stars = *stars;
  return texts;
}

LabelTexts of_run(LabelTexts texts, const LotIssued& run) {
  texts.lot = run.lot.str();
  texts.produced = run.produced;
  texts.expires = run.expires;
  return texts;
}

Result<void> try_labels(const Registry& registry, const PrintChoices& choices,
                        const Product& product, const LotIssued& run, const SignedStamp& trial,
                        Date today) {
  auto texts = product_texts(registry, choices, product, today);
  if (!texts) return texts.error();
  *texts = of_run(std::move(*texts), run);
  for (const PrintTarget& target : choices.targets) {
    if (!target.format) continue;
    auto face = LabelFace::make(target.layout, *texts, trial.uri, target.setup);
    if (!face) return face.error();
    if (auto pages = LabelPages::make(*target.format, {&*face}); !pages) return pages.error();
  }
  return {};
}

}  // namespace tem
