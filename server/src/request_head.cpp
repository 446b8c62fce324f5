#include "tem/request_head.hpp"

#include <algorithm>

namespace tem {
namespace {

/// Is it `lower`, in whatever case?
bool is(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

}  // namespace

std::optional<Response> refuse_doubtful(const RequestHead& head) {
  const bool old = head.version < 11;
  const auto& codings = head.transfer_encodings;
  if (!codings.empty() && (old || codings.size() > 1 || !is(codings.front(), "chunked")))
    return problem({ErrorCode::bad_usage, "Transfer-Encoding: only chunked, once, with HTTP/1.1"});
  if (head.hosts > 1 || (head.hosts == 0 && !old))
    return problem({ErrorCode::bad_usage, "Host: must be given exactly once"});
  if (head.expect && !is(*head.expect, "100-continue"))
    return problem({ErrorCode::bad_usage, "Expect: only 100-continue"}, 417);
  return std::nullopt;
}

}  // namespace tem
