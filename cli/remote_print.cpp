#include "remote_print.hpp"

#include <algorithm>

#include "files.hpp"
#include "tem/percent.hpp"
#include "tem/ranges.hpp"

namespace tem::cli {
namespace {

std::string ranges_text(const std::vector<IndexRange>& ranges) {
  std::string text;
  for (const IndexRange& range : ranges) {
    if (!text.empty()) text += ',';
    text += std::to_string(range.first);
    if (range.last != range.first) text += '-' + std::to_string(range.last);
  }
  return text;
}

// More than a stamp takes in any file: a line of a list, and a label of 600 dpi as a bitmap.
constexpr std::uint64_t kMaxListBytes = 8 * 1024, kMaxLabelBytes = std::uint64_t{1} << 20;

Result<PrintFileTold> save(const ServiceClient& service, std::string path,
                           const PrintTarget& target, const RemotePrint& wanted) {
  auto file = OutputFile::create(target.path, target.is_private ? Readers::owner : Readers::any);
  if (!file) return file.error();
  PrintFileOrder order{.path = std::move(path)};
  if (!wanted.ranges.empty()) order.stamps = stamps_in(wanted.ranges);
  order.idempotency_key = wanted.idempotency_key;
  order.stamp_bytes = target.format ? kMaxLabelBytes : kMaxListBytes;
  auto told = service.download(order, [&](std::string_view piece) { return file->write(piece); });
  if (!told) return told.error();
  if (auto done = file->commit(); !done) return done.error();
  return told;
}

}  // namespace

Result<void> check_remote_print(const PrintOptions& options) {
  const auto refuse = [](std::string_view option, std::string_view instead) {
    return Error{ErrorCode::bad_usage,
                 std::string(option) + ": is not done with --server; " + std::string(instead)};
  };
  if (!options.per_file.empty()) return refuse("--per-file", "print --range by --range");
  if (!options.check.empty()) return refuse("--check", "check the file with `tem verify`");
  if (!options.hidden_output.empty())
    return refuse("--hidden-output", "print the codes with --hidden-code, in one pass");
  if (extension(options.layout) == ".toml")
    return refuse("--template " + options.layout, "name one of those that are built in");
  return {};
}

std::string stamps_path(const PrintOptions& options, const PrintTarget& target,
                        const RemotePrint& wanted, bool again) {
  std::string path = "/api/v1/lots/" + wanted.gtin.str() + '/' + percent_encode(wanted.lot.str()) +
                     "/stamps?format=" + extension(target.path).substr(1);
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) path += '&' + std::string(name) + '=' + percent_encode(value);
  };
  add("range", ranges_text(wanted.ranges));
  add("template", options.layout);
  add("dpi", options.dpi);
  add("min_module", options.min_module);
  add("bleed", options.bleed);
  add("line", options.line);
  add("crop_marks", options.crop_marks ? "1" : "");
  add("ocop", options.stars ? "1" : "");
  add("texts", options.texts ? "1" : "");
  add("hidden_code", options.hidden_code ? "1" : "");
  add("again", again ? "1" : "");
  return path;
}

Result<RemotePrinted> print_remotely(const ServiceClient& service, const PrintOptions& options,
                                     const PrintChoices& choices, const RemotePrint& wanted) {
  RemotePrinted done;
  bool are_printed = wanted.printing == Printing::again;
  for (const PrintTarget& target : choices.targets) {
    // Another form of the labels that this command has just printed is no second print.
    const std::string path = stamps_path(options, target, wanted, are_printed);
    const auto told = save(service, path, target, wanted);
    if (!told) return told.error();
    const auto module = done.told.module_mm;
    done.told = *told;
    if (module) done.told.module_mm = std::min(*module, told->module_mm.value_or(*module));
    if (target.format) are_printed = true;
    done.files.push_back(target.path);
  }
  return done;
}

}  // namespace tem::cli
