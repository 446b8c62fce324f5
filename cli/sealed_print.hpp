#pragma once
// Print files of a run that a service issued and that a key of this machine sealed.
//
//   auto files = print_sealed(choices, run, *seal_run(run, key));

#include <string>
#include <vector>

#include "print_options.hpp"
#include "tem/print_choices.hpp"
#include "tem/service_answer.hpp"

namespace tem::cli {

/// What is not done so. Error: bad_usage, which names the option.
Result<void> check_sealed_print(const PrintOptions& options, const PrintChoices& choices);

/// The files, all whole or none. Errors: those of LabelFace::make, cannot_write;
/// unknown_certificate (no stars may be printed); bad_usage (labels, by a service that does not say
/// what stands on them).
Result<std::vector<std::string>> print_sealed(const PrintChoices& choices, const RunToSeal& run,
                                              std::vector<SignedStamp> stamps);

}  // namespace tem::cli
