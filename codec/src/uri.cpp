#include "uri.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "tem/percent.hpp"
#include "tem/quote.hpp"
#include "tem/digital_link.hpp"

namespace tem {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_letter_or_digit(char c) noexcept {
  return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// RFC 3986 appendix A: unreserved, gen-delims, sub-delims and `%`.
constexpr std::array<bool, 256> kUriCharacters = [] {
  std::array<bool, 256> in{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-._~:/?#[]@!$&'()*+,;=%")) {
    in[static_cast<unsigned char>(c)] = true;
  }
  return in;
}();

Error wrong_character(std::string_view text, std::size_t at) {
  return {ErrorCode::bad_character, "character " + tem::quoted(text.substr(at, 1)) + " at place " +
                                        std::to_string(at + 1) +
                                        " may not stand there in a URI; percent-encode it"};
}

/// The length of `https://`, in either case but not mixed; 0 when the text begins otherwise.
std::size_t scheme_length(std::string_view text) noexcept {
  for (const std::string_view scheme : {"https://", "http://", "HTTPS://", "HTTP://"}) {
    if (text.starts_with(scheme)) return scheme.size();
  }
  return 0;
}

template <class Address>
bool is_address(int family, std::string_view text) {
  Address address;
  return inet_pton(family, std::string(text).c_str(), &address) == 1;
}

/// A label that a browser would take for a number makes the whole name an IPv4 address, whatever
/// else it holds (WHATWG URL, "ends in a number"): 127.1, 0x7f.
bool is_number(std::string_view label) {
  if (std::all_of(label.begin(), label.end(), is_digit)) return true;
  return label.starts_with("0x") || label.starts_with("0X");
}

/// RFC 1123 §2.1: labels of letters, digits and inner hyphens.
bool is_name(std::string_view host) {
  constexpr std::size_t kMostBytes = 253, kMostLabelBytes = 63;  // RFC 1035 §2.3.4
  if (host.size() > kMostBytes) return false;
  for (std::size_t from = 0;;) {
    const std::size_t dot = std::min(host.find('.', from), host.size());
    const std::string_view label = host.substr(from, dot - from);
    const bool ok = !label.empty() && label.size() <= kMostLabelBytes && label.front() != '-' &&
                    label.back() != '-' && std::all_of(label.begin(), label.end(), [](char c) {
                      return is_letter_or_digit(c) || c == '-';
                    });
    if (!ok) return false;
    if (dot == host.size()) return !is_number(label);
    from = dot + 1;
  }
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    return host.ends_with(']') && is_address<in6_addr>(AF_INET6, host.substr(1, host.size() - 2));
  }
  return is_name(host) || is_address<in_addr>(AF_INET, host);
}

bool is_port(std::string_view port) {
  if (port.empty() || port.size() > 5 || port.front() == '0') return false;
  int value = 0;
  for (const char c : port) {
    if (!is_digit(c)) return false;
    value = value * 10 + (c - '0');
  }
  return value <= 65535;
}

}  // namespace

Result<UriParts> split_uri(std::string_view text) {
  if (text.size() > kMaxUriBytes) {
    return Error{ErrorCode::too_long, std::to_string(text.size()) + " bytes: a URI here may have " +
                                          std::to_string(kMaxUriBytes)};
  }
  const std::size_t authority_at = scheme_length(text);
  if (authority_at == 0) {
    return Error{
        ErrorCode::bad_scheme,
        tem::quoted(text) + ": begin with https:// or http://, all lower or all upper case"};
  }
  const auto wrong = std::find_if_not(text.begin(), text.end(), [](char c) {
    return kUriCharacters[static_cast<unsigned char>(c)];
  });
  if (wrong != text.end()) {
    return wrong_character(text, static_cast<std::size_t>(wrong - text.begin()));
  }

  UriParts parts;
  const std::size_t end = std::min(text.find('#'), text.size());
  const std::size_t question = std::min(text.find('?'), end);
  const std::size_t path_at = std::min(text.find('/', authority_at), question);
  const std::size_t bracket =
      std::min(text.substr(0, end).find('[', path_at), text.substr(0, end).find(']', path_at));
  if (bracket != std::string_view::npos) return wrong_character(text, bracket);
  parts.scheme = text.substr(0, authority_at - 3);
  parts.authority = text.substr(authority_at, path_at - authority_at);
  parts.path = text.substr(path_at, question - path_at);
  if (question < end) parts.query = text.substr(question + 1, end - question - 1);
  parts.path_at = path_at;
  return parts;
}

Result<HostPort> split_authority(std::string_view authority) {
  if (authority.find('@') != std::string_view::npos) {
    return Error{ErrorCode::bad_host,
                 tem::quoted(authority) + ": no user name may stand before a host"};
  }
  // The colons of an IPv6 address stand before its closing bracket.
  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  HostPort parts{authority.substr(0, colon), {}};
  if (!is_host(parts.host)) {
    return Error{ErrorCode::bad_host,
                 tem::quoted(parts.host) +
                     ": not a host name of letters, digits, `-` and `.`, an IPv4 "
                     "address, or an IPv6 address in brackets"};
  }
  if (colon == std::string_view::npos) return parts;
  parts.port = authority.substr(colon + 1);
  if (!is_port(parts.port)) {
    return Error{ErrorCode::bad_host, "port " + tem::quoted(parts.port) + ": 1 to 65535 wanted"};
  }
  return parts;
}

Result<void> check_segment(std::string_view segment) {
  if (segment.empty()) {
    return Error{ErrorCode::empty_value, "the URI's path has `//`, or ends with `/`"};
  }
  if (auto ok = check_escapes(segment); !ok) return ok;
  constexpr std::size_t kLongestDots = 6;  // %2E%2E
  if (segment.size() <= kLongestDots && (segment.front() == '.' || segment.front() == '%')) {
    const auto plain = percent_decode(segment, Plus::plus);
    if (plain && (*plain == "." || *plain == "..")) {
      return Error{ErrorCode::bad_value,
                   "the URI's path has a segment `" + *plain + "`, which phones take away"};
    }
  }
  return {};
}

}  // namespace tem
