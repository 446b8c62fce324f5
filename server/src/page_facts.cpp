#include "page_facts.hpp"

#include <algorithm>

#include "product_fields.hpp"
#include "tem/places.hpp"

namespace tem {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::list;

constexpr std::size_t kSerialGroup = 5;  // ten characters are compared by eye in two halves

PageObject labelled(std::string_view vi, std::string_view en) {
  PageObject object;
  object["label"] = bilingual({std::string(vi), std::string(en)});
  return object;
}

PageObject key_fact(std::string_view vi, std::string_view en, const std::string& value) {
  PageObject object = labelled(vi, en);
  object["value"] = value;
  return object;
}

bool has(const Verdict& verdict, Finding finding) {
  return std::ranges::find(verdict.findings, finding) != verdict.findings.end();
}

/// What a message says beyond the title before it and the advice after it, which have places of
/// their own on the page.
std::string reason_in(std::string_view message, std::string_view title, std::string_view advice) {
  if (message.starts_with(title)) {
    message.remove_prefix(title.size());
    if (message.starts_with('.')) message.remove_prefix(1);
  }
  if (message.ends_with(advice)) message.remove_suffix(advice.size());
  const auto first = message.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return std::string(message.substr(first, message.find_last_not_of(' ') - first + 1));
}

/// Lot, dates and serial: what a buyer compares with the package.
list key_facts(const Verdict& verdict) {
  list facts;
  facts.push_back(key_fact("Số lô", "Lot", verdict.stamp->lot().str()));
  if (verdict.lot)
    facts.push_back(
        key_fact("NSX (ngày sản xuất)", "Produced", verdict.lot->produced.vietnamese()));
  if (verdict.last_day) {
    PageObject expires = key_fact("HSD (hạn sử dụng)", "Expires", verdict.last_day->vietnamese());
    if (has(verdict, Finding::expired_)) expires["note"] = bilingual({"Đã quá hạn", "Expired"});
    facts.push_back(expires);
  }
  PageObject serial = labelled("Số sê-ri của tem", "Stamp serial");
  const std::string text = verdict.stamp->serial().str();
  list groups;
  for (std::size_t i = 0; i < text.size(); i += kSerialGroup)
    groups.push_back(text.substr(i, kSerialGroup));
  serial["groups"] = groups;
  serial["kind"] = "serial";
  facts.push_back(serial);
  return facts;
}

PageObject product_facts(const Product& product) {
  PageObject object;
  object["name"] = product.name;
  if (auto english = product.text("name_en"); !english.empty()) object["name_en"] = english;
  if (auto brand = product.text("brand"); !brand.empty()) object["brand"] = brand;
  if (auto image = product.text("image"); is_safe_https(image)) object["image"] = image;
  list warnings;
  for (const std::string& warning : shown_warnings(product)) warnings.push_back(warning);
  object["warnings"] = warnings;
  return object;
}

list detail_facts(const Verdict& verdict) {
  list details;
  if (verdict.product) {
    for (const ShownField& field : shown_fields(*verdict.product)) {
      PageObject object;
      PageObject label;
      label["vi"] = field.label.vi;
      if (!field.label.en.empty()) label["en"] = field.label.en;
      object["label"] = label;
      list items;
      for (const std::string& item : field.items) items.push_back(item);
      object["items"] = items;
      details.push_back(object);
    }
  }
  PageObject gtin = labelled("Mã sản phẩm (GTIN)", "Product code (GTIN)");
  list items;
  items.push_back(verdict.stamp->gtin().str());
  gtin["items"] = items;
  details.push_back(gtin);
  return details;
}

/// `tel:` takes digits, a leading plus and nothing that could be another scheme.
std::string phone_link(std::string_view phone) {
  std::string digits;
  for (const char c : phone) {
    if ((c >= '0' && c <= '9') || (c == '+' && digits.empty())) digits += c;
  }
  return digits.empty() ? std::string() : "tel:" + digits;
}

PageObject producer_facts(const Producer& producer) {
  PageObject object;
  object["name"] = producer.name;
  object["address"] = producer.address;
  list facts;
  if (producer.phone) {
    PageObject phone = key_fact("Điện thoại", "Phone", *producer.phone);
    if (auto link = phone_link(*producer.phone); !link.empty()) phone["link"] = link;
    facts.push_back(phone);
  }
  if (producer.url) {
    PageObject url = key_fact("Trang web", "Web site", *producer.url);
    if (is_safe_https(*producer.url)) url["link"] = *producer.url;
    facts.push_back(url);
  }
  if (producer.tax_code) facts.push_back(key_fact("Mã số thuế", "Tax code", *producer.tax_code));
  if (producer.gln) facts.push_back(key_fact("Mã địa điểm (GLN)", "Location (GLN)", *producer.gln));
  object["facts"] = facts;
  return object;
}

bool is_valid(CertificateState state) {
  return state == CertificateState::in_force || state == CertificateState::expiring;
}

/// `vouches`: the verdict lets the certificate speak for the package in hand.
PageObject certificate_facts(const CertificateView& view, bool vouches) {
  const CertificateGranted& granted = view.record.granted;
  const Bilingual state = title(view.state);
  Bilingual heading{granted.scheme, granted.scheme};
  if (granted.stars) {
    heading.vi += " " + std::to_string(*granted.stars) + " sao";
    heading.en += *granted.stars == 1 ? " 1 star" : " " + std::to_string(*granted.stars) + " stars";
  }
  PageObject object;
  object["title"] = bilingual({heading.vi + " – " + state.vi, heading.en + " – " + state.en});
  if (vouches) object["state"] = std::string(name(view.state));
  object["valid"] = is_valid(view.state);
  // Decision 148/QĐ-TTg: stars may be shown only while the certificate is in force.
  if (granted.stars && is_valid(view.state) && vouches) {
    std::string stars;
    for (int i = 0; i < std::clamp(*granted.stars, 0, 5); ++i) stars += "★";
    object["stars"] = stars;
  }
  object["decision"] = granted.decision;
  object["authority"] = granted.authority;
  object["granted"] = granted.granted.vietnamese();
  object["expires"] = granted.expires.vietnamese();
  if (view.state == CertificateState::revoked && view.record.revoke_reason)
    object["reason"] = *view.record.revoke_reason;
  return object;
}

/// The name that people know of a place in a history; itself where it is no place of ours.
std::string place_name(const std::string& id) {
  const auto place = find_place(id);
  return place ? place->name.vi : id;
}

std::string joined(const std::vector<std::string>& places) {
  std::string text;
  std::vector<std::string> names;
  for (const std::string& place : places) {
    const std::string each = place_name(place);
    if (std::ranges::find(names, each) != names.end()) continue;  // geohashes of one province
    text += (text.empty() ? "" : ", ") + each;
    names.push_back(each);
  }
  return text;
}

/// "23/11/2026" of "23/11/2026 17:00".
std::string day_of(const std::string& local_time) { return local_time.substr(0, 10); }

PageObject history_facts(const History& history, const PageSettings& settings) {
  PageObject object;
  object["scans"] = grouped(history.scans);
  if (history.first) object["first"] = settings.local_time(*history.first);
  if (history.last) object["last"] = settings.local_time(*history.last);
  if (std::string places = joined(history.places); !places.empty()) object["places"] = places;
  if (history.claimed) object["claimed"] = settings.local_time(*history.claimed);
  if (history.wrong_codes > 0) object["wrong_codes"] = grouped(history.wrong_codes);
  return object;
}

/// "Đã kiểm tra 3 lần từ 12/11/2026 · Quảng Ninh": the history in a line, this look included.
Bilingual seen_line(const History& history, const PageSettings& settings) {
  if (history.scans <= 1 || !history.first) {
    return {"Đây là lần kiểm tra đầu tiên của tem này.", "This is the first check of this stamp."};
  }
  const std::string count = grouped(history.scans), day = day_of(settings.local_time(*history.first));
  Bilingual line{"Đã kiểm tra " + count + " lần từ " + day,
                 "Checked " + count + " times since " + day};
  if (const std::string places = joined(history.places); !places.empty()) {
    line.vi += ", ở " + places;
    line.en += ", in " + places;
  }
  return {line.vi + ".", line.en + "."};
}

list journey_facts(const Verdict& verdict, const PageSettings& settings) {
  list steps;
  for (const Step& step : verdict.journey) {
    PageObject object;
    object["kind"] = std::string(name(step.kind));
    object["title"] = bilingual(title(step.kind));
    object["when"] = step.at ? settings.local_time(*step.at) : step.on.vietnamese();
    if (step.entry) object["entry"] = grouped(*step.entry);
    steps.push_back(object);
  }
  return steps;
}

/// Findings after which the registered facts say nothing about the package in hand.
bool is_distrusted(Finding headline) {
  return headline == Finding::revoked_key_ || headline == Finding::unissued_ ||
         headline == Finding::void_;
}

void add_stamp_facts(PageObject& page, const Verdict& verdict, const PageSettings& settings) {
  const bool distrusted = is_distrusted(verdict.headline());
  page["has_facts"] = true;
  page["distrusted"] = distrusted;
  page["keys"] = key_facts(verdict);
  if (verdict.product) page["product"] = product_facts(*verdict.product);
  if (verdict.producer) page["producer"] = producer_facts(*verdict.producer);
  list certificates;
  for (const CertificateView& view : verdict.certificates)
    certificates.push_back(certificate_facts(view, !distrusted));
  page["has_certificates"] = !verdict.certificates.empty();
  page["certificates"] = certificates;
  page["has_details"] = true;
  page["details"] = detail_facts(verdict);
  page["has_journey"] = !verdict.journey.empty();
  page["journey"] = journey_facts(verdict, settings);
  // One look is told in the first line; its time is the page's own.
  if (verdict.history && (verdict.history->scans > 1 || verdict.history->claimed ||
                          verdict.history->wrong_codes > 0)) {
    page["history"] = history_facts(*verdict.history, settings);
  }
}

/// Error texts set code off with backticks, which mean nothing to a person at a shelf.
std::string technical(const Error& error) {
  std::string text = error.str();
  std::ranges::replace(text, '`', '"');
  return text;
}

}  // namespace

PageObject bilingual(const Bilingual& text) {
  PageObject object;
  object["vi"] = text.vi;
  object["en"] = text.en;
  return object;
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3;) {
    i -= 3;
    text.insert(i, 1, '.');
  }
  return text;
}

PageObject verdict_facts(const Verdict& verdict, const PageSettings& settings) {
  const Finding headline = verdict.headline();
  PageObject page;
  const std::string colour{name(tone(headline))};
  page["tone"] = colour;
  page[colour] = true;  // which shape to draw
  page["headline"] = bilingual(title(headline));
  const Bilingual said = title(headline), todo = advice(headline);
  const Bilingual why{reason_in(verdict.message.vi, said.vi, todo.vi),
                      reason_in(verdict.message.en, said.en, todo.en)};
  // The reason of a void or a recall is its producer's own text, and a suspicion is what was seen:
  // shown once, under their own headings.
  const bool has_heading = (headline == Finding::void_ && verdict.void_reason) ||
                           (headline == Finding::recalled_ && verdict.recall) ||
                           (headline == Finding::suspect_ && verdict.history);
  if (!why.vi.empty() && !has_heading) page["why"] = bilingual(why);
  page["advice"] = bilingual(todo);
  list others;
  for (std::size_t i = 1; i < verdict.findings.size(); ++i)
    others.push_back(bilingual(title(verdict.findings[i])));
  page["has_others"] = verdict.findings.size() > 1;
  page["others"] = others;
  page["urgent"] = tone(headline) == Tone::red || headline == Finding::suspect_ ||
                   headline == Finding::claimed_;
  if (verdict.malformed) page["technical"] = technical(*verdict.malformed);
  if (!verdict.stamp) return page;

  if (verdict.recall) {
    PageObject recall;
    recall["reason"] = verdict.recall->reason;
    if (verdict.recall->advice) recall["guidance"] = *verdict.recall->advice;
    page["recall"] = recall;
  }
  if (verdict.void_reason) page["void_reason"] = *verdict.void_reason;
  if (verdict.history) {
    list warnings;
    for (const Warning& warning : verdict.history->warnings) {
      warnings.push_back(bilingual(warning.seen));
    }
    page["has_warnings"] = !verdict.history->warnings.empty();
    page["warnings"] = warnings;
    page["seen"] = bilingual(seen_line(*verdict.history, settings));
  }
  add_stamp_facts(page, verdict, settings);
  return page;
}

PageObject refused_facts(const Error& why) {
  PageObject page;
  Bilingual headline{"Chưa gửi được", "Not sent"};
  Bilingual text{"Nội dung gửi lên không dùng được.", "What was sent could not be used."};
  switch (why.code) {
    case ErrorCode::bad_code:
      headline = {"Mã chưa đúng dạng", "That is no hidden code"};
      text = {"Mã dưới lớp phủ gồm tám chữ cái và chữ số. Lần nhập này không bị tính là nhập sai.",
              "A hidden code has eight letters and digits. This did not count as a wrong try."};
      break;
    case ErrorCode::forbidden:
      text = {"Biểu mẫu này do một trang khác gửi tới nên không được nhận.",
              "This form was sent by another site, so it was not taken."};
      break;
    case ErrorCode::too_long:
      text = {"Nội dung quá dài.", "The text is too long."};
      break;
    case ErrorCode::bad_field:
      text = {"Có ô bắt buộc còn trống hoặc không hợp lệ.",
              "A field that is needed is empty or not valid."};
      break;
    default: break;
  }
  page["headline"] = bilingual(headline);
  page["why"] = bilingual(text);
  page["technical"] = technical(why);
  return page;
}

}  // namespace tem
