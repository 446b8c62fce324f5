#include "tem/access_line.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <vector>

namespace tem {
namespace {

constexpr std::size_t kMostBytes = 200;
constexpr std::size_t kMostLotBytes = 60;  // twenty characters, each escaped

std::string_view lane_name(Lane lane) {
  switch (lane) {
    case Lane::quick:
      return "quick";
    case Lane::work:
      return "work";
    case Lane::stream:
      return "stream";
    case Lane::picture:
      return "picture";
  }
  return "-";
}

std::vector<std::string_view> segments(std::string_view path) {
  std::vector<std::string_view> all;
  while (true) {
    const auto slash = path.find('/');
    all.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return all;
    path.remove_prefix(slash + 1);
  }
}

bool is_gtin(std::string_view text) {
  return text.size() == 14 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// What stands below `/01/`.
std::string stamp_path(std::string_view rest) {
  const auto parts = segments(rest);
  if (parts.size() < 3 || !is_gtin(parts[0]) || parts[1] != "10" || parts[2].size() > kMostLotBytes)
    return "-";
  std::string lot = std::string(parts[0]) + "/10/" + std::string(parts[2]);
  if (parts.size() == 3) return lot;
  return parts.size() == 5 && parts[3] == "21" ? lot + "/21/-" : "-";
}

std::string time_text(std::chrono::system_clock::time_point at) {
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
  const std::time_t second = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&second, &parts);
  std::array<char, 64> text{};
  const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text.data() + size, text.size() - size, ".%03dZ", static_cast<int>(ms % 1000));
  return text.data();
}

}  // namespace

std::string path_without_serial(std::string_view path) {
  constexpr std::string_view kGtin = "/01/";
  if (const auto at = path.find(kGtin); at != std::string_view::npos) {
    const auto end = at + kGtin.size();
    return path_without_serial(path.substr(0, at)) + std::string(kGtin) +
           stamp_path(path.substr(end));
  }
  std::string out;
  std::string_view before;
  bool first = true;
  for (const std::string_view part : segments(path)) {
    if (!first) out += '/';
    out += !first && before == "21" ? "-" : part;
    before = part;
    first = false;
  }
  return out;
}

std::string logfmt_value(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  const bool cut = text.size() > kMostBytes;
  text = text.substr(0, kMostBytes);
  const bool bare = !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != '=' && c != '\\';
  });
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) {
      out.append("\\x") += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  if (cut) out += "...";
  return bare ? out : '"' + out + '"';
}

std::string access_line(const Answered& it, std::chrono::system_clock::time_point at) {
  std::array<char, 32> ms{};
  std::snprintf(ms.data(), ms.size(), "%.3f", static_cast<double>(it.took.count()) / 1000);
  std::string line = "time=" + time_text(at) + " method=" + logfmt_value(it.method) +
                     " path=" + logfmt_value(path_without_serial(it.path)) +
                     " status=" + std::to_string(it.status) + " bytes=" + std::to_string(it.bytes) +
                     " ms=" + ms.data() + " lane=" + std::string(lane_name(it.lane));
  if (!it.why.empty()) line += " why=" + logfmt_value(it.why);
  return line;
}

}  // namespace tem
