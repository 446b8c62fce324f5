#pragma once
// What a registry's service answers, read back; verdicts are read by verdict_answer.hpp.
//
//   parse_appended(R"({"first": 38, "count": 1, "checkpoint": "tem.example/…"})")
//
// An answer is another party's text, of a broken service or of no service of tem's at all: bounded
// by whoever received it, believed in nothing that was asked for otherwise, and told of in one
// line.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tem/digital_link.hpp"
#include "tem/ledger.hpp"
#include "tem/lot_order.hpp"
#include "tem/result.hpp"
#include "tem/stamp.hpp"

namespace tem {

/// The error of a problem+json body; nothing where it is none of tem's.
std::optional<Error> parse_problem(std::string_view body);
/// The error of an answer whose body says nothing, by its status, with what to do.
Error error_of_status(int status);

/// {"first", "count", "checkpoint"}. Errors: bad_json, bad_field, bad_note.
Result<Appended> parse_appended(std::string_view text);

/// A run that was issued, and what was said of its append.
struct ServiceIssued {
  Appended appended;
  LotIssued issued;
};
/// The answer of POST /api/v1/lots. Errors: as above; bad_field when it is not what was ordered.
Result<ServiceIssued> parse_issued(std::string_view text, const LotOrder& order);

/// What labels say of the goods, as the registry knows them now.
struct LabelledGoods {
  std::string product;
  std::string brand;  ///< empty when there is none
  std::string producer;
  std::optional<int> stars;  ///< of an OCOP certificate in force
  bool sample = false;       ///< of a demonstration registry
};

/// A run whose stamps the client's own key seals, `"sign": "client"`.
struct RunToSeal {
  ServiceIssued run;
  std::string origin;
  BaseUri base;
  std::vector<Serial> serials;  ///< of the run's indices, in their order; all different
  /// What the service would have each seal say; seal_run finds out whether that was ordered.
  std::vector<std::string> canonical;
  std::optional<LabelledGoods> goods;  ///< earlier services do not say it
};
inline constexpr std::size_t kMaxStampToSealBytes = 512;  // of JSON: index, serial, canonical form
/// Errors: those of parse_issued.
Result<RunToSeal> parse_run_to_seal(std::string_view text, const LotOrder& order);

/// The stamps. The key seals nothing but the run that was ordered, whatever the service sent.
/// Errors: those of StampSealer::make; bad_field.
Result<std::vector<SignedStamp>> seal_run(const RunToSeal& run, const SigningKey& key);

}  // namespace tem
