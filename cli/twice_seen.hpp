#pragma once
// The batch as evidence: which stamps of one run were seen in more than one place.
//
//   TwiceSeen twice;
//   twice.add(0, verdict, source); …
//   for (const auto& sights : twice.groups()) …

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tem/verdict.hpp"

namespace tem::cli {

/// A place where a stamp was seen.
struct Sight {
  std::uint64_t row;  ///< of the report, from 0
  Source source;
  std::vector<std::uint64_t> again{};  ///< rows of the same code of the same file, given again
};

inline constexpr std::size_t kMaxOthers = 20;

/// What is said of a stamp that was seen twice. It is a finding of the batch and no verdict: one
/// package may be in two pictures, so a person has to look.
inline constexpr std::string_view kSeenTwice = "seen_twice";
Bilingual seen_twice_title();
Bilingual seen_twice_advice();

/// Some 200 bytes a stamp in a picture.
class TwiceSeen {
 public:
  /// Stamps that verified and stand in a picture or on a page, by GTIN, lot and serial; a line of a
  /// list is no sight of a label. The same code of the same file, given again, is one sight.
  void add(std::uint64_t row, const Verdict& verdict, const Source& source);

  /// Stamps with two sights or more, by their first one; the sights by row.
  [[nodiscard]] std::vector<std::vector<Sight>> groups() const;
  /// The other sights, by row, of each row that has some; the first kMaxOthers of them.
  [[nodiscard]] std::map<std::uint64_t, std::vector<Sight>> others() const;

 private:
  std::map<std::string, std::vector<Sight>> sights_;
};

}  // namespace tem::cli
