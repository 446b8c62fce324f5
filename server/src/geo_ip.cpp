#include "tem/geo_ip.hpp"

#include <fstream>

#include "mmdb.hpp"
#include "tem/places.hpp"

namespace tem {
namespace {

constexpr std::string_view kHere = "VN", kSubdivisions = "subdivisions";
constexpr std::size_t kMaxCode = 3;  // ISO 3166-2: one to three letters or digits

Error unusable(const std::filesystem::path& file, const std::string& why) {
  return {ErrorCode::bad_settings, "geoip: " + file.string() + ": " + why};
}

}  // namespace

struct GeoIp::File {
  Mmdb db;
};

GeoIp::GeoIp(std::unique_ptr<const File> file) : file_(std::move(file)) {}
GeoIp::GeoIp(GeoIp&&) noexcept = default;
GeoIp::~GeoIp() = default;

Result<GeoIp> GeoIp::open(const std::filesystem::path& file) {
  std::error_code ec;
  const auto kind = std::filesystem::status(file, ec).type();
  if (kind == std::filesystem::file_type::not_found) {
    return unusable(file, "there is no such file; name a MaxMind DB file, or no geoip");
  }
  if (kind != std::filesystem::file_type::regular) return unusable(file, "is no file");
  const auto size = std::filesystem::file_size(file, ec);
  if (ec || size > kMaxGeoIpBytes) return unusable(file, "has more than 512 MiB");
  std::ifstream in(file, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    return unusable(file, "cannot be read; temd must be allowed to");
  }
  // The name of a map's entry stands in full at least once.
  const bool knows_provinces = bytes.find(kSubdivisions) != std::string::npos;
  auto geo = parse(std::move(bytes), file.string());
  if (geo && !knows_provinces) {
    return unusable(file, "knows no provinces (its type is " + geo->type() +
                              "); name a file with subdivisions, such as GeoLite2-City");
  }
  return geo;
}

Result<GeoIp> GeoIp::parse(std::string bytes, std::string_view file) {
  auto db = Mmdb::parse(std::move(bytes));
  if (!db) return Error{db.error().code, "geoip: " + std::string(file) + ": " + db.error().detail};
  return GeoIp(std::make_unique<const File>(File{std::move(*db)}));
}

std::string GeoIp::place_of(const IpAddress& address) const {
  const auto record = file_->db.find(address);
  if (!record || file_->db.text(*record, {"country", "iso_code"}) != kHere) return {};
  const auto code = file_->db.text(*record, {kSubdivisions, "0", "iso_code"});
  if (!code || code->size() > kMaxCode) return {};
  std::string place = std::string(kHere) + '-' + std::string(*code);
  if (!find_place(place)) place.clear();
  return place;
}

const std::string& GeoIp::type() const noexcept { return file_->db.type(); }

void GeoIpInUse::replace(GeoIp next) {
  auto shared = std::make_shared<const GeoIp>(std::move(next));
  const std::lock_guard lock(mutex_);
  current_.swap(shared);
  ++edition_;
}

std::string GeoIpInUse::Reader::place_of(std::string_view client) {
  if (!of_) return {};
  if (const auto latest = of_->edition_.load(); latest != edition_) {
    const std::lock_guard lock(of_->mutex_);
    held_ = of_->current_;
    edition_ = latest;
  }
  const auto address = IpAddress::parse(client);
  return address ? held_->place_of(*address) : std::string();
}

}  // namespace tem
