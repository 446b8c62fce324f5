#pragma once
// Photographs of stamps as cameras take them, made up: a label with a symbol and something like
// text on it, on a table, under a camera, harmed in one way to a chosen degree. The same plan makes
// the same picture everywhere.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tem/image.hpp"
#include "tem/qr_reader.hpp"
#include "tem/qr_symbol.hpp"

namespace tem::test {

enum class Harm : std::uint8_t {
  none,
  perspective,  ///< the label turned away from the camera: 20° to 66°
  cylinder,     ///< around a bottle: half the symbol spans 0.4 to 1.2 rad
  fold,         ///< crumpled by 0.5 to 2.5 modules
  blur,         ///< out of focus: a Gaussian of 0.3 to 0.9 modules
  shake,        ///< moved by 0.6 to 2.2 modules
  noise,        ///< 10 to 70 of 255
  glare,        ///< a lamp's reflection over 10 to 30 % of the symbol's side
  shadow,       ///< an edge across the symbol; behind it 60 to 12 % of the light
  low_light,    ///< 50 to 6 % of the light, and the noise of the sensor
  small,        ///< 3 to 1.4 pixels a module
  jpeg,         ///< quality 40 to 6
};
inline constexpr std::array kHarms = {Harm::perspective, Harm::cylinder, Harm::fold,  Harm::blur,
                                      Harm::shake,       Harm::noise,    Harm::glare, Harm::shadow,
                                      Harm::low_light,   Harm::small,    Harm::jpeg};
inline constexpr int kMaxStrength = 5;

std::string_view name(Harm harm);

struct PhotoPlan {
  Harm harm = Harm::none;
  int strength = 0;  ///< 1 to kMaxStrength
  unsigned seed = 1;
  int width = 900, height = 700;
  double module = 4;  ///< pixels, where the label faces the camera
};

struct StampPhoto {
  GreyImage image;
  std::array<Point, 4> corners;  ///< of the symbol, as the reader reports them
  int jpeg_quality = 90;
};

StampPhoto take_photo(const QrSymbol& symbol, const PhotoPlan& plan);

/// The URI of a stamp as long as real ones are; its seal is made up.
std::string stamp_text(unsigned seed);

/// A baseline JPEG, 4:2:0 with grey colours where `colour`, else of one component.
std::string jpeg_of(const GreyImage& image, int quality, bool colour);

}  // namespace tem::test
