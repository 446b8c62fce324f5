#include "print_files.hpp"

namespace tem::cli {

Result<PartFiles> PartFiles::open(const PrintTarget& target, const StampRenderer& renderer,
                                  const std::vector<std::string>& names) {
  PartFiles part;
  part.renderer_ = &renderer;
  for (const auto& name : names) {
    auto file = OutputFile::create(name, target.is_private ? Readers::owner : Readers::any);
    if (!file) return file.error();
    part.files_.push_back(std::move(*file));
  }
  part.writer_ = renderer.begin_file();
  if (auto ok = part.files_.front().write(part.writer_->head()); !ok) return ok.error();
  return part;
}

Result<void> PartFiles::add(std::string page) {
  const std::size_t at = renderer_->page_is_file() ? at_++ : 0;
  return files_[at].write(writer_->add(std::move(page)));
}

Result<void> PartFiles::commit() {
  if (auto ok = files_.back().write(writer_->end()); !ok) return ok;
  for (auto& file : files_) {
    if (auto done = file.commit(); !done) return done;
  }
  return {};
}

std::string numbered(const std::string& path, std::uint64_t index, std::uint64_t count) {
  if (count == 1) return path;
  const auto dot = path.rfind('.');
  return path.substr(0, dot) + '-' + std::to_string(index + 1) + path.substr(dot);
}

Result<void> try_files(const PrintChoices& choices, std::uint64_t stamps) {
  const std::uint64_t in_part =
      choices.per_file == 0 ? stamps : std::min(stamps, choices.per_file);
  std::uint64_t pages = 0;
  for (const PrintTarget& target : choices.targets) {
    if (target.format == PrintFormat::svg || target.format == PrintFormat::png) {
      const auto per_page = static_cast<std::uint64_t>(target.layout.per_page());
      pages += (in_part + per_page - 1) / per_page;
    }
    if (pages > kMaxPicturePages) {
      return Error{ErrorCode::too_many,
                   target.path + ": " + std::to_string(pages) + " pages are more than the " +
                       std::to_string(kMaxPicturePages) +
                       " that are written as pictures at once; use .pdf, or --per-file"};
    }
    if (target.format == PrintFormat::pdf && in_part > kMaxPdfStamps) {
      return Error{ErrorCode::too_many,
                   target.path + ": " + std::to_string(in_part) + " labels are more than the " +
                       std::to_string(kMaxPdfStamps) + " of a PDF; use --per-file"};
    }
    auto file = OutputFile::create(target.path);
    if (!file) return file.error();
  }
  return {};
}

}  // namespace tem::cli
