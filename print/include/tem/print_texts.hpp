#pragma once
// What labels say of a product and a run, as the ledger knows it today.

#include "tem/print_choices.hpp"
#include "tem/registry.hpp"
#include "tem/stamp.hpp"

namespace tem {

/// The stars of an OCOP certificate of 3 stars or more that is in force on the day. Error:
/// unknown_certificate, which names what there is.
Result<int> ocop_stars(const Registry& registry, const Product& product, Date today);

/// All but what of_run adds. Errors: those of ocop_stars, where stars are wanted.
Result<LabelTexts> product_texts(const Registry& registry, const PrintChoices& choices,
                                 const Product& product, Date today);
LabelTexts of_run(LabelTexts texts, const LotIssued& run);

/// Can labels of the run be laid out in every target? `trial` is a stamp of it. For what is not issued
/// yet. Errors: those of product_texts and LabelFace::make.
Result<void> try_labels(const Registry& registry, const PrintChoices& choices,
                        const Product& product, const LotIssued& run, const SignedStamp& trial,
                        Date today);

}  // namespace tem
