#include "tem/error.hpp"

namespace tem {

// No `default:` in these: -Werror=switch names the code that is missing from a table.

std::string_view name(ErrorCode code) noexcept {
  switch (code) {
#define X(name, http, exit, text) \
  case ErrorCode::name:           \
    return #name;
    TEM_ERRORS(X)
#undef X
  }
  return "internal";
}

std::string_view title(ErrorCode code) noexcept {
  switch (code) {
#define X(name, http, exit, text) \
  case ErrorCode::name:           \
    return text;
    TEM_ERRORS(X)
#undef X
  }
  return "unexpected failure";
}

int http_status(ErrorCode code) noexcept {
  switch (code) {
#define X(name, http, exit, text) \
  case ErrorCode::name:           \
    return http;
    TEM_ERRORS(X)
#undef X
  }
  return 500;
}

int exit_status(ErrorCode code) noexcept {
  switch (code) {
#define X(name, http, exit, text) \
  case ErrorCode::name:           \
    return exit;
    TEM_ERRORS(X)
#undef X
  }
  return 3;
}

std::string Error::str() const { return detail.empty() ? std::string(title(code)) : detail; }

Error Error::at(std::string_view where) const {
  return {code, std::string(where).append(": ").append(str())};
}

}  // namespace tem
