// A place that is read lies on the globe, has both names, and is where its own geohash says; what is
// none is none to every function.

#include <cmath>
#include <cstdlib>
#include <string>

#include "tem/places.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto place = tem::find_place(text);
  const auto province = tem::province_of(text);
  const auto distance = tem::distance_km(text, "VN-13");
  if (!place) {
    if (province || distance) std::abort();
    return 0;
  }
  if (!distance || *distance < 0 || *distance > 20'100) std::abort();
  if (place->id != text || place->name.vi.empty() || place->name.en.empty()) std::abort();
  if (std::abs(place->latitude) > 90 || std::abs(place->longitude) > 180) std::abort();
  if (province && tem::province_of(*province) != province) std::abort();
  if (text.size() == 5 && text[2] != '-' &&
      tem::geohash5(place->latitude, place->longitude) != text)
    std::abort();
  return 0;
}
