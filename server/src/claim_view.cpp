#include "tem/claim_view.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tem {
namespace {

ClaimView wrong_code(int tries_left) {
  const std::string tries = std::to_string(tries_left);
  ClaimView view{"wrong_code",
                 Tone::amber,
                 {"Mã chưa đúng", "Wrong code"},
                 {"Mã vừa nhập không phải mã dưới lớp phủ của tem này. Hãy xem lại từng ký tự. ",
                  "That is not the code under this stamp’s scratch layer. Look at each character "
                  "again. "},
                 {},
                 {},
                 tries_left,
                 Finding::genuine_};
  if (tries_left > 0) {
    view.text.vi += "Còn " + tries + " lần nhập trước khi tạm khóa một giờ.";
    view.text.en += tries_left == 1
                        ? "One try is left before claims are locked for an hour."
                        : tries + " tries are left before claims are locked for an hour.";
  } else {
    view.text.vi += "Việc xác nhận tem này tạm khóa một giờ.";
    view.text.en += "Claims of this stamp are now locked for an hour.";
  }
  return view;
}

Bilingual claimed_at(const std::string& time, bool by_same_client) {
  const Bilingual claimed{"Tem này đã được xác nhận lúc " + time, "This stamp was claimed at " + time};
  if (by_same_client) {  // sent twice, or the answer was lost
    return {claimed.vi +
                ", từ cùng địa chỉ mạng và trình duyệt này; có lẽ chính bạn đã gửi mã. Nếu không "
                "phải bạn, sản phẩm có thể là hàng giả: hãy hỏi nơi bán và báo cho chúng tôi.",
            claimed.en +
                ", from this network address and browser; perhaps you sent the code yourself. If "
                "it was not you, the product may be a copy: ask the shop and report it."};
  }
  return {claimed.vi + ". Nếu không phải bạn, sản phẩm có thể là hàng giả: đừng sử dụng, hãy hỏi nơi "
                       "bán và báo cho chúng tôi.",
          claimed.en + ". If it was not you, the product may be a copy: do not use it, ask the shop "
                       "and report it."};
}

}  // namespace

bool is_claimable(const Verdict& verdict) noexcept {
  if (!verdict.stamp || !verdict.lot || verdict.mode != CheckMode::online) return false;
  return std::ranges::all_of(verdict.findings, [](Finding finding) {
    switch (finding) {
      case Finding::expired_:
      case Finding::suspect_:
      case Finding::claimed_:
      case Finding::genuine_:
        return true;
      case Finding::not_a_stamp_:
      case Finding::unknown_issuer_:
      case Finding::forged_:
      case Finding::revoked_key_:
      case Finding::unissued_:
      case Finding::void_:
      case Finding::recalled_:
      case Finding::inactive_:
        return false;
    }
    return false;
  });
}

ClaimView view_of(const ClaimAnswer& answer, const Verdict& verdict,
                  const std::function<std::string(Instant)>& local_time) {
  const std::string at = answer.at ? local_time(*answer.at) : std::string();
  ClaimView view;
  switch (answer.outcome) {
    case ClaimOutcome::claimed:
      view = {
          "claimed",
          Tone::green,
          {"Xác nhận thành công", "Claimed"},
          {"Mã đúng, và bạn là người đầu tiên xác nhận tem này. Từ nay, ai quét tem này cũng được "
           "báo là tem đã có người xác nhận; một nhãn sao chép sẽ lộ ra.",
           "The code is right, and you are the first to claim this stamp. From now on everyone "
           "who scans it is told that it was claimed, so a copied label gives itself away."},
          answer.at,
          {},
          {},
          {}};
      break;
    case ClaimOutcome::claimed_before:
      view = {
          "claimed_before",
          answer.by_same_client ? Tone::grey : Tone::amber,
          {"Tem đã được xác nhận trước đó", "Already claimed"},
          claimed_at(at, answer.by_same_client),
          answer.at,
          {},
          {},
          {}};
      break;
    case ClaimOutcome::wrong_code:
      view = wrong_code(answer.tries_left);
      break;
    case ClaimOutcome::locked:
      view = {"locked",
              Tone::amber,
              {"Tạm khóa xác nhận", "Claims locked for now"},
              {"Mã của tem này đã bị nhập sai quá nhiều lần. Có thể nhập lại sau " + at + ".",
               "The code of this stamp was entered wrongly too many times. Try again after " + at +
                   "."},
              {},
              answer.at,
              {},
              {}};
      break;
  }
  view.verdict = verdict.headline();
  return view;
}

ClaimView not_claimable(const Verdict& verdict) {
  const Finding headline = verdict.headline();
  const Bilingual said = title(headline), todo = advice(headline);
  return {"not_claimable",
          tone(headline),
          {"Không xác nhận được: " + said.vi, "Cannot be claimed: " + said.en},
          todo,
          {},
          {},
          {},
          headline};
}

std::string to_json(const ClaimView& view) {
  boost::json::object object{{"outcome", view.outcome}};
  if (view.at) object["at"] = view.at->str();
  if (view.until) object["until"] = view.until->str();
  if (view.tries_left) object["tries_left"] = *view.tries_left;
  object["verdict"] = name(view.verdict);
  object["message"] = boost::json::object{{"vi", view.title.vi + ". " + view.text.vi},
                                          {"en", view.title.en + ". " + view.text.en}};
  return boost::json::serialize(object);
}

}  // namespace tem
