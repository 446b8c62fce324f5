#pragma once
// What a request's header says of where the request ends and what it means.
//
//   refuse_doubtful({.version = 11, .transfer_encodings = {"gzip"}, .hosts = 1})->status   // 400

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "tem/http.hpp"

namespace tem {

struct RequestHead {
  unsigned version = 11;                             ///< 10 or 11
  std::vector<std::string_view> transfer_encodings;  ///< one for each such field
  std::size_t hosts = 0;                             ///< how many Host fields
  std::optional<std::string_view> expect;
};

/// The answer to a request that a proxy could read otherwise than we do (RFC 9112 §6.1, §3.2), or
/// that asks for what is not done here: Transfer-Encoding is `chunked`, once and alone, and only in
/// HTTP/1.1; Host stands once, or not at all in HTTP/1.0; Expect is `100-continue`. Else none.
std::optional<Response> refuse_doubtful(const RequestHead& head);

}  // namespace tem
