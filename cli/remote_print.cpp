#include "remote_print.hpp"

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

Result<std::optional<std::uint64_t>> save(const ServiceClient& service, const std::string& path,
                                          const PrintTarget& target) {
  auto file = OutputFile::create(target.path, target.is_private ? Readers::owner : Readers::any);
  if (!file) return file.error();
  auto count = service.download(path, [&](std::string_view piece) { return file->write(piece); });
  if (!count) return count.error();
  if (auto done = file->commit(); !done) return done.error();
  return count;
}

}  // namespace

Result<void> check_remote_print(const PrintOptions& options, const PrintChoices& choices) {
  const auto refuse = [](std::string_view option, std::string_view instead) {
    return Error{ErrorCode::bad_usage, std::string(option) + ": is not done with --server; " +
                                           std::string(instead)};
  };
  if (!options.per_file.empty()) return refuse("--per-file", "print --range by --range");
  if (!options.check.empty()) return refuse("--check", "check the file with `tem verify`");
  if (!options.hidden_output.empty())
    return refuse("--hidden-output", "print the codes with --hidden-code, in one pass");
  if (extension(options.layout) == ".toml")
    return refuse("--template " + options.layout, "name one of those that are built in");
  static_cast<void>(choices);
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
    auto count = save(service, path, target);
    if (!count) return count.error();
    if (*count) done.count = *count;
    if (target.format) are_printed = true;
    done.files.push_back(target.path);
  }
  return done;
}

}  // namespace tem::cli
