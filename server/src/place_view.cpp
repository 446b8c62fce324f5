#include "tem/place_view.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tem {

PlaceView noted(const Bilingual& place, Finding before, Finding now) {
  PlaceView view{"noted",
                 {"Đã ghi nhận nơi kiểm tra", "Place noted"},
                 {"Lần kiểm tra vừa rồi được ghi nhận ở " + place.vi + ". Cảm ơn bạn.",
                  "Your check is noted in " + place.en + ". Thank you."},
                 now,
                 before != now};
  if (view.changed) {
    view.title = title(now);
    view.text.vi += " Với thông tin này, kết quả kiểm tra đã thay đổi.";
    view.text.en += " With it the result has changed.";
  }
  return view;
}

PlaceView not_noted(Finding now) {
  return {"not_noted",
          {"Không ghi thêm nơi kiểm tra", "No place was noted"},
          {"Nơi kiểm tra chỉ ghi được một lần, trong vòng một giờ sau khi quét tem, và trong một ngày "
           "mỗi mạng chỉ ở một nơi.",
           "A place is noted once, within an hour of a scan, and a network is in one place on one "
           "day."},
          now};
}

std::string to_json(const PlaceView& view) {
  return boost::json::serialize(boost::json::object{
      {"outcome", view.outcome},
      {"verdict", name(view.verdict)},
      {"message", boost::json::object{{"vi", view.title.vi + ". " + view.text.vi},
                                      {"en", view.title.en + ". " + view.text.en}}}});
}

}  // namespace tem
