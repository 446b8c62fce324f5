#pragma once
// --preview: one label at real size, of no stamp.

#include "command.hpp"
#include "print_options.hpp"

namespace tem::cli {

/// Texts and a stamp's text for trying a template: a specimen whose seal is of no key.
LabelTexts specimen_texts();
std::string specimen_uri(const std::string& base);

/// Writes the file. With a GTIN and a lot the label shows their texts, and never a stamp of them.
/// Errors: unsupported_format, those of LabelFace::make, cannot_write.
Result<int> preview(const Context& context, const PrintOptions& options,
                    const PrintChoices& choices, const std::string& file, const std::string& gtin,
                    const std::string& lot);

}  // namespace tem::cli
