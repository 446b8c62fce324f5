#include "stamp_files.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "csv.hpp"
#include "files.hpp"

namespace tem::cli {
namespace {

/// A line a stamp, written as it comes: constant memory.
class LineSink : public StampSink {
 public:
  explicit LineSink(OutputFile file) : file_(std::move(file)) {}
  Result<void> commit() override { return file_.commit(); }
  [[nodiscard]] std::vector<std::string> names() const override { return {file_.path()}; }

 protected:
  OutputFile file_;
};

class CsvSink : public LineSink {
 public:
  using LineSink::LineSink;
  Result<void> add(const SignedStamp& stamp, const Label&) override {
    std::string line = headed_ ? "" : "index,serial,uri\n";
    headed_ = true;
    line += std::to_string(stamp.index);
    line += ',';
    line += stamp.serial.view();
    line += ',';
    line += csv_cell(stamp.uri);
    line += '\n';
    return file_.write(line);
  }

 private:
  bool headed_ = false;
};

class NdjsonSink : public LineSink {
 public:
  using LineSink::LineSink;
  Result<void> add(const SignedStamp& stamp, const Label&) override {
    boost::json::object line{
        {"index", stamp.index}, {"serial", stamp.serial.view()}, {"uri", stamp.uri}};
    return file_.write(boost::json::serialize(line) + '\n');
  }
};

class SheetSink : public StampSink {
 public:
  SheetSink(const Template& layout, SheetFormat format, std::vector<OutputFile> files)
      : writer_(layout, format), files_(std::move(files)) {}

  Result<void> add(const SignedStamp&, const Label& label) override { return writer_.add(label); }

  Result<void> commit() override {
    auto pages = writer_.finish();
    if (!pages) return pages.error().at(files_.front().path());
    if (pages->size() != files_.size()) {
      return Error{ErrorCode::internal, files_.front().path() + ": " +
                                            std::to_string(pages->size()) + " pages instead of " +
                                            std::to_string(files_.size())};
    }
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (auto written = files_[i].write((*pages)[i]); !written) return written;
    }
    for (auto& file : files_) {
      if (auto done = file.commit(); !done) return done;
    }
    return {};
  }

  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> names;
    for (const auto& file : files_) names.push_back(file.path());
    return names;
  }

 private:
  SheetWriter writer_;
  std::vector<OutputFile> files_;
};

/// "lot.png" for one page, else "lot-1.png", "lot-2.png", ….
std::vector<std::string> page_names(const std::string& path, std::uint64_t pages) {
  if (pages == 1) return {path};
  std::string stem = path.substr(0, path.rfind('.'));
  std::vector<std::string> names;
  for (std::uint64_t page = 1; page <= pages; ++page) {
    names.push_back(stem + '-' + std::to_string(page) + path.substr(path.rfind('.')));
  }
  return names;
}

Result<std::unique_ptr<StampSink>> make_sheet(const std::string& path, const Template& layout,
                                              SheetFormat format, std::uint64_t stamps) {
  auto per_page = static_cast<std::uint64_t>(layout.per_page());
  std::uint64_t pages = format == SheetFormat::pdf ? 1 : (stamps + per_page - 1) / per_page;
  if (format == SheetFormat::pdf && stamps > kMaxPdfStamps) {
    return Error{ErrorCode::too_many,
                 path + ": " + std::to_string(stamps) +
                     " labels are more than a PDF may hold, which is " +
                     std::to_string(kMaxPdfStamps) +
                     "; print parts with `tem print --range A-B`, or use .csv"};
  }
  if (pages > kMaxPicturePages) {
    return Error{ErrorCode::too_many,
                 path + ": " + std::to_string(pages) + " pages are more than the " +
                     std::to_string(kMaxPicturePages) + " that are written as pictures; use .pdf"};
  }
  std::vector<OutputFile> files;
  for (const auto& name : page_names(path, pages)) {
    auto file = OutputFile::create(name);
    if (!file) return file.error();
    files.push_back(std::move(*file));
  }
  return std::unique_ptr<StampSink>(std::make_unique<SheetSink>(layout, format, std::move(files)));
}

template <class Sink>
Result<std::unique_ptr<StampSink>> make_lines(const std::string& path) {
  auto file = OutputFile::create(path);
  if (!file) return file.error();
  return std::unique_ptr<StampSink>(std::make_unique<Sink>(std::move(*file)));
}

Result<std::unique_ptr<StampSink>> make_sink(const std::string& path, const Template& layout,
                                             std::uint64_t stamps) {
  std::string kind = extension(path);
  if (kind == ".csv") return make_lines<CsvSink>(path);
  if (kind == ".ndjson") return make_lines<NdjsonSink>(path);
  if (kind == ".pdf") return make_sheet(path, layout, SheetFormat::pdf, stamps);
  if (kind == ".svg") return make_sheet(path, layout, SheetFormat::svg, stamps);
  if (kind == ".png") return make_sheet(path, layout, SheetFormat::png, stamps);
  std::string why = kind == ".zpl" || kind == ".tspl"
                        ? "label printer files (" + kind + ") are not made by this version"
                        : "the name's ending says no format that is known";
  return Error{ErrorCode::unsupported_format,
               path + ": " + why + "; use .pdf, .svg, .png, .csv or .ndjson"};
}

}  // namespace

Result<const Template*> find_template(std::string_view name) {
  const Template& a4 = Template::a4_21();
  if (name == a4.name) return &a4;
  return Error{ErrorCode::bad_value, "--template: no template \"" + std::string(name) +
                                         "\"; there is " + std::string(a4.name)};
}

Result<StampFiles> StampFiles::prepare(const std::vector<std::string>& paths,
                                       const Template& layout, std::uint64_t stamps) {
  StampFiles files;
  std::set<std::filesystem::path> seen;
  for (const auto& path : paths) {
    auto sink = make_sink(path, layout, stamps);
    if (!sink) return sink.error();
    for (const auto& name : (*sink)->names()) {
      if (!seen.insert(std::filesystem::path(name).lexically_normal()).second) {
        return Error{ErrorCode::bad_usage, name + ": given twice as an output file"};
      }
    }
    files.sinks_.push_back(std::move(*sink));
    const std::string kind = extension(path);
    if (kind != ".csv" && kind != ".ndjson") files.has_labels_ = true;
  }
  return files;
}

Result<void> StampFiles::add(const SignedStamp& stamp, const Label& label) {
  for (auto& sink : sinks_) {
    if (auto added = sink->add(stamp, label); !added) return added;
  }
  return {};
}

Result<void> StampFiles::commit() {
  for (auto& sink : sinks_) {
    if (auto done = sink->commit(); !done) return done;
  }
  return {};
}

std::vector<std::string> StampFiles::names() const {
  std::vector<std::string> all;
  for (const auto& sink : sinks_) {
    for (auto& name : sink->names()) all.push_back(std::move(name));
  }
  return all;
}

}  // namespace tem::cli
