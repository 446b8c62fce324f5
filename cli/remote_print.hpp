#pragma once
// Print files made by a registry's service: GET /api/v1/lots/{gtin}/{lot}/stamps, a request for
// each.

#include <string>
#include <vector>

#include "print_options.hpp"
#include "tem/print_choices.hpp"
#include "tem/print_log.hpp"
#include "tem/service_client.hpp"

namespace tem::cli {

struct RemotePrint {
  Gtin gtin;
  Lot lot;
  std::vector<IndexRange> ranges;  ///< none: all that were issued
  Printing printing;
  std::string idempotency_key;  ///< the same command with it gets the same files again
};

struct RemotePrinted {
  std::vector<std::string> files;
  PrintFileTold told;  ///< the smallest module is that of all files
};

/// What a service does not do. Error: bad_usage, which names the option.
Result<void> check_remote_print(const PrintOptions& options);

/// Each file appears when it is whole. Errors: the service's, cannot_write.
Result<RemotePrinted> print_remotely(const ServiceClient& service, const PrintOptions& options,
                                     const PrintChoices& choices, const RemotePrint& wanted);

/// "/api/v1/lots/08936000000011/L2611A/stamps?format=pdf&range=0-20"
std::string stamps_path(const PrintOptions& options, const PrintTarget& target,
                        const RemotePrint& wanted, bool again);

}  // namespace tem::cli
