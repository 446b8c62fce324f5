// The reports of `tem verify` that programs read: JSON and CSV.

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "spool.hpp"
#include "tem/counted.hpp"
#include "tem/csv.hpp"
#include "terminal.hpp"
#include "verify_report.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

/// An object of to_json with the finding of the batch, and where else the stamp was seen.
std::string with_sights(const std::string& object, const std::vector<Sight>& others) {
  json::object out = json::parse(object).as_object();
  out["findings"].as_array().emplace_back(std::string(kSeenTwice));
  const Bilingual title = seen_twice_title(), advice = seen_twice_advice();
  out["seen_twice"] =
      json::object{{"vi", title.vi + ". " + advice.vi}, {"en", title.en + ". " + advice.en}};
  json::array sights;
  Verdict none;
  none.findings.push_back(Finding::not_a_stamp_);
  for (const Sight& sight : others) {
    // A name that is no UTF-8 becomes what to_json made of it.
    const std::string source = to_json(none, "", sight.source);
    sights.push_back(json::parse(source).as_object()["source"]);
  }
  out["also_seen"] = std::move(sights);
  return json::serialize(out);
}

class JsonReport : public Report {
 public:
  Result<void> add(const Answer& answer) override {
    for (const auto& checked : answer.checked) {
      const std::string object = to_json(checked.verdict, checked.found.text, checked.found.source);
      if (!held_ && checked.found.source.corners.empty()) {
        ++told_;
        write(object);
        continue;
      }
      if (!held_) {
        auto spool = Spool::create();
        if (!spool) return spool.error();
        held_.emplace(std::move(*spool));
      }
      if (auto kept = held_->add(object); !kept) return kept;
    }
    return {};
  }

  Result<void> finish(const Ending& ending) override {
    const auto others = ending.twice.others();
    for (std::size_t i = 0; held_ && i < held_->size(); ++i) {
      auto object = held_->read(i);
      if (!object) return object.error();
      const auto seen = others.find(told_ + i);
      write(seen == others.end() ? *object : with_sights(*object, seen->second));
    }
    std::cout << (any_ ? "\n]\n" : "[]\n");
    return {};
  }

 private:
  void write(const std::string& object) {
    std::cout << (any_ ? ",\n" : "[\n") << object;
    any_ = true;
  }

  bool any_ = false;
  std::uint64_t told_ = 0;  ///< before any was held back
  std::optional<Spool> held_;
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : "; ") + word;
  return out;
}

class CsvReport : public Report {
 public:
  CsvReport(OutputFile file, Spool rows) : file_(std::move(file)), rows_(std::move(rows)) {}

  Result<void> add(const Answer& answer) override {
    for (const auto& checked : answer.checked) {
      if (auto kept = keep(row_of(checked), 'v'); !kept) return kept;
    }
    for (const auto& code : answer.unread) {
      if (auto kept = keep(row_of(code.source, Outcome::unread_code,
                                  "seen and not readable, at " + place_in(code.source)),
                           'o');
          !kept) {
        return kept;
      }
    }
    for (const auto& error : answer.errors) {
      Source source;
      if (!answer.file.empty()) source.file = answer.file;
      if (auto kept = keep(row_of(source, outcome_of(error), reason_of(error, answer.file)), 'o');
          !kept) {
        return kept;
      }
    }
    const bool is_bare = answer.checked.empty() && answer.unread.empty() && answer.errors.empty();
    if (!is_bare || !answer.page) return {};
    Source source;
    source.file = answer.file;
    source.page = answer.page->page;
    return keep(row_of(source, Outcome::no_code, "no QR code found on this page"), 'o');
  }

  Result<void> finish(const Ending& ending) override {
    if (auto begun = file_.write(
            "file,page,line,input,verdict,gtin,lot,serial,product,producer,expires,message_vi,"
            "message_en,outcome,reason,findings,also_seen\n");
        !begun) {
      return begun;
    }
    const auto others = ending.twice.others();
    std::uint64_t stamp = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      auto row = rows_.read(i);
      if (!row) return row.error();
      const bool has_verdict = row->front() == 'v';
      std::string text = row->substr(1), also;
      const auto seen = has_verdict ? others.find(stamp++) : others.end();
      if (seen != others.end()) {
        text += (text.ends_with(',') ? "" : "; ") + std::string(kSeenTwice);
        std::vector<std::string> places;
        for (const Sight& sight : seen->second) places.push_back(place(sight.source));
        also = joined(places);
      }
      if (auto done = file_.write(text + ',' + csv_report_cell(also) + '\n'); !done) return done;
    }
    if (ending.is_interrupted) {
      const std::string last =
          row_of(Source(), "interrupted", "what came after is not in this file");
      if (auto done = file_.write(last + ",\n"); !done) return done;
    }
    return file_.commit();
  }

 private:
  using Cells = std::array<std::string, 16>;

  static std::string row(const Cells& cells) {
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += ',';
      out += csv_report_cell(cells[i]);
    }
    return out;
  }

  static std::string number(std::optional<int> n) { return n ? std::to_string(*n) : ""; }

  static std::string place_in(const Source& source) {
    if (source.corners.empty()) return "";
    return std::to_string(source.corners[0].first) + " " + std::to_string(source.corners[0].second);
  }

  static std::string row_of(const Checked& checked) {
    const auto& [found, verdict, view, crop] = checked;
    const auto& stamp = verdict.stamp;
    std::vector<std::string> findings;
    for (const Finding finding : verdict.findings) findings.emplace_back(name(finding));
    return row({found.source.file.value_or(""), number(found.source.page),
                number(found.source.line), found.text, std::string(name(verdict.headline())),
                stamp ? stamp->gtin().str() : "", stamp ? stamp->lot().str() : "",
                stamp ? stamp->serial().str() : "", verdict.product ? verdict.product->name : "",
                verdict.producer ? verdict.producer->name : "",
                verdict.lot && verdict.lot->expires ? verdict.lot->expires->str() : "",
                verdict.message.vi, verdict.message.en, "checked",
                verdict.malformed ? verdict.malformed->str() : "", joined(findings)});
  }

  static std::string row_of(const Source& source, std::string_view outcome, std::string reason) {
    Cells cells;
    cells[0] = source.file.value_or("");
    cells[1] = number(source.page);
    cells[2] = number(source.line);
    cells[13] = outcome;
    cells[14] = std::move(reason);
    return row(cells);
  }
  static std::string row_of(const Source& source, Outcome outcome, std::string reason) {
    return row_of(source, name(outcome), std::move(reason));
  }

  /// 'v' before a row with a verdict, 'o' before another.
  Result<void> keep(const std::string& text, char kind) { return rows_.add(kind + text); }

  OutputFile file_;
  Spool rows_;
};

class SummaryReport : public Report {
 public:
  explicit SummaryReport(std::vector<std::string> files) : files_(std::move(files)) {}

  Result<void> add(const Answer& answer) override {
    for (const auto& checked : answer.checked) counts_.add(checked.verdict);
    return {};
  }
  Result<void> finish(const Ending& ending) override {
    std::cout << counts_.str(ending.unread) << '\n';
    if (const auto twice = ending.twice.groups().size(); twice > 0) {
      std::cout << counted(twice, "stamp") << " seen in more than one place; compare the pictures\n";
    }
    for (const auto& file : files_) std::cout << "wrote " << printable(file) << '\n';
    return {};
  }

 private:
  std::vector<std::string> files_;
  Counts counts_;
};

class SeveralReports : public Report {
 public:
  explicit SeveralReports(std::vector<std::unique_ptr<Report>> reports)
      : reports_(std::move(reports)) {}

  Result<void> add(const Answer& answer) override {
    for (const auto& report : reports_) {
      if (auto told = report->add(answer); !told) return told;
    }
    return {};
  }
  Result<void> finish(const Ending& ending) override {
    for (const auto& report : reports_) {
      if (auto told = report->finish(ending); !told) return told;
    }
    return {};
  }

 private:
  std::vector<std::unique_ptr<Report>> reports_;
};

}  // namespace

std::unique_ptr<Report> json_report() { return std::make_unique<JsonReport>(); }

Result<std::unique_ptr<Report>> csv_report(const std::string& file) {
  auto output = OutputFile::create(file);
  if (!output) return output.error();
  auto rows = Spool::create();
  if (!rows) return rows.error();
  return std::unique_ptr<Report>(std::make_unique<CsvReport>(std::move(*output), std::move(*rows)));
}

std::unique_ptr<Report> summary_report(std::vector<std::string> files) {
  return std::make_unique<SummaryReport>(std::move(files));
}

std::unique_ptr<Report> several_reports(std::vector<std::unique_ptr<Report>> reports) {
  return std::make_unique<SeveralReports>(std::move(reports));
}

}  // namespace tem::cli
