#include "tem/service_answer.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <limits>

#include "error_name.hpp"
#include "fields.hpp"
#include "json_text.hpp"
#include "tem/lot_stamps.hpp"
#include "utf8.hpp"

namespace tem {
namespace {

namespace json = boost::json;

Error refused(std::string why) { return {ErrorCode::bad_field, std::move(why)}; }

Result<json::object> object_in(std::string_view text) {
  auto value = parse_json(text);
  if (!value) return value.error();
  json::object* object = value->if_object();
  if (object == nullptr) return refused("must be an object");
  return std::move(*object);
}

std::string text_member(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

Result<Checkpoint> checkpoint_of(const json::object& object) {
  const std::string note = text_member(object, "checkpoint");  // of several lines
  const auto parsed = SignedNote::parse(note);
  if (!parsed) return parsed.error().at("checkpoint");
  auto head = TreeHead::parse(parsed->text);
  if (!head) return head.error().at("checkpoint");
  return Checkpoint{std::move(*head), note};
}

Result<ServiceIssued> issued_in(const json::object& object, const LotOrder& order) {
  Fields in(object);
  const auto index = in.integer("index", 0, kMaxJsonInteger);
  const auto gtin = in.gtin("gtin");
  const auto lot = in.lot("lot");
  const auto key = in.integer("key", 1, std::numeric_limits<KeyNumber>::max());
  const auto first = in.integer("first", 0, kMaxStampsInLot - 1);
  const auto count = in.integer("count", 1, kMaxStampsInLot);
  const auto produced = in.date("produced");
  const auto expires = in.optional_date("expires");
  const bool active = in.boolean("active", true);
  in.pass_over_others();
  if (auto bad = in.finish()) return std::move(*bad);
  const bool is_ordered = *gtin == order.gtin && *lot == order.lot && count == order.count &&
                          *produced == order.produced && expires == order.expires &&
                          active == order.active && (!order.key || key == *order.key);
  if (!is_ordered) return refused("is another lot than was ordered");
  if (first > kMaxStampsInLot - count) return refused("first: ends behind the last index of a lot");
  auto checkpoint = checkpoint_of(object);
  if (!checkpoint) return checkpoint.error();
  if (index >= checkpoint->head.size) return refused("checkpoint: does not hold what was appended");
  return ServiceIssued{
      {index, 1, std::move(*checkpoint)},
      {*gtin, *lot, static_cast<KeyNumber>(key), first, count, *produced, expires, active}};
}

Result<std::optional<LabelledGoods>> goods_in(const json::object& object) {
  const json::value* value = object.if_contains("label");
  if (value == nullptr) return std::optional<LabelledGoods>();
  const json::object* told = value->if_object();
  if (told == nullptr) return refused("label: must be an object");
  Fields in(*told);
  LabelledGoods goods;
  goods.product = in.text("product");
  goods.brand = in.optional_text("brand").value_or("");
  goods.producer = in.text("producer");
  if (const auto stars = in.optional_integer("stars", 1, 5)) goods.stars = static_cast<int>(*stars);
  goods.sample = in.boolean("sample", false);
  in.pass_over_others();
  if (auto bad = in.finish()) return bad->at("label");
  return std::optional(std::move(goods));
}

/// Of each stamp its serial and what it is to say.
Result<void> read_stamps(const json::array& list, RunToSeal& run) {
  const std::uint64_t first = run.run.issued.first;
  for (const json::value& value : list) {
    const std::string where = "to_sign[" + std::to_string(run.serials.size()) + "]";
    const json::object* object = value.if_object();
    if (object == nullptr) return refused(where + ": must be an object");
    Fields in(*object);
    const auto index = in.integer("index", 0, kMaxStampsInLot - 1);
    const auto text = in.text("serial");
    auto canonical = in.text("canonical", kMaxStampToSealBytes);
    in.pass_over_others();
    if (auto bad = in.finish()) return bad->at(where);
    if (index != first + run.serials.size()) return refused(where + ": index is out of order");
    const auto serial = Serial::parse(text);
    if (!serial) return serial.error().at(where);
    run.serials.push_back(*serial);
    run.canonical.push_back(std::move(canonical));
  }
  auto sorted = run.serials;
  std::ranges::sort(sorted);
  if (std::ranges::adjacent_find(sorted) != sorted.end())
    return refused("to_sign: a serial stands twice");
  return {};
}

}  // namespace

std::optional<Error> parse_problem(std::string_view body) {
  const auto object = object_in(body);
  const auto code = object ? parse_error_code(text_member(*object, "error")) : std::nullopt;
  if (!code) return std::nullopt;
  std::string detail = text_member(*object, "detail");
  constexpr std::size_t kMaxDetail = 2000;  // more is no line for a person
  if (detail.size() > kMaxDetail || !is_plain_text(detail)) detail.clear();
  return Error{*code, std::move(detail)};
}

Error error_of_status(int status) {
  const std::string said = "answers with status " + std::to_string(status);
  switch (status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return {ErrorCode::bad_usage, said +
                                        ", a redirect, and a token goes to no other address than "
                                        "was given; give --server the address it leads to"};
    case 401:
      return {ErrorCode::unauthorized, said + ": give a token with --token-file FILE"};
    case 403:
      return {ErrorCode::forbidden, said + ": what stands before the service does not let this in"};
    case 404:
      return {ErrorCode::not_found,
              said + ": no service of tem's is there; see that --server is the registry's address"};
    case 413:
      return {ErrorCode::body_too_large, said + ": send less at once"};
    case 429:
      return {ErrorCode::rate_limited, said + ": too many requests; try again later"};
    case 503:
      return {ErrorCode::too_busy, said + ": it is busy or being restarted; try again later"};
    default:
      break;
  }
  if (status >= 500)
    return {
        ErrorCode::not_reachable,
        said + ", which is none of tem's: what stands before the service fails; try again later"};
  return {ErrorCode::not_reachable,
          said + ", which is none of tem's; see that --server is the registry's address"};
}

Result<Appended> parse_appended(std::string_view text) {
  const auto object = object_in(text);
  if (!object) return object.error();
  Fields in(*object);
  const auto first = in.integer("first", 0, kMaxJsonInteger);
  const auto count = in.integer("count", 1, kMaxJsonInteger);
  in.pass_over_others();  // later versions add some
  if (auto bad = in.finish()) return std::move(*bad);
  auto checkpoint = checkpoint_of(*object);
  if (!checkpoint) return checkpoint.error();
  if (count > checkpoint->head.size || first > checkpoint->head.size - count)
    return refused("checkpoint: does not hold what was appended");
  return Appended{first, count, std::move(*checkpoint)};
}

Result<ServiceIssued> parse_issued(std::string_view text, const LotOrder& order) {
  const auto object = object_in(text);
  if (!object) return object.error();
  return issued_in(*object, order);
}

Result<RunToSeal> parse_run_to_seal(std::string_view text, const LotOrder& order) {
  const auto object = object_in(text);
  if (!object) return object.error();
  auto issued = issued_in(*object, order);
  if (!issued) return issued.error();
  Fields in(*object);
  auto origin = in.text("origin");
  const auto base_text = in.text("base");
  in.pass_over_others();
  if (auto bad = in.finish()) return std::move(*bad);
  auto base = BaseUri::parse(base_text);
  if (!base) return base.error().at("base");
  if (origin != issued->appended.checkpoint.head.origin)
    return refused("origin: is not the checkpoint's");
  const json::value* list = object->if_contains("to_sign");
  const json::array* stamps = list == nullptr ? nullptr : list->if_array();
  if (stamps == nullptr || stamps->size() != order.count)
    return refused("to_sign: must hold each of the stamps that were ordered");
  auto goods = goods_in(*object);
  if (!goods) return goods.error();
  RunToSeal run{std::move(*issued), std::move(origin), std::move(*base), {}, {}, std::move(*goods)};
  if (auto read = read_stamps(*stamps, run); !read) return read.error();
  return run;
}

Result<std::vector<SignedStamp>> seal_run(const RunToSeal& run, const SigningKey& key) {
  const LotIssued& issued = run.run.issued;
  const auto sealer = StampSealer::make(run.origin, run.base, issued.gtin, issued.lot,
                                        stamp_attributes(issued), key, issued.key);
  if (!sealer) return sealer.error();
  std::vector<SignedStamp> stamps;
  stamps.reserve(run.serials.size());
  for (std::size_t i = 0; i < run.serials.size(); ++i) {
    if (sealer->canonical(run.serials[i]) != run.canonical[i])
      return refused("to_sign[" + std::to_string(i) +
                     "]: is not a stamp of the lot that was ordered; nothing was signed");
    stamps.push_back({static_cast<std::uint32_t>(issued.first + i), run.serials[i],
                      sealer->uri(run.serials[i])});
  }
  return stamps;
}

}  // namespace tem
