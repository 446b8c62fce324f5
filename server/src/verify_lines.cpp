#include "verify_lines.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "line_splitter.hpp"
#include "looking.hpp"
#include "rate_check.hpp"
#include "tem/digital_link.hpp"
#include "text_fields.hpp"

namespace tem {

namespace json = boost::json;

namespace {

// Longer ones are no stamps: the verdict says so.
constexpr FieldRule kLine[] = {{"uri", kMaxLineBytes, true}};

std::string error_line(std::uint64_t number, const Error& error) {
  json::object line{{"line", number}, {"error", name(error.code)}, {"detail", error.str()}};
  return json::serialize(line) + "\n";
}

class VerifyLines : public Exchange {
 public:
  VerifyLines(const Call& call, App& app)
      : request_(call.request), caller_(call.caller), path_(call.path), app_(app) {}

  Result<std::string> take(std::string_view bytes) override {
    return answer([&](const LineSplitter::Each& each) { lines_.take(bytes, each); });
  }
  Result<std::string> finish() override {
    return answer([&](const LineSplitter::Each& each) { lines_.finish(each); });
  }

 private:
  template <class Split>
  Result<std::string> answer(const Split& split) {
    if (caller_.token) {
      auto again = find_caller(request_.authorization, app_.tokens(), app_.now());
      if (!again) return std::move(again).error();
    }
    Looker looker({request_, caller_, path_, {}, {}}, app_, Channel::api);
    std::string out;
    std::optional<Error> failed;
    split([&](std::uint64_t number, const Result<std::string_view>& line) {
      if (failed) return;
      if (over_rate(request_, caller_, app_, RateClass::looks, 1)) {
        out += error_line(number, {ErrorCode::rate_limited, "too many stamps at once; send the rest later"});
        return;
      }
      const auto uri = line ? parse_verify_line(*line) : line.error();
      if (!uri) {
        out += error_line(number, uri.error());
        return;
      }
      const auto verdict = looker.look(*uri);
      if (!verdict) {
        failed = verdict.error();
        return;
      }
      out += to_json(*verdict, *uri, {}) + "\n";
    });
    if (failed) return *failed;
    if (auto kept = looker.wait(); !kept) return kept.error();
    return out;
  }

  Request request_;
  Caller caller_;
  std::string path_;
  App& app_;
  LineSplitter lines_;
};

}  // namespace

Result<std::string> parse_verify_line(std::string_view line) {
  line = line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
  if (line.starts_with('{')) {
    const auto fields = parse_json_fields(line, kLine);
    if (!fields) return fields.error();
    return std::string(fields->get("uri"));
  }
  json::error_code ec;
  const json::value value = line.starts_with('"') ? json::parse(line, ec) : json::value();
  const auto* text = value.if_string();
  if (ec || text == nullptr)
    return Error{ErrorCode::bad_json, "line: must be a JSON string, or {\"uri\": \"https://…\"}"};
  return std::string(text->begin(), text->end());
}

std::shared_ptr<Exchange> verify_lines(const Call& call, App& app) {
  return std::make_shared<VerifyLines>(call, app);
}

}  // namespace tem
