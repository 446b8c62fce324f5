#pragma once
// Where a client's address is, roughly: a province, from a file in MaxMind's format.
//
//   auto geo = GeoIp::open("GeoLite2-City.mmdb");
//   geo->place_of(*IpAddress::parse("203.0.113.9"))     "VN-13", or empty
//
// A look-up is in memory, without a lock, and asks nobody. It is a guess: mobile networks let their
// customers out far from where they are (docs/clone-detection.md measures what that does).

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "tem/forwarded.hpp"
#include "tem/result.hpp"

namespace tem {

/// All of it is held: a City file has some 60 to 130 MB.
inline constexpr std::uintmax_t kMaxGeoIpBytes = std::uintmax_t{512} * 1024 * 1024;

class GeoIp {
 public:
  /// Error: bad_settings (not there, too large, no MaxMind DB file or a damaged one, one without
  /// provinces); one line with the file's name.
  static Result<GeoIp> open(const std::filesystem::path& file);
  /// The same of its bytes. Error: bad_settings.
  static Result<GeoIp> parse(std::string bytes, std::string_view file);
  GeoIp(GeoIp&&) noexcept;
  ~GeoIp();

  /// A province of places.hpp, by `country.iso_code` and `subdivisions.0.iso_code`. Empty outside
  /// Vietnam and where the file knows no province.
  [[nodiscard]] std::string place_of(const IpAddress& address) const;
  /// What the file calls itself, `GeoLite2-City`.
  [[nodiscard]] const std::string& type() const noexcept;

 private:
  struct File;
  explicit GeoIp(std::unique_ptr<const File> file);
  std::unique_ptr<const File> file_;
};

/// The file in use, which another may replace while it is looked at.
class GeoIpInUse {
 public:
  explicit GeoIpInUse(GeoIp first) { replace(std::move(first)); }
  /// By any thread.
  void replace(GeoIp next);

  /// One thread's hold on it: no lock, but for once after each replacement.
  class Reader {
   public:
    Reader() = default;
    explicit Reader(std::shared_ptr<const GeoIpInUse> of) : of_(std::move(of)) {}
    /// As GeoIp::place_of; empty for what is no address, and without a file.
    std::string place_of(std::string_view client);

   private:
    std::shared_ptr<const GeoIpInUse> of_;
    std::shared_ptr<const GeoIp> held_;
    std::uint64_t edition_ = 0;
  };

 private:
  std::atomic<std::uint64_t> edition_ = 0;
  mutable std::mutex mutex_;
  std::shared_ptr<const GeoIp> current_;
};

}  // namespace tem
