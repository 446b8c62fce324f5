#include "tem/service_settings.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <functional>
#include <thread>
#include <variant>

#include "listen_address.hpp"
#include "tem/code_point.hpp"
#include "tem/quote.hpp"
#include "tem/toml_letters.hpp"

namespace tem {
namespace {

using S = ServiceSettings;
constexpr std::size_t kMaxTextBytes = 1'000;
constexpr std::size_t kMaxListItems = 100;
constexpr std::int64_t kKiB = 1024, kMiB = 1024 * 1024, kGiB = std::int64_t{1024} * kMiB;
constexpr std::int64_t kHour = 3'600'000;  // ms

struct Text {
  std::function<std::string&(S&)> of;
  Result<void> (*check)(const std::string&);
};
struct Texts {
  std::function<std::vector<std::string>&(S&)> of;
  Result<void> (*check)(const std::string&);
};
struct Flag {
  std::function<bool&(S&)> of;
};
struct Whole {
  std::int64_t least, most;
  std::function<std::int64_t(S&)> get;
  std::function<void(S&, std::int64_t)> set;
};

struct Setting {
  std::string key;  ///< with its tables: `tls.cert`
  std::string comment;
  std::variant<Text, Texts, Flag, Whole> is;
};

/// `ref` gives the number, or the duration in milliseconds, within the settings.
template <class Ref>
Whole whole(std::int64_t least, std::int64_t most, Ref ref) {
  using Value = std::remove_reference_t<decltype(ref(std::declval<S&>()))>;
  return {least, most,
          [ref](S& s) -> std::int64_t {
            if constexpr (requires { ref(s).count(); }) {
              return static_cast<std::int64_t>(ref(s).count());
            } else {
              return static_cast<std::int64_t>(ref(s));
            }
          },
          [ref](S& s, std::int64_t value) { ref(s) = Value(value); }};
}

Result<void> any_text(const std::string&) { return {}; }
Result<void> listen_form(const std::string& text) {
  if (const auto address = parse_listen_address(text); !address)
    return Error{ErrorCode::bad_value,
                 "must be an address and a port, as \"127.0.0.1:8080\" or \"[::1]:8080\""};
  return {};
}
Result<void> proxy_form(const std::string& text) {
  const std::vector<std::string> one = {text};
  if (const auto proxies = NamedProxies::parse(one); !proxies)
    return Error{ErrorCode::bad_value,
                 "must hold addresses or networks, as \"10.0.0.0/8\"; " + proxies.error().str()};
  return {};
}

#define OF(member) ([](S & s) -> auto& { return s.member; })

void add_limits(std::vector<Setting>& all) {
  const auto add = [&](std::string_view key, std::string comment, Whole is) {
    all.push_back({"limits." + std::string(key), std::move(comment), std::move(is)});
  };
  add("header_bytes", "a request's header; more is answered with 431",
      whole(kKiB, kMiB, OF(limits.header_bytes)));
  add("body_bytes", "a request's body, photographs and streams apart; more: 413",
      whole(kKiB, kGiB, OF(limits.body_bytes)));
  add("upload_bytes", "a photograph; more: 413", whole(kKiB, kGiB, OF(limits.upload_bytes)));
  add("uploads", "photographs that wait for a thread; more: 503",
      whole(1, 10'000, OF(limits.uploads)));
  add("waiting", "lists, lots and print files that wait for a thread; more: 503",
      whole(1, 100'000, OF(limits.waiting)));
  add("streams", "bodies at once that are sent or taken in piece by piece; more: 503",
      whole(1, 10'000, OF(limits.streams)));
  add("held_bytes", "all bodies and long answers held at once, photographs apart; more: 503",
      whole(kMiB, 1024 * kGiB, OF(limits.held_bytes)));
  add("held_upload_bytes", "all photographs held at once; more: 503",
      whole(kMiB, 1024 * kGiB, OF(limits.held_upload_bytes)));
  add("connections", "connections; more cost those that have waited longest for their client",
      whole(1, 1'000'000, OF(limits.connections)));
  add("connections_per_client", "the same of one address, named proxies apart",
      whole(1, 1'000'000, OF(limits.connections_per_client)));
  add("handshakes", "TLS handshakes under way; more cost the oldest of them",
      whole(1, 1'000'000, OF(limits.handshakes)));
  add("request_ms", "from a request's first byte to its last; a TLS handshake",
      whole(100, kHour, OF(limits.request_time)));
  add("idle_ms", "between requests of a connection; for the next piece of a stream",
      whole(100, kHour, OF(limits.idle_time)));
  add("write_ms", "for a client to take an answer, or a piece of it",
      whole(100, kHour, OF(limits.write_time)));
  add("gate_ms", "for a scan to be on the disk before its answer; longer: 503",
      whole(100, kHour, OF(limits.gate_time)));
  add("drain_ms", "on SIGTERM, to finish what is under way",
      whole(0, kHour, OF(limits.drain_time)));
  add("ticket_ms", "for which a TLS session can be resumed; then its key is forgotten",
      whole(1000, kHour, OF(limits.ticket_time)));
}

void add_rates(std::vector<Setting>& all) {
  constexpr std::string_view kWhat[kRateClasses] = {
      "stamps looked at, each of a list counted", "log files, lists, print files, other pages",
      "tries of a hidden code", "reports of suspicious stamps", "facts and lots",
      "places that shoppers tell of their looks"};
  for (const bool token : {false, true}) {
    for (std::size_t i = 0; i < kRateClasses; ++i) {
      const auto ref = [token, i](S& s) -> Rate& {
        return (token ? s.rates.token : s.rates.client)[i];
      };
      const std::string stem = std::string(token ? "rates.token." : "rates.client.") +
                               std::string(name(static_cast<RateClass>(i)));
      all.push_back(
          {stem + "_per_minute", std::string(kWhat[i]) + "; more: 429; 0: no limit",
           whole(0, kMostPerMinute, [ref](S& s) -> std::uint32_t& { return ref(s).per_minute; })});
      all.push_back({stem + "_burst", "of these at once, after a pause",
                     whole(1, kMostBurst, [ref](S& s) -> std::uint32_t& { return ref(s).burst; })});
    }
  }
}

/// In the order in which they are printed: those without a table first.
std::vector<Setting> make_settings() {
  std::vector<Setting> all = {
      {"listen", "address and port; port 0 takes a free one", Text{OF(listen), listen_form}},
      {"threads", "that look at stamps and hold the connections",
       whole(1, kMaxThreads, OF(threads))},
      {"work_threads", "for what may wait for the disk: lists, lots, print files",
       whole(1, kMaxThreads, OF(work_threads))},
      {"picture_threads", "that read photographs", whole(1, kMaxThreads, OF(picture_threads))},
      {"access_log", "one line on standard error for each request; without client, seal and serial",
       Flag{OF(access_log)}},
      {"proxies", "addresses or networks whose X-Forwarded-For is believed",
       Texts{OF(proxies), proxy_form}},
      {"passphrase_file",
       "the line that opens the registry's private keys, for facts and lots; empty: they are plain",
       Text{OF(passphrase_file), any_text}},
      {"geoip", "MaxMind DB file that tells a client's province; empty: none; SIGHUP reads it again",
       Text{OF(geoip), any_text}},
      {"retention_days", "after which scans and reports are erased, their numbers kept; 0: never",
       whole(0, 36'500, OF(retention_days))},
      {"tls.cert",
       "PEM file of the certificate with its chain; empty: plain HTTP; SIGHUP reads it again",
       Text{OF(tls_cert), any_text}},
      {"tls.key", "PEM file of its key, not encrypted", Text{OF(tls_key), any_text}},
  };
  add_limits(all);
  add_rates(all);
  return all;
}
#undef OF

const std::vector<Setting>& settings_table() {
  static const std::vector<Setting> all = make_settings();
  return all;
}

/// Thrown while a table is walked.
[[noreturn]] void refuse(const toml::node& at, const std::string& key, const std::string& why) {
  throw Error{ErrorCode::bad_settings, "line " + std::to_string(at.source().begin.line) + ": " +
                                           tem::quoted(key) + " " + why};
}

std::string read_text(const toml::node& node, const std::string& key, const char* must) {
  const auto* value = node.as_string();
  if (value == nullptr || value->get().size() > kMaxTextBytes) refuse(node, key, must);
  for (std::string_view rest = value->get(); !rest.empty();) {
    const auto point = take_code_point(rest);
    if (!point || is_hidden(*point)) refuse(node, key, "holds a line break or a hidden character");
  }
  return value->get();
}

void read_value(const Setting& setting, const toml::node& node, S& into) {
  const std::string& key = setting.key;
  const auto checked = [&](const Result<void>& good) {
    if (!good) refuse(node, key, good.error().detail);
  };
  if (const auto* text = std::get_if<Text>(&setting.is)) {
    std::string value = read_text(node, key, "must be a text in quotes, of at most 1,000 bytes");
    checked(text->check(value));
    text->of(into) = std::move(value);
  } else if (const auto* texts = std::get_if<Texts>(&setting.is)) {
    constexpr const char* kMust = "must be a list of at most 100 texts, as [\"a\", \"b\"]";
    const auto* array = node.as_array();
    if (array == nullptr || array->size() > kMaxListItems) refuse(node, key, kMust);
    std::vector<std::string> values;
    for (const toml::node& item : *array) {
      values.push_back(read_text(item, key, kMust));
      checked(texts->check(values.back()));
    }
    texts->of(into) = std::move(values);
  } else if (const auto* flag = std::get_if<Flag>(&setting.is)) {
    const auto* value = node.as_boolean();
    if (value == nullptr) refuse(node, key, "must be true or false");
    flag->of(into) = value->get();
  } else {
    const auto& number = std::get<Whole>(setting.is);
    const auto* value = node.as_integer();
    if (value == nullptr || value->get() < number.least || value->get() > number.most)
      refuse(node, key,
             "must be a whole number from " + std::to_string(number.least) + " to " +
                 std::to_string(number.most));
    number.set(into, value->get());
  }
}

void read_table(const toml::table& table, const std::string& prefix, S& into) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    const bool plain = name.str().find('.') == std::string_view::npos;
    const auto& all = settings_table();
    const auto setting = std::ranges::find(all, key, &Setting::key);
    const bool is_table = std::ranges::any_of(
        all, [&](const Setting& each) { return each.key.starts_with(key + "."); });
    if (plain && setting != all.end()) {
      read_value(*setting, node, into);
    } else if (plain && is_table) {
      const auto* inner = node.as_table();
      if (inner == nullptr) refuse(node, key, "must be a table, as [" + key + "]");
      read_table(*inner, key + ".", into);
    } else {
      refuse(node, key, "is no setting; temd --print-config shows them all");
    }
  }
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

std::string value_text(const Setting& setting, S& settings) {
  if (const auto* text = std::get_if<Text>(&setting.is)) return in_quotes(text->of(settings));
  if (const auto* flag = std::get_if<Flag>(&setting.is))
    return flag->of(settings) ? "true" : "false";
  if (const auto* number = std::get_if<Whole>(&setting.is))
    return std::to_string(number->get(settings));
  std::string list;
  for (const auto& item : std::get<Texts>(setting.is).of(settings))
    list += (list.empty() ? "" : ", ") + in_quotes(item);
  return "[" + list + "]";
}

}  // namespace

unsigned cores() noexcept {
  return std::clamp(std::thread::hardware_concurrency(), 1U, kMaxThreads);
}

Result<ServiceSettings> parse_service_settings(std::string_view toml, std::string_view file,
                                               ServiceSettings over) {
  const auto refused = [&](std::string why) {
    std::ranges::replace_if(
        why, [](char c) { return c >= 0 && c < ' '; }, ' ');
    return Error{ErrorCode::bad_settings, std::string(file) + ": " + why};
  };
  if (toml.size() > kMaxSettingsBytes)
    return refused("more than " + std::to_string(kMaxSettingsBytes) + " bytes");
  if (const auto letters = check_toml_letters(toml); !letters)
    return refused(letters.error().str());
  try {
    read_table(toml::parse(toml), "", over);
  } catch (const Error& wrong) {
    return refused(wrong.detail);
  } catch (const toml::parse_error& failure) {
    return refused("line " + std::to_string(failure.source().begin.line) + ": " +
                   std::string(failure.description()) + R"(; a text stands in "quotes")");
  }
  return over;
}

Result<ServiceSettings> set_one(std::string_view assignment, ServiceSettings over) {
  const auto equals = assignment.find('=');
  if (equals == std::string_view::npos ||
      assignment.find_first_of("\n\r#") != std::string_view::npos)
    return Error{ErrorCode::bad_settings, "--set " + tem::quoted(assignment) +
                                              ": must be KEY=VALUE, the value as in temd.toml"};
  return parse_service_settings(assignment, "--set", std::move(over));
}

Result<void> check_together(const ServiceSettings& settings) {
  if (settings.tls_cert.empty() != settings.tls_key.empty()) {
    const bool has_cert = !settings.tls_cert.empty();
    return Error{ErrorCode::bad_settings,
                 std::string(has_cert ? "\"tls.cert\" is set and \"tls.key\" is not"
                                      : "\"tls.key\" is set and \"tls.cert\" is not") +
                     ": TLS needs both, plain HTTP neither"};
  }
  return {};
}

std::string settings_text(ServiceSettings settings) {
  std::string text = "# Settings of temd: temd.toml in the registry's folder, or --config FILE.\n";
  std::string table;
  for (const Setting& setting : settings_table()) {
    const auto dot = setting.key.rfind('.');
    const std::string in = dot == std::string::npos ? "" : setting.key.substr(0, dot);
    if (in != table) text += "\n[" + in + "]\n";
    table = in;
    text += "\n# " + setting.comment;
    if (const auto* number = std::get_if<Whole>(&setting.is))
      text += " (" + std::to_string(number->least) + " to " + std::to_string(number->most) + ")";
    text += "\n" + setting.key.substr(dot == std::string::npos ? 0 : dot + 1) + " = " +
            value_text(setting, settings) + "\n";
  }
  return text;
}

}  // namespace tem
