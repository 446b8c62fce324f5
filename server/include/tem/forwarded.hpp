#pragma once
// Who asks, when a proxy stands in between: X-Forwarded-For, believed from named proxies only.
//
//   auto proxies = NamedProxies::parse({"10.0.0.0/8", "::1"});
//   proxies->client_of(*IpAddress::parse("10.1.2.3"), "203.0.113.9, 10.7.7.7").str() "203.0.113.9"

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/result.hpp"

namespace tem {

/// An IPv4 or IPv6 address. An IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`) is the
/// IPv4 address, so that nobody has two.
class IpAddress {
 public:
  using Bytes = std::array<std::uint8_t, 16>;
  /// `192.0.2.1` or `2001:db8::1`: no zone, no port, no brackets, no leading zeros. Errors:
  /// bad_value.
  static Result<IpAddress> parse(std::string_view text);
  /// Network byte order; IPv4 as `::ffff:a.b.c.d`.
  static IpAddress of(const Bytes& bytes) { return IpAddress(bytes); }

  [[nodiscard]] bool is_v4() const noexcept;
  [[nodiscard]] const Bytes& bytes() const noexcept { return bytes_; }
  /// The shortest form (RFC 5952).
  [[nodiscard]] std::string str() const;
  /// The address with all but its first bits 0; of IPv4 `bits` counts within 32.
  [[nodiscard]] IpAddress network(unsigned bits) const;

  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

 private:
  explicit IpAddress(const Bytes& bytes) : bytes_(bytes) {}
  Bytes bytes_;
};

/// `192.0.2.0/24`, `2001:db8::/32`, or an address alone.
class IpRange {
 public:
  /// The bits behind the prefix must be 0, so that a slip of the pen is not a wider range. Errors:
  /// bad_value.
  static Result<IpRange> parse(std::string_view text);
  [[nodiscard]] bool contains(const IpAddress& address) const noexcept;
  [[nodiscard]] std::string str() const;

 private:
  IpRange(const IpAddress& first, unsigned bits) : first_(first), bits_(bits) {}
  IpAddress first_;
  unsigned bits_;
};

/// The proxies that are believed. None when it is made without any.
class NamedProxies {
 public:
  NamedProxies() = default;
  /// Errors: bad_value, with the text that is no range.
  static Result<NamedProxies> parse(std::span<const std::string> ranges);

  [[nodiscard]] bool contains(const IpAddress& address) const noexcept;
  /// Of all X-Forwarded-For fields joined by commas, the rightmost address that is no named proxy:
  /// what stands left of it, anybody may have written. A proxy that wrote no address is itself the
  /// client. `peer` when it is no named proxy.
  [[nodiscard]] IpAddress client_of(const IpAddress& peer, std::string_view forwarded_for) const;

 private:
  std::vector<IpRange> ranges_;
};

}  // namespace tem
