#include "verify_report.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iostream>
#include <map>

#include "csv.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

constexpr std::size_t kShownBytes = 120;  // of a text that is no stamp

/// "IMG_1.jpg, page 2, line 7"
std::string place(const Source& source) {
  std::string out = source.file == "-" ? "standard input" : source.file.value_or("");
  if (source.page) out += ", page " + std::to_string(*source.page);
  if (source.line) out += ", line " + std::to_string(*source.line);
  return out;
}

std::string shortened(const std::string& text) {
  if (text.size() <= kShownBytes) return printable(text);
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return printable(text.substr(0, end)) + "…";
}

class Counts {
 public:
  void add(const Verdict& verdict) {
    ++all_;
    ++of_[verdict.headline()];
  }
  /// "42 stamps: 40 genuine, 2 forged; 1 input could not be read"
  [[nodiscard]] std::string str(std::uint64_t unread) const {
    std::string out = std::to_string(all_) + (all_ == 1 ? " stamp" : " stamps");
    const char* before = ": ";
    for (auto finding = of_.rbegin(); finding != of_.rend(); ++finding) {  // genuine is last
      out += before + std::to_string(finding->second) + ' ' + std::string(name(finding->first));
      before = ", ";
    }
    if (unread > 0) {
      out += "; " + std::to_string(unread) + (unread == 1 ? " input" : " inputs") +
             " could not be read";
    }
    return out;
  }
  [[nodiscard]] std::uint64_t all() const noexcept { return all_; }

 private:
  std::uint64_t all_ = 0;
  std::map<Finding, std::uint64_t> of_;
};

void line(std::string_view label, const std::string& text) {
  if (text.empty()) return;
  std::cout << "  " << styled(Style::dim, label) << printable(text) << '\n';
}

std::string product_line(const Verdict& verdict) {
  if (!verdict.product) return {};
  std::string brand = verdict.product->text("brand");
  return verdict.product->name + (brand.empty() ? "" : ", " + brand);
}

std::string certificate_line(const CertificateView& view) {
  const CertificateGranted& granted = view.record.granted;
  std::string out = granted.scheme;
  if (granted.stars) out += ' ' + std::to_string(*granted.stars) + " sao";
  return out + ", " + title(view.state).vi + " / " + title(view.state).en + ", " +
         granted.granted.str() + " – " + granted.expires.str();
}

std::string lot_line(const Verdict& verdict) {
  if (!verdict.stamp) return {};
  std::string out = verdict.stamp->lot().str();
  if (verdict.lot) {
    out += ", produced " + verdict.lot->produced.str();
    if (verdict.lot->expires) out += ", expires " + verdict.lot->expires->str();
  }
  return out + ", stamp " + verdict.stamp->serial().str();
}

std::string upper(std::string_view word) {
  std::string out(word);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c == '_' ? ' ' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  });
  return out;
}

class TextReport : public Report {
 public:
  Result<void> add(const Checked& checked) override {
    const Verdict& verdict = checked.verdict;
    Finding headline = verdict.headline();
    if (counts_.all() > 0) std::cout << '\n';
    counts_.add(verdict);
    Bilingual words = title(headline);
    std::cout << styled(style_of(tone(headline)), upper(name(headline))) << "  " << words.vi
              << " / " << words.en << '\n';
    line("", verdict.message.vi);
    line("", verdict.message.en);
    line("product   ", product_line(verdict));
    if (verdict.producer) {
      line("producer  ", verdict.producer->name + ", " + verdict.producer->address);
    }
    line("lot       ", lot_line(verdict));
    for (const auto& certificate : verdict.certificates) {
      line("          ", certificate_line(certificate));
    }
    if (verdict.recall) line("recall    ", verdict.recall->reason);
    if (verdict.recall) line("          ", verdict.recall->advice.value_or(""));
    if (verdict.void_reason) line("voided    ", *verdict.void_reason);
    for (std::size_t i = 1; i < verdict.findings.size(); ++i) {
      if (verdict.findings[i] == Finding::genuine_) continue;
      line("also      ", title(verdict.findings[i]).vi + " / " + title(verdict.findings[i]).en);
    }
    if (!verdict.stamp) line("text      ", shortened(checked.found.text));
    line("in        ", place(checked.found.source));
    return {};
  }

  Result<void> finish(std::uint64_t unread) override {
    if (counts_.all() + unread > 1) {
      std::cout << (counts_.all() > 0 ? "\n" : "") << counts_.str(unread) << '\n';
    }
    return {};
  }

 private:
  Counts counts_;
};

class JsonReport : public Report {
 public:
  Result<void> add(const Checked& checked) override {
    std::cout << (any_ ? ",\n" : "[\n")
              << to_json(checked.verdict, checked.found.text, checked.found.source);
    any_ = true;
    return {};
  }
  Result<void> finish(std::uint64_t) override {
    std::cout << (any_ ? "\n]\n" : "[]\n");
    return {};
  }

 private:
  bool any_ = false;
};

class CsvReport : public Report {
 public:
  explicit CsvReport(OutputFile file) : file_(std::move(file)) {}

  Result<void> begin() {
    return file_.write(
        "file,page,line,input,verdict,gtin,lot,serial,product,producer,expires,message_vi,"
        "message_en\n");
  }

  Result<void> add(const Checked& checked) override {
    const auto& [found, verdict] = checked;
    counts_.add(verdict);
    const auto number = [](std::optional<int> n) { return n ? std::to_string(*n) : ""; };
    const auto& stamp = verdict.stamp;
    const std::array<std::string, 13> cells{
        found.source.file.value_or(""),
        number(found.source.page),
        number(found.source.line),
        found.text,
        std::string(name(verdict.headline())),
        stamp ? stamp->gtin().str() : "",
        stamp ? stamp->lot().str() : "",
        stamp ? stamp->serial().str() : "",
        verdict.product ? verdict.product->name : "",
        verdict.producer ? verdict.producer->name : "",
        verdict.lot && verdict.lot->expires ? verdict.lot->expires->str() : "",
        verdict.message.vi,
        verdict.message.en};
    std::string row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) row += ',';
      row += csv_report_cell(cells[i]);
    }
    return file_.write(row + '\n');
  }

  Result<void> finish(std::uint64_t unread) override {
    if (auto done = file_.commit(); !done) return done;
    std::cout << counts_.str(unread) << '\n' << "wrote " << printable(file_.path()) << '\n';
    return {};
  }

 private:
  OutputFile file_;
  Counts counts_;
};

}  // namespace

std::unique_ptr<Report> text_report() { return std::make_unique<TextReport>(); }

std::unique_ptr<Report> json_report() { return std::make_unique<JsonReport>(); }

Result<std::unique_ptr<Report>> csv_report(const std::string& file) {
  auto output = OutputFile::create(file);
  if (!output) return output.error();
  auto report = std::make_unique<CsvReport>(std::move(*output));
  if (auto begun = report->begin(); !begun) return begun.error();
  return std::unique_ptr<Report>(std::move(report));
}

}  // namespace tem::cli
