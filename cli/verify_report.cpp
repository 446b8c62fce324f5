#include "verify_report.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iostream>
#include <map>

#include "tem/counted.hpp"
#include "tem/csv.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

constexpr std::size_t kShownBytes = 120;  // of a text that is no stamp

std::string shortened(const std::string& text) {
  if (text.size() <= kShownBytes) return printable(text);
  std::size_t end = kShownBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return printable(text.substr(0, end)) + "…";
}

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
  Result<void> add(const Answer& answer) override {
    for (const auto& checked : answer.checked) tell(checked);
    return {};
  }

  Result<void> finish(const Ending& ending) override {
    for (const auto& sights : ending.twice.groups()) tell(sights);
    if (counts_.all() + ending.unread > 1) {
      std::cout << (counts_.all() > 0 ? "\n" : "") << counts_.str(ending.unread) << '\n';
    }
    return {};
  }

 private:
  void tell(const std::vector<Sight>& sights) {
    const Bilingual words = seen_twice_title();
    std::cout << '\n'
              << styled(Style::amber, "SEEN TWICE") << "  " << words.vi << " / " << words.en << '\n';
    line("", seen_twice_advice().vi);
    line("", seen_twice_advice().en);
    for (std::size_t i = 0; i < sights.size() && i <= kMaxOthers; ++i) {
      line("in        ", place(sights[i].source));
    }
    if (sights.size() > kMaxOthers + 1) {
      line("", "and " + std::to_string(sights.size() - kMaxOthers - 1) + " more");
    }
  }

  void tell(const Checked& checked) {
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
  }

  Counts counts_;
};

}  // namespace

std::string place(const Source& source) {
  std::string out = source.file == "-" ? "standard input" : source.file.value_or("");
  if (source.page) out += ", page " + std::to_string(*source.page);
  if (source.line) out += ", line " + std::to_string(*source.line);
  return out;
}

void Counts::add(const Verdict& verdict) {
  ++all_;
  ++of_[verdict.headline()];
}

std::string Counts::str(std::uint64_t unread) const {
  std::string out = counted(all_, "stamp");
  const char* before = ": ";
  for (auto finding = of_.rbegin(); finding != of_.rend(); ++finding) {  // genuine is last
    out += before + std::to_string(finding->second) + ' ' + std::string(name(finding->first));
    before = ", ";
  }
  if (unread > 0) {
    out += "; " + counted(unread, "input") + " could not be read";
  }
  return out;
}

std::string_view name(Outcome outcome) noexcept {
  switch (outcome) {
    case Outcome::no_code:
      return "no_code";
    case Outcome::unread_code:
      return "unread_code";
    case Outcome::not_readable:
      return "not_readable";
  }
  return "";
}

Outcome outcome_of(const Error& error) noexcept {
  return error.code == ErrorCode::no_qr_found ? Outcome::no_code : Outcome::not_readable;
}

std::string reason_of(const Error& error, const std::string& file) {
  std::string text = error.str();
  if (!file.empty() && text.starts_with(file)) {
    const auto colon = text.find(": ", file.size());
    // "a.pdf, page 3: …" keeps its page.
    if (colon == file.size()) return text.substr(colon + 2);
    if (text.compare(file.size(), 2, ", ") == 0) return text.substr(file.size() + 2);
  }
  return text;
}

std::unique_ptr<Report> text_report() { return std::make_unique<TextReport>(); }

}  // namespace tem::cli
