#include "tem/stamp_renderer.hpp"

#include <boost/json.hpp>

#include "tem/csv.hpp"

namespace tem {
namespace {

/// "KVYVF-9TDX7"
std::string in_groups(std::string_view serial) {
  return std::string(serial.substr(0, 5)) + '-' + std::string(serial.substr(5));
}

class HeadedFile final : public LabelFile {
 public:
  explicit HeadedFile(std::string head) : head_(std::move(head)) {}
  std::string head() override { return head_; }
  std::string add(std::string page) override { return page; }
  std::string end() override { return {}; }

 private:
  std::string head_;
};

/// A line a stamp, for print houses.
class ListRenderer : public StampRenderer {
 public:
  ListRenderer(std::string product, bool with_texts, bool with_code)
      : product_(std::move(product)), with_texts_(with_texts), with_code_(with_code) {}
  [[nodiscard]] std::uint64_t per_page() const override { return 0; }
  [[nodiscard]] bool page_is_file() const override { return false; }
  [[nodiscard]] bool needs_symbol() const override { return false; }

 protected:
  std::string product_;
  bool with_texts_, with_code_;
};

class CsvRenderer final : public ListRenderer {
 public:
  using ListRenderer::ListRenderer;
  [[nodiscard]] Result<std::string> page(std::span<const MadeStamp> stamps) const override {
    std::string out;
    const std::string product = csv_report_cell(product_);
    for (const MadeStamp& made : stamps) {
      out += std::to_string(made.stamp.index);
      out += ',';
      out += made.stamp.serial.view();
      out += ',';
      out += csv_cell(made.stamp.uri);
      if (with_texts_) {
        out += ',' + in_groups(made.stamp.serial.view()) + ',' + product + ',' +
               csv_report_cell(made.run->lot.str()) + ',' + made.run->produced.vietnamese() + ',' +
               (made.run->expires ? made.run->expires->vietnamese() : "");
      }
      if (with_code_) out += ',' + made.hidden_code;
      out += '\n';
    }
    return out;
  }
  [[nodiscard]] std::unique_ptr<LabelFile> begin_file() const override {
    return std::make_unique<HeadedFile>(
        std::string("index,serial,uri") +
        (with_texts_ ? ",serial_text,product,lot,produced,expires" : "") +
        (with_code_ ? ",hidden_code\n" : "\n"));
  }
};

class NdjsonRenderer final : public ListRenderer {
 public:
  using ListRenderer::ListRenderer;
  [[nodiscard]] Result<std::string> page(std::span<const MadeStamp> stamps) const override {
    std::string out;
    const std::string product = boost::json::serialize(product_);
    const LotIssued* run = nullptr;
    std::string shared;  // what the stamps of a run have in common, as JSON
    for (const MadeStamp& made : stamps) {
      if (made.run != run) {
        run = made.run;
        shared = ",\"product\":" + product + ",\"lot\":" + boost::json::serialize(run->lot.str()) +
                 ",\"produced\":\"" + run->produced.vietnamese() + '"';
        if (run->expires) shared += ",\"expires\":\"" + run->expires->vietnamese() + '"';
      }
      // A URI and a serial hold nothing that JSON escapes: they are percent-encoded or alphanumeric.
      out += "{\"index\":" + std::to_string(made.stamp.index) + ",\"serial\":\"";
      out += made.stamp.serial.view();
      out += "\",\"uri\":\"" + made.stamp.uri + '"';
      if (with_texts_) {
        out += ",\"serial_text\":\"" + in_groups(made.stamp.serial.view()) + '"' + shared;
      }
      if (with_code_) out += ",\"hidden_code\":\"" + made.hidden_code + '"';
      out += "}\n";
    }
    return out;
  }
  [[nodiscard]] std::unique_ptr<LabelFile> begin_file() const override {
    return std::make_unique<HeadedFile>("");
  }
};

class LabelRenderer final : public StampRenderer {
 public:
  LabelRenderer(std::unique_ptr<LabelPages> pages, Layer layer)
      : pages_(std::move(pages)), layer_(layer) {}
  [[nodiscard]] std::uint64_t per_page() const override {
    return static_cast<std::uint64_t>(pages_->per_page());
  }
  [[nodiscard]] bool page_is_file() const override { return pages_->page_is_file(); }
  [[nodiscard]] bool needs_symbol() const override { return layer_ != Layer::hidden_code; }
  [[nodiscard]] Result<std::string> page(std::span<const MadeStamp> stamps) const override {
    std::vector<LabelInk> labels;
    labels.reserve(stamps.size());
    for (const MadeStamp& made : stamps) {
      labels.push_back({made.face, needs_symbol() ? &*made.symbol : nullptr,
                        made.stamp.serial.view(), made.hidden_code});
    }
    return pages_->render(labels);
  }
  [[nodiscard]] std::unique_ptr<LabelFile> begin_file() const override {
    return pages_->begin_file();
  }

 private:
  std::unique_ptr<LabelPages> pages_;
  Layer layer_;
};

}  // namespace

Result<std::unique_ptr<StampRenderer>> make_renderer(const PrintTarget& target,
                                                     const std::vector<const LabelFace*>& faces,
                                                     const std::string& product) {
  if (target.format) {
    auto pages = LabelPages::make(*target.format, faces);
    if (!pages) return pages.error();
    return std::unique_ptr<StampRenderer>(
        std::make_unique<LabelRenderer>(std::move(*pages), target.setup.layer));
  }
  if (target.is_csv) {
    return std::unique_ptr<StampRenderer>(
        std::make_unique<CsvRenderer>(product, target.with_texts, target.is_private));
  }
  return std::unique_ptr<StampRenderer>(
      std::make_unique<NdjsonRenderer>(product, target.with_texts, target.is_private));
}

}  // namespace tem
