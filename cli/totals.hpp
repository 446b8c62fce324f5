#pragma once
// What a run found, counted by verdict, product, producer and lot.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tem/verdict.hpp"
#include "verify_report.hpp"

namespace tem::cli {

struct Total {
  std::string name;  ///< as people read it
  std::uint64_t all = 0, genuine = 0;
};

class Totals {
 public:
  void add(const Answer& answer);

  /// Findings with a count, most serious first.
  [[nodiscard]] const std::map<Finding, std::uint64_t>& verdicts() const { return verdicts_; }
  [[nodiscard]] const std::map<Outcome, std::uint64_t>& outcomes() const { return outcomes_; }
  [[nodiscard]] std::uint64_t codes() const noexcept { return codes_; }
  // Of stamps that verified, the largest first, then by name. Nothing is known of the others.
  [[nodiscard]] std::vector<Total> products() const { return sorted(products_); }
  [[nodiscard]] std::vector<Total> producers() const { return sorted(producers_); }
  [[nodiscard]] std::vector<Total> lots() const { return sorted(lots_); }

 private:
  using ByKey = std::map<std::string, Total>;
  static std::vector<Total> sorted(const ByKey& totals);

  std::map<Finding, std::uint64_t> verdicts_;
  std::map<Outcome, std::uint64_t> outcomes_;
  std::uint64_t codes_ = 0;
  ByKey products_, producers_, lots_;
};

}  // namespace tem::cli
