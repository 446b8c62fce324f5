#include "stamp_photo.hpp"

#include <cstdio>
#include <cstdlib>
// <jpeglib.h> needs FILE and size_t declared before it.
#include <jpeglib.h>

#include <algorithm>
#include <cmath>

namespace tem::test {
namespace {

constexpr double kPi = 3.14159265358979;

/// The same numbers on every machine, which the standard library's distributions do not promise.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15 + 0x1234567) {}
  std::uint64_t next() {  // splitmix64
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double between(double least, double most) { return least + (most - least) * uniform(); }
  double normal() {  // the sum of four is near enough
    return (uniform() + uniform() + uniform() + uniform() - 2) * 1.7320508;
  }

 private:
  std::uint64_t state_;
};

struct Vec {
  double x = 0, y = 0, z = 0;
};
Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
Vec operator*(double f, Vec a) { return {f * a.x, f * a.y, f * a.z}; }
double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

double at_strength(int strength, std::array<double, kMaxStrength> values) {
  return values.at(static_cast<std::size_t>(strength - 1));
}

/// A smooth field of −1 to 1 with waves about `wave` units long.
class Waves {
 public:
  Waves(Dice& dice, double wave) {
    for (Wave& one : waves_) {
      const double angle = dice.between(0, 2 * kPi),
                   steps = 2 * kPi / (wave * dice.between(0.7, 1.5));
      one = {steps * std::cos(angle), steps * std::sin(angle), dice.between(0, 2 * kPi)};
    }
  }
  [[nodiscard]] double at(double x, double y) const {
    double sum = 0;
    for (const Wave& one : waves_) sum += std::sin(one.x * x + one.y * y + one.phase);
    return sum / static_cast<double>(waves_.size());
  }

 private:
  struct Wave {
    double x, y, phase;
  };
  std::array<Wave, 4> waves_;
};

/// Where the label is and what it is drawn on. Units of space are modules.
class Scene {
 public:
  Scene(const QrSymbol& symbol, const PhotoPlan& plan, Dice& dice)
      : symbol_(symbol),
        middle_(symbol.size() / 2.0),
        bend_x_(dice, 22),
        bend_y_(dice, 22),
        table_(dice, 60),
        seed_(plan.seed) {
    const double tilt = plan.harm == Harm::perspective
                            ? at_strength(plan.strength, {20, 35, 48, 58, 66}) * kPi / 180
                            : dice.between(0, 8) * kPi / 180;
    const double towards = dice.between(0, 2 * kPi), turn = dice.between(-0.25, 0.25);
    // Turned in its plane, then tilted around an axis of that plane.
    const Vec axis{std::cos(towards), std::sin(towards), 0};
    along_ = tilted({std::cos(turn), std::sin(turn), 0}, axis, tilt);
    down_ = tilted({-std::sin(turn), std::cos(turn), 0}, axis, tilt);
    normal_ = tilted({0, 0, 1}, axis, tilt);
    focal_ = 1.1 * plan.width;
    at_ = {0, 0, focal_ / plan.module};
    // Somewhere in the picture, not in its very middle.
    const double free_x = std::max(0.0, plan.width / plan.module - 1.5 * symbol.size()) / 2;
    const double free_y = std::max(0.0, plan.height / plan.module - 1.5 * symbol.size()) / 2;
    at_.x = dice.between(-0.5, 0.5) * std::min(free_x, 1.0 * symbol.size());
    at_.y = dice.between(-0.5, 0.5) * std::min(free_y, 1.0 * symbol.size());
    if (plan.harm == Harm::cylinder) {
      radius_ = symbol.size() / 2.0 / at_strength(plan.strength, {0.4, 0.6, 0.8, 1.0, 1.2});
    }
    if (plan.harm == Harm::fold) bend_ = at_strength(plan.strength, {0.5, 1, 1.5, 2, 2.5});
  }

  /// Reflected light of 0 to 255 where the ray through a pixel meets the scene.
  [[nodiscard]] double tone(double x, double y) const {
    double u = 0, v = 0;
    if (!meets(x, y, u, v)) return 60 + 25 * table_.at(x / 8, y / 8);
    if (bend_ > 0) {
      const double moved_u = u + bend_ * bend_x_.at(u, v);
      v += bend_ * bend_y_.at(u, v);
      u = moved_u;
    }
    return label(u + middle_, v + middle_);
  }

  /// Symbol's corner in pixels, the middle of the picture being (0, 0).
  [[nodiscard]] std::pair<double, double> corner(int column, int row) const {
    const double u = column * middle_, v = row * middle_;
    Vec place = at_ + u * along_ + v * down_;
    if (radius_ > 0) {
      const double angle = u / radius_;
      place = at_ + radius_ * std::sin(angle) * along_ + v * down_ +
              radius_ * (1 - std::cos(angle)) * normal_;
    }
    return {focal_ * place.x / place.z, focal_ * place.y / place.z};
  }

 private:
  static Vec tilted(Vec a, Vec axis, double angle) {
    const Vec cross{axis.y * a.z - axis.z * a.y, axis.z * a.x - axis.x * a.z,
                    axis.x * a.y - axis.y * a.x};
    return std::cos(angle) * a + std::sin(angle) * cross +
           ((1 - std::cos(angle)) * dot(axis, a)) * axis;
  }

  bool meets(double x, double y, double& u, double& v) const {
    const Vec ray{x / focal_, y / focal_, 1};
    if (radius_ == 0) {
      const double far = dot(normal_, at_) / dot(normal_, ray);
      const Vec place = far * ray - at_;
      u = dot(place, along_);
      v = dot(place, down_);
      return far > 0;
    }
    // A bottle: its axis runs along `down_`, a radius behind the label's middle.
    const Vec axis = at_ + radius_ * normal_;
    const Vec a = ray - dot(ray, down_) * down_, b = axis - dot(axis, down_) * down_;
    const double square = dot(a, a), half = dot(a, b), rest = dot(b, b) - radius_ * radius_;
    const double root = half * half - square * rest;
    if (root < 0) return false;
    const Vec place = (half - std::sqrt(root)) / square * ray - axis;
    u = radius_ * std::atan2(dot(place, along_), -dot(place, normal_));
    v = dot(place, down_);
    return true;
  }

  /// The label, in modules from the symbol's top left.
  [[nodiscard]] double label(double u, double v) const {
    constexpr double kPaper = 225, kInk = 35, kMargin = 7;
    const double size = symbol_.size();
    if (u >= 0 && v >= 0 && u < size && v < size) {
      return symbol_.dark(static_cast<int>(u), static_cast<int>(v)) ? kInk : kPaper;
    }
    const double text = 16;  // a band of lines below the symbol
    if (u < -kMargin || v < -kMargin || u > size + kMargin || v > size + kMargin + text) {
      return 110 + 40 * table_.at(u, v);
    }
    if (v < size + kMargin || u < 0 || u > size) return kPaper;
    // Lines of strokes that are no letters, three modules apart.
    const int line = static_cast<int>((v - size - kMargin) / 3);
    if (v - size - kMargin - 3 * line > 1.8) return kPaper;
    const auto stroke = static_cast<std::uint64_t>(u * 2);
    Dice dice(seed_ + 1000003 * static_cast<std::uint64_t>(line) + 31 * stroke);
    return dice.uniform() < 0.45 ? kInk : kPaper;
  }

  const QrSymbol& symbol_;
  double middle_;
  Vec along_, down_, normal_, at_;
  double focal_ = 1, radius_ = 0, bend_ = 0;
  Waves bend_x_, bend_y_, table_;
  std::uint64_t seed_;
};

using Light = std::vector<float>;

Light expose(const Scene& scene, const PhotoPlan& plan) {
  constexpr int kSamples = 3;  // a side of each pixel
  Light light(static_cast<std::size_t>(plan.width) * static_cast<std::size_t>(plan.height));
  std::size_t at = 0;
  for (int y = 0; y < plan.height; ++y) {
    for (int x = 0; x < plan.width; ++x) {
      double sum = 0;
      for (int k = 0; k < kSamples * kSamples; ++k) {
        sum += scene.tone(x + (k % kSamples + 0.5) / kSamples - plan.width / 2.0,
                          y + (k / kSamples + 0.5) / kSamples - plan.height / 2.0);
      }
      light[at++] = static_cast<float>(sum / (kSamples * kSamples));
    }
  }
  return light;
}

/// Along one line through the picture, weights from -reach to reach.
void smear(Light& light, const PhotoPlan& plan, double step_x, double step_y,
           const std::vector<double>& weights) {
  const Light before = light;
  const int reach = static_cast<int>(weights.size()) / 2;
  for (int y = 0; y < plan.height; ++y) {
    for (int x = 0; x < plan.width; ++x) {
      double sum = 0, total = 0;
      for (int k = -reach; k <= reach; ++k) {
        const int u = std::clamp(x + static_cast<int>(std::lround(k * step_x)), 0, plan.width - 1);
        const int v = std::clamp(y + static_cast<int>(std::lround(k * step_y)), 0, plan.height - 1);
        const double weight = weights[static_cast<std::size_t>(k + reach)];
        sum += weight * static_cast<double>(before[static_cast<std::size_t>(v * plan.width + u)]);
        total += weight;
      }
      light[static_cast<std::size_t>(y * plan.width + x)] = static_cast<float>(sum / total);
    }
  }
}

void defocus(Light& light, const PhotoPlan& plan, double sigma) {
  std::vector<double> weights;
  const int reach = std::max(1, static_cast<int>(std::ceil(3 * sigma)));
  for (int k = -reach; k <= reach; ++k) weights.push_back(std::exp(-k * k / (2 * sigma * sigma)));
  smear(light, plan, 1, 0, weights);
  smear(light, plan, 0, 1, weights);
}

void shine(Light& light, const PhotoPlan& plan, const StampPhoto& photo, Dice& dice, double side) {
  double x = 0, y = 0;
  for (const Point& corner : photo.corners) {
    x += corner.x / 4.0;
    y += corner.y / 4.0;
  }
  x += dice.between(-0.25, 0.25) * side;
  y += dice.between(-0.25, 0.25) * side;
  const double radius = side * at_strength(plan.strength, {0.1, 0.15, 0.2, 0.25, 0.3}) / 2;
  const double slant = dice.between(0.6, 1.6);
  std::size_t at = 0;
  for (int row = 0; row < plan.height; ++row) {
    for (int column = 0; column < plan.width; ++column, ++at) {
      const double u = (column - x) / radius, v = (row - y) / radius * slant;
      // Sharp in its middle, with a halo around it.
      light[at] += static_cast<float>(300 / (1 + std::pow(u * u + v * v, 3)));
    }
  }
}

void darken(Light& light, const PhotoPlan& plan, const StampPhoto& photo, Dice& dice) {
  const double left = at_strength(plan.strength, {0.6, 0.45, 0.3, 0.2, 0.12});
  const double angle = dice.between(0, 2 * kPi), soft = 2 * plan.module;
  const double x = (photo.corners[0].x + photo.corners[2].x) / 2.0;
  const double y = (photo.corners[0].y + photo.corners[2].y) / 2.0;
  std::size_t at = 0;
  for (int row = 0; row < plan.height; ++row) {
    for (int column = 0; column < plan.width; ++column, ++at) {
      const double off = (column - x) * std::cos(angle) + (row - y) * std::sin(angle);
      const double lit = 1 / (1 + std::exp(-off / soft));
      light[at] *= static_cast<float>(left + (1 - left) * lit);
    }
  }
}

}  // namespace

std::string_view name(Harm harm) {
  switch (harm) {
    case Harm::none:
      return "none";
    case Harm::perspective:
      return "perspective";
    case Harm::cylinder:
      return "cylinder";
    case Harm::fold:
      return "fold";
    case Harm::blur:
      return "blur";
    case Harm::shake:
      return "shake";
    case Harm::noise:
      return "noise";
    case Harm::glare:
      return "glare";
    case Harm::shadow:
      return "shadow";
    case Harm::low_light:
      return "low light";
    case Harm::small:
      return "small";
    case Harm::jpeg:
      return "JPEG";
  }
  return "";
}

StampPhoto take_photo(const QrSymbol& symbol, const PhotoPlan& asked) {
  PhotoPlan plan = asked;
  if (plan.harm == Harm::small) plan.module = at_strength(plan.strength, {3, 2.4, 2, 1.7, 1.4});
  Dice dice(plan.seed * 1009 + static_cast<unsigned>(plan.harm) * 31 +
            static_cast<unsigned>(plan.strength));
  const Scene scene(symbol, plan, dice);
  StampPhoto photo;
  constexpr std::array<std::pair<int, int>, 4> kCorners = {{{-1, -1}, {1, -1}, {1, 1}, {-1, 1}}};
  for (std::size_t i = 0; i < kCorners.size(); ++i) {
    const auto [x, y] = scene.corner(kCorners[i].first, kCorners[i].second);
    photo.corners[i] = {static_cast<int>(std::lround(x + plan.width / 2.0)),
                        static_cast<int>(std::lround(y + plan.height / 2.0))};
  }
  Light light = expose(scene, plan);
  const double side = symbol.size() * plan.module;
  double sensor_noise = 4, exposure = 1;
  if (plan.harm == Harm::glare) shine(light, plan, photo, dice, side);
  if (plan.harm == Harm::shadow) darken(light, plan, photo, dice);
  defocus(light, plan,
          plan.harm == Harm::blur
              ? plan.module * at_strength(plan.strength, {0.3, 0.45, 0.6, 0.75, 0.9})
              : 0.6);
  if (plan.harm == Harm::shake) {
    const double way = plan.module * at_strength(plan.strength, {0.6, 1, 1.4, 1.8, 2.2});
    const double angle = dice.between(0, 2 * kPi);
    const std::vector<double> weights(2 * static_cast<std::size_t>(std::lround(way / 2)) + 1, 1.0);
    smear(light, plan, std::cos(angle), std::sin(angle), weights);
  }
  if (plan.harm == Harm::noise) sensor_noise = at_strength(plan.strength, {10, 20, 35, 50, 70});
  if (plan.harm == Harm::low_light) {
    exposure = at_strength(plan.strength, {0.5, 0.3, 0.18, 0.1, 0.06});
    sensor_noise = 4;
  }
  if (plan.harm == Harm::jpeg) {
    photo.jpeg_quality = static_cast<int>(at_strength(plan.strength, {40, 25, 15, 10, 6}));
  }
  photo.image = {plan.width, plan.height, std::vector<std::uint8_t>(light.size())};
  for (std::size_t i = 0; i < light.size(); ++i) {
    const double tone = exposure * static_cast<double>(light[i]) + sensor_noise * dice.normal();
    photo.image.pixels[i] = static_cast<std::uint8_t>(std::clamp(tone, 0.0, 255.0));
  }
  return photo;
}

std::string stamp_text(unsigned seed) {
  Dice dice(seed);
  constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string text = "https://tem.example/01/08936000000011/10/L2611A/21/";
  for (int i = 0; i < 10; ++i) text += kAlphabet[dice.next() % kAlphabet.size()];
  text += "?17=271231&s=4";
  for (int i = 0; i < 155; ++i) text += static_cast<char>('0' + dice.next() % 10);
  return text;
}

std::string jpeg_of(const GreyImage& image, int quality, bool colour) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &out, &size);
  jpeg.image_width = static_cast<JDIMENSION>(image.width);
  jpeg.image_height = static_cast<JDIMENSION>(image.height);
  jpeg.input_components = colour ? 3 : 1;
  jpeg.in_color_space = colour ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, quality, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  std::vector<std::uint8_t> row(static_cast<std::size_t>(image.width * jpeg.input_components));
  while (jpeg.next_scanline < jpeg.image_height) {
    const std::uint8_t* in =
        image.pixels.data() + std::size_t{jpeg.next_scanline} * jpeg.image_width;
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = in[i / static_cast<std::size_t>(jpeg.input_components)];
    }
    JSAMPROW line = row.data();
    jpeg_write_scanlines(&jpeg, &line, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string bytes(reinterpret_cast<char*>(out), size);
  std::free(out);
  return bytes;
}

}  // namespace tem::test
