// The small texts of a request: a target's path stands in it as sent and is a target itself; the
// media type of a media type is the same; and of several offers that one is preferred which is
// accepted alone. The first line is the target, the second the Content-Type, the rest Accept.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

#include "check_refusal.hpp"
#include "take_line.hpp"
#include "tem/http_text.hpp"

namespace {

void check_target(std::string_view target) {
  const auto path = tem::path_and_query(target);
  if (!path) return tem::test::check_refusal(path.error());
  if (!path->starts_with('/') || path->size() > tem::kMaxTargetBytes) std::abort();
  if (!target.ends_with(*path) && *path != "/") std::abort();  // `http://tem.example` has none
  const bool plain = std::ranges::none_of(
      *path, [](unsigned char c) { return c <= ' ' || c == 0x7F || c == '#'; });
  if (!plain) std::abort();
  const auto again = tem::path_and_query(*path);
  if (!again || *again != *path) std::abort();
}

void check_type(std::string_view field) {
  const std::string type = tem::media_type(field);
  if (type.empty()) return;
  if (tem::media_type(type) != type || std::ranges::count(type, '/') != 1) std::abort();
  if (std::ranges::any_of(type, [](char c) { return c <= ' ' || (c >= 'A' && c <= 'Z'); })) {
    std::abort();
  }
}

void check_accept(std::string_view field) {
  constexpr std::array<std::string_view, 3> offers = {"text/html", "application/json",
                                                      "text/plain"};
  const auto chosen = tem::preferred(field, offers);
  for (std::size_t i = 0; i < offers.size(); ++i) {
    const bool alone = tem::preferred(field, std::array{offers[i]}).has_value();
    if (!chosen && alone) std::abort();
    if (chosen && *chosen == i && !alone) std::abort();
    if (tem::names_type(field, offers[i]) && !alone) std::abort();
  }
  // A range that is refused or unknown changes nothing of what is named.
  const bool named = tem::names_type(field, "text/html");
  if (named && !tem::names_type(std::string(field) + ", */*;q=0", "text/html")) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  check_target(tem::test::take_line(text));
  check_type(tem::test::take_line(text));
  check_accept(text);
  return 0;
}
