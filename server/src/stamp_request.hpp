#pragma once
// The query of GET /api/v1/lots/{gtin}/{lot}/stamps: what is to be printed, and how. Internal.
//
//   read_stamp_request("?format=zpl&range=0-99&template=roll-40x30&dpi=300", "")

#include <string_view>
#include <vector>

#include "tem/print_choices.hpp"
#include "tem/ranges.hpp"

namespace tem {

struct StampRequest {
  PrintChoices choices;            ///< one target
  std::vector<IndexRange> ranges;  ///< empty: all that were issued
  bool again = false;
  std::string_view media_type;  ///< of the answer
  std::string_view extension;   ///< of its file's name, ".pdf"
};

/// Without `format` the Accept field chooses; PDF when it takes all. Errors: unsupported_format,
/// not_acceptable, bad_value, bad_field, bad_escape, each naming the parameter.
Result<StampRequest> read_stamp_request(std::string_view query, std::string_view accept);

}  // namespace tem
