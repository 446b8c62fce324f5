#include "html_report.hpp"

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <sstream>
#include <stdexcept>

#include "embedded.hpp"
#include "report_words.hpp"
#include "spool.hpp"
#include "tem/bytes.hpp"
#include "tem/code_point.hpp"
#include "terminal.hpp"
#include "totals.hpp"

namespace tem::cli {
namespace {

using kainjow::mustache::list;
using kainjow::mustache::mustache;
using Object = kainjow::mustache::object;

constexpr std::size_t kShownTextBytes = 300;  // of a text that is no stamp
constexpr std::size_t kFewCodes = 3;          // a row of these is not cut between two sheets

// A row is a record that opens it, one for each code, one that closes it. What the end of the run
// decides stands at kHole, which shown_text leaves in no text.
constexpr char kOpens = 'a', kStamp = 'v', kPlain = 'p';
constexpr char kHole = '\0';

mustache load(std::string_view file) {
  mustache page{std::string(embedded::tem_cli(file))};
  // The files are built in, so this is a fault of the build and shows in every run.
  if (!page.is_valid()) throw std::logic_error(std::string(file) + ": " + page.error_message());
  return page;
}

Object of(const Bilingual& text) {
  Object object;
  object["vi"] = shown_text(text.vi);
  object["en"] = shown_text(text.en);
  return object;
}

Object of(const SmallPicture& picture) {
  Object object;
  object["base64"] = to_base64(as_bytes(picture.jpeg));
  object["width"] = std::to_string(picture.width);
  object["height"] = std::to_string(picture.height);
  return object;
}

std::string shortened(std::string_view text) {
  std::string out = shown_text(text.substr(0, kShownTextBytes));
  return text.size() > kShownTextBytes ? out + "…" : out;
}

std::string shown_place(const Source& source) {
  return source.file == "-" ? "stdin" : shown_text(source.file.value_or(""));
}

Object mark(const std::vector<std::pair<int, int>>& corners, Tone tone, const View& view,
            std::size_t number) {
  Object object;
  std::string points;
  double x = 0, y = 0;
  for (const auto& [cx, cy] : corners) {
    points += (points.empty() ? "" : " ") + std::to_string(cx) + "," + std::to_string(cy);
    x += cx;
    y += cy;
  }
  const int font = std::max(view.width, view.height) / 18 + 1;
  const auto count = static_cast<double>(std::max<std::size_t>(corners.size(), 1));
  object["points"] = points;
  object["tone"] = std::string(name(tone));
  object["number"] = std::to_string(number);
  object["x"] = std::to_string(static_cast<int>(x / count));
  object["y"] = std::to_string(static_cast<int>(y / count) + font / 3);
  object["font"] = std::to_string(font);
  object["halo"] = std::to_string(font / 4 + 1);
  return object;
}

Object facts_of(const Checked& checked) {
  const Verdict& verdict = checked.verdict;
  const Finding headline = verdict.headline();
  Object code;
  code["title"] = of(title(headline));
  code["shape"] = std::string(shape_of(tone(headline)));
  if (checked.found.source.line) code["line"] = std::to_string(*checked.found.source.line);
  if (!verdict.is_genuine()) code["message"] = of(verdict.message);
  list others;
  for (std::size_t i = 1; i < verdict.findings.size(); ++i) {
    if (verdict.findings[i] != Finding::genuine_) others.push_back(of(title(verdict.findings[i])));
  }
  code["others"] = others;
  if (!verdict.stamp) code["text"] = shortened(checked.found.text);
  if (!verdict.stamp) return code;
  if (verdict.product) {
    Object product;
    product["name"] = shown_text(verdict.product->name);
    if (auto brand = verdict.product->text("brand"); !brand.empty()) {
      product["brand"] = shown_text(brand);
    }
    if (verdict.producer) product["producer"] = shown_text(verdict.producer->name);
    code["product"] = product;
  }
  Object stamp;
  stamp["gtin"] = verdict.stamp->gtin().str();
  stamp["lot"] = shown_text(verdict.stamp->lot().str());
  stamp["serial"] = verdict.stamp->serial().str();
  if (verdict.lot) stamp["produced"] = verdict.lot->produced.vietnamese();
  if (verdict.last_day) stamp["expires"] = verdict.last_day->vietnamese();
  code["stamp"] = stamp;
  return code;
}

class HtmlReport : public Report {
 public:
  HtmlReport(OutputFile file, ReportHead head, Spool rows, Spool crops)
      : file_(std::move(file)),
        head_(std::move(head)),
        rows_(std::move(rows)),
        crops_(std::move(crops)) {}

  Result<void> add(const Answer& answer) override {
    totals_.add(answer);
    // One row for each page of a file that has several; what belongs to none is in the last.
    const std::size_t rows = std::max<std::size_t>(answer.views.size(), 1);
    for (std::size_t view = 0; view < rows; ++view) {
      if (auto kept = keep_row(answer, view, view + 1 == rows); !kept) return kept;
    }
    return {};
  }

  Result<void> finish(const Ending& ending) override {
    const auto groups = ending.twice.groups();
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (const Sight& sight : groups[i]) {
        group_of_[sight.row] = i + 1;
        for (const std::uint64_t again : sight.again) group_of_[again] = i + 1;
      }
    }
    if (auto done = write_head(ending, groups.size()); !done) return done;
    if (auto done = write_twice(groups); !done) return done;
    if (auto done = write_rows(); !done) return done;
    if (auto done =
            file_.write("</section>\n</main>\n<footer><p>Kết quả là của lúc kiểm tra và của mốc "
                        "sổ cái ghi ở trên. <span lang=\"en\">The results are those of the time "
                        "and the checkpoint above.</span></p></footer>\n</body>\n</html>\n");
        !done) {
      return done;
    }
    return file_.commit();
  }

 private:
  Result<void> keep_row(const Answer& answer, std::size_t view, bool is_last) {
    std::vector<const Checked*> codes;
    std::vector<const CodeUnread*> unread;
    for (const auto& one : answer.checked) {
      if (one.view == view) codes.push_back(&one);
    }
    for (const auto& one : answer.unread) {
      if (one.view == view) unread.push_back(&one);
    }
    std::vector<Error> errors;
    if (is_last) errors = answer.errors;
    const bool is_bare = codes.empty() && unread.empty() && errors.empty();
    if (auto kept = keep_opening(answer, view, codes, unread, errors, is_bare); !kept) return kept;
    const bool is_picture = !answer.views.empty();
    std::size_t number = 0;
    for (const Checked* one : codes) {
      Object code = facts_of(*one);
      ++number;
      if (is_picture) code["number"] = std::to_string(number);
      if (!one->crop.empty()) code["crop"] = of(one->crop);
      const Finding headline = one->verdict.headline();
      const std::string opening = "<li class=\"code " + std::string(name(tone(headline))) + " v-" +
                                  std::string(name(headline)) + (one->crop.empty() ? " bare" : "");
      const std::string id = "\" id=\"r" + std::to_string(stamps_++) + "\">";
      if (auto kept = keep(kStamp, opening + kHole + id + code_.render(code)); !kept) return kept;
      if (auto kept = crops_.add(record_of(*one)); !kept) return kept;
    }
    for (const CodeUnread* one : unread) {
      Object code;
      code["number"] = std::to_string(++number);
      if (!one->crop.empty()) code["crop"] = of(one->crop);
      code["message"] = of(retake_advice());
      if (auto kept = keep_plain(std::move(code), Outcome::unread_code, !one->crop.empty());
          !kept) {
        return kept;
      }
    }
    for (const Error& error : errors) {
      Object code;
      code["reason"] = shown_text(reason_of(error, answer.file));
      if (auto kept = keep_plain(std::move(code), outcome_of(error), false); !kept) return kept;
    }
    if (is_bare) {
      if (auto kept = keep_plain(Object(), Outcome::no_code, false); !kept) return kept;
    }
    return keep(kPlain, "</ul>\n</article>\n");
  }

  /// The row's file and picture. Its classes say what is in it, for the filters.
  Result<void> keep_opening(const Answer& answer, std::size_t view,
                            const std::vector<const Checked*>& codes,
                            const std::vector<const CodeUnread*>& unread,
                            const std::vector<Error>& errors, bool is_bare) {
    std::vector<std::string> classes = {"row"};
    const auto add_class = [&](std::string_view one) {
      const std::string word = "v-" + std::string(one);
      if (std::ranges::find(classes, word) == classes.end()) classes.push_back(word);
    };
    for (const Checked* one : codes) add_class(name(one->verdict.headline()));
    if (!unread.empty()) add_class(name(Outcome::unread_code));
    for (const Error& error : errors) add_class(name(outcome_of(error)));
    if (is_bare) add_class(name(Outcome::no_code));
    Object row;
    Source source;
    if (!answer.file.empty()) source.file = answer.file;
    row["place"] = shown_place(source);
    if (answer.page) row["page"] = std::to_string(answer.page->page);
    if (!answer.views.empty()) {
      const View& whole = answer.views[view];
      if (whole.page) row["page"] = std::to_string(*whole.page);
      if (!whole.thumbnail.empty()) {
        classes.emplace_back("seen");
        Object picture = of(whole.thumbnail);
        picture["full_width"] = std::to_string(whole.width);
        picture["full_height"] = std::to_string(whole.height);
        list marks;
        std::size_t number = 0;
        for (const Checked* one : codes) {
          marks.push_back(
              mark(one->found.source.corners, tone(one->verdict.headline()), whole, ++number));
        }
        for (const CodeUnread* one : unread) {
          marks.push_back(mark(one->source.corners, Tone::grey, whole, ++number));
        }
        picture["marks"] = marks;
        row["picture"] = picture;
      }
    }
    if (codes.size() + unread.size() <= kFewCodes) classes.emplace_back("few");
    std::string opening = "<article class=\"";
    for (std::size_t i = 0; i < classes.size(); ++i) opening += (i > 0 ? " " : "") + classes[i];
    return rows_.add(kOpens + std::to_string(codes.size()) + ' ' + opening + kHole + "\">\n" +
                     row_.render(row) + "<ul>\n");
  }

  Result<void> keep_plain(Object code, Outcome outcome, bool has_crop) {
    code["title"] = of(title_of(outcome));
    code["shape"] = std::string(shape_of(Tone::grey));
    return keep(kPlain, "<li class=\"code grey v-" + std::string(name(outcome)) +
                            (has_crop ? "" : " bare") + "\">" + code_.render(code) + "</li>\n");
  }

  Result<void> keep(char kind, const std::string& text) { return rows_.add(kind + text); }

  /// What the part on stamps seen twice shows of a sight.
  static std::string record_of(const Checked& checked) {
    std::ostringstream out;
    const Verdict& verdict = checked.verdict;
    out << checked.crop.width << ' ' << checked.crop.height << '\n';
    out << (verdict.stamp && verdict.product ? shown_text(verdict.product->name) : "") << '\n';
    out << (verdict.stamp ? shown_text(verdict.stamp->lot().str()) : "") << '\n';
    out << (verdict.stamp ? verdict.stamp->serial().str() : "") << '\n';
    out << to_base64(as_bytes(checked.crop.jpeg));
    return out.str();
  }

  Result<void> write_head(const Ending& ending, std::size_t twice) {
    Object page;
    page["style"] = std::string(embedded::tem_cli("report.css"));
    page["registry"] = shown_text(head_.registry);
    if (head_.registry.empty()) page["registry"] = false;
    page["inspector"] = shown_text(head_.inspector);
    if (head_.inspector.empty()) page["inspector"] = false;
    page["is_demonstration"] = head_.is_demonstration;
    page["is_interrupted"] = ending.is_interrupted;
    page["at"] = local_time(head_.at, head_.time_zone);
    page["time_zone"] = head_.time_zone;
    page["utc"] = head_.at.str();
    page["against"] = of(against(head_.mode));
    page["version"] = std::string(TEM_VERSION);
    if (head_.checkpoint) {
      Object checkpoint;
      checkpoint["origin"] = shown_text(head_.checkpoint->origin);
      checkpoint["size"] = std::to_string(head_.checkpoint->size);
      checkpoint["root"] = to_base64(head_.checkpoint->root);
      page["checkpoint"] = checkpoint;
    }
    list results, filters;
    const auto result = [&](std::string_view id, const Bilingual& words, Tone colour,
                            std::uint64_t count) {
      Object row;
      row["id"] = std::string(id);
      row["title"] = of(words);
      row["tone"] = std::string(name(colour));
      row["shape"] = std::string(shape_of(colour));
      row["count"] = std::to_string(count);
      results.push_back(row);
      filters.push_back(row);
    };
    for (const auto& [finding, count] : totals_.verdicts()) {
      result(name(finding), title(finding), tone(finding), count);
    }
    for (const auto& [outcome, count] : totals_.outcomes()) {
      result(name(outcome), title_of(outcome), Tone::grey, count);
    }
    if (twice > 0) result(kSeenTwice, seen_twice_title(), Tone::amber, twice);
    page["results"] = results;
    page["filters"] = filters;
    page["codes"] = std::to_string(totals_.codes());
    list tables;
    table({"Sản phẩm", "Product"}, totals_.products(), tables);
    table({"Nhà sản xuất", "Producer"}, totals_.producers(), tables);
    table({"Lô hàng", "Lot"}, totals_.lots(), tables);
    page["tables"] = tables;
    mustache head = load("report_head.mustache");
    return file_.write(head.render(page));
  }

  static void table(const Bilingual& words, const std::vector<Total>& totals, list& tables) {
    if (totals.empty()) return;
    Object object;
    object["title"] = of(words);
    list rows;
    for (std::size_t i = 0; i < std::min(totals.size(), kMaxTotalRows); ++i) {
      Object row;
      row["name"] = shown_text(totals[i].name);
      row["all"] = std::to_string(totals[i].all);
      row["others"] = std::to_string(totals[i].all - totals[i].genuine);
      rows.push_back(row);
    }
    object["rows"] = rows;
    if (totals.size() > kMaxTotalRows)
      object["more"] = std::to_string(totals.size() - kMaxTotalRows);
    tables.push_back(object);
  }

  Result<void> write_twice(const std::vector<std::vector<Sight>>& groups) {
    if (groups.empty()) return {};
    const Bilingual words = seen_twice_title(), advice = seen_twice_advice();
    if (auto done =
            file_.write("<section aria-labelledby=\"twice\">\n<h2 id=\"twice\">" + words.vi +
                        " <span lang=\"en\">" + words.en + "</span></h2>\n<p class=\"note\">" +
                        advice.vi + " <span lang=\"en\">" + advice.en + "</span></p>\n");
        !done) {
      return done;
    }
    mustache pair = load("report_twice.mustache");
    for (std::size_t i = 0; i < groups.size(); ++i) {
      Object object;
      object["number"] = std::to_string(i + 1);
      list sights;
      for (std::size_t k = 0; k < groups[i].size() && k <= kMaxOthers; ++k) {
        const Sight& sight = groups[i][k];
        auto record = crops_.read(static_cast<std::size_t>(sight.row));
        if (!record) return record.error();
        std::istringstream in(*record);
        std::string size, product, lot, serial, base64;
        std::getline(in, size);
        std::getline(in, product);
        std::getline(in, lot);
        std::getline(in, serial);
        std::getline(in, base64);
        if (!product.empty()) object["product"] = product;
        object["lot"] = lot;
        object["serial"] = serial;
        Object one;
        one["place"] = shown_text(place(sight.source));
        one["row"] = std::to_string(sight.row);
        if (!base64.empty()) {
          Object crop;
          crop["base64"] = base64;
          crop["width"] = size.substr(0, size.find(' '));
          crop["height"] = size.substr(size.find(' ') + 1);
          one["crop"] = crop;
        }
        sights.push_back(one);
      }
      object["sights"] = sights;
      if (groups[i].size() > kMaxOthers + 1) {
        object["more"] = std::to_string(groups[i].size() - kMaxOthers - 1);
      }
      if (auto done = file_.write(pair.render(object)); !done) return done;
    }
    return file_.write("</section>\n");
  }

  Result<void> write_rows() {
    if (auto done =
            file_.write("<section class=\"rows\" aria-labelledby=\"rows\">\n<h2 id=\"rows\">Từng "
                        "ảnh, từng mã <span lang=\"en\">Each picture, each code</span></h2>\n");
        !done) {
      return done;
    }
    const std::string twice_class = " v-" + std::string(kSeenTwice);
    std::uint64_t stamp = 0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      auto record = rows_.read(i);
      if (!record) return record.error();
      const char kind = record->front();
      std::string text = record->substr(1);
      if (kind == kOpens) {
        const auto space = text.find(' ');
        const std::uint64_t codes = std::stoull(text.substr(0, space));
        text.erase(0, space + 1);
        const auto first = group_of_.lower_bound(stamp);
        const bool any = first != group_of_.end() && first->first < stamp + codes;
        text.replace(text.find(kHole), 1, any ? twice_class : "");
      }
      if (kind == kStamp) {
        const auto group = group_of_.find(stamp++);
        const bool is_twice = group != group_of_.end();
        text.replace(text.find(kHole), 1, is_twice ? twice_class : "");
        if (is_twice) text += link_to(group->second);
        text += "</li>\n";
      }
      if (auto done = file_.write(text); !done) return done;
    }
    return {};
  }

  static std::string link_to(std::size_t group) {
    const Bilingual words = seen_twice_title();
    return "<p class=\"twice\"><a href=\"#t" + std::to_string(group) + "\">" + words.vi +
           " <span lang=\"en\">" + words.en + "</span></a></p>\n";
  }

  OutputFile file_;
  ReportHead head_;
  Spool rows_, crops_;
  Totals totals_;
  std::uint64_t stamps_ = 0;
  std::map<std::uint64_t, std::size_t>
      group_of_;  ///< a stamp's row, its number in the part on them
  mustache row_ = load("report_row.mustache"), code_ = load("report_code.mustache");
};

}  // namespace

std::string shown_text(std::string_view bytes) {
  std::string out;
  while (!bytes.empty()) {
    const std::string_view before = bytes;
    if (take_code_point(bytes)) {
      out += before.substr(0, before.size() - bytes.size());
    } else {
      out += "\uFFFD";
      bytes.remove_prefix(1);
    }
  }
  return printable(out);
}

Result<std::unique_ptr<Report>> html_report(const std::string& file, ReportHead head) {
  auto output = OutputFile::create(file);
  if (!output) return output.error();
  auto rows = Spool::create();
  if (!rows) return rows.error();
  auto crops = Spool::create();
  if (!crops) return crops.error();
  return std::unique_ptr<Report>(std::make_unique<HtmlReport>(std::move(*output), std::move(head),
                                                              std::move(*rows), std::move(*crops)));
}

}  // namespace tem::cli
