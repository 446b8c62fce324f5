#include "tem/qr_reader.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <numeric>
#include <string>

#include "qr_bitmap.hpp"
#include "zxing_compat.hpp"

namespace tem {
namespace {

// ZXing-cpp alone loses symbols on a sheet: it ranks all triples of finder patterns of the picture,
// tries the best 256, and a sheet's regular grid is full of good-looking triples that span labels
// (4 of 21 found at 300 dpi). Its work also grows with the cube of the patterns: 625 of them in
// 200 × 200 pixels take it 3.6 s. So the triples are chosen here, near ones first, and it is given
// one neighbourhood after another, within a bound on the whole.

// In units of about 3 ns: a pixel that ZXing looks at, a triple it ranks, a module it samples. An
// ordinary picture takes a small part of its bound; the greatest is about a second.
constexpr double kBaseWork = 20e6;
constexpr double kWorkOfPixel = 10;
constexpr double kMaxWork = 150e6;
constexpr double kWorkOfTriple = 30;
constexpr double kWorkOfAttempt = 300;
constexpr double kWorkOfModule = 0.4;
constexpr double kMaxAttempts = 256;
constexpr double kMaxModules = 177;              // a side, version 40
constexpr std::size_t kExhaustibleFinders = 12;  // no more triples than ZXing tries
constexpr std::size_t kSmallPicture = 1 << 20;   // pixels; not worth parting

constexpr double kFewFinders = 150;       // so many ZXing may combine by itself: 50 ms
constexpr std::size_t kMaxPartners = 12;  // nearest finders tried with each
constexpr int kMinSide = 21;              // modules of the smallest symbol, at a pixel each
constexpr int kMinHalvedSide = 60;        // below that halving finds nothing more

struct Triple {
  const Finder* corner;  ///< where the right angle is
  const Finder* first;
  const Finder* second;
  double length;  ///< of both arms, pixels
};

double distance(const Finder& a, const Finder& b) {
  const double x = a.x - b.x, y = a.y - b.y;
  return std::sqrt(x * x + y * y);
}

// Centres of finders lie 14 (version 1) to 170 modules apart (version 40); a picture taken aslant
// stretches one side and shrinks the other.
bool may_be_arm(const Finder& a, const Finder& b, double apart) {
  const double module = (a.module + b.module) / 2;
  const double ratio = a.module / b.module;
  return ratio > 0.5 && ratio < 2 && apart > 9 * module && apart < 220 * module;
}

bool may_be_corner(const Finder& corner, const Finder& first, const Finder& second) {
  const double a = distance(corner, first), b = distance(corner, second);
  const double dot =
      (first.x - corner.x) * (second.x - corner.x) + (first.y - corner.y) * (second.y - corner.y);
  const double cosine = dot / (a * b);
  return std::abs(cosine) < 0.5 && a < 1.7 * b && b < 1.7 * a;  // 60° to 120°
}

// Candidate symbols, smallest first: a true one is smaller than any that spans two symbols.
std::vector<Triple> find_triples(const std::vector<Finder>& finders) {
  std::vector<Triple> triples;
  std::vector<std::pair<double, const Finder*>> partners;
  for (const Finder& corner : finders) {
    partners.clear();
    for (const Finder& other : finders) {
      const double apart = distance(corner, other);
      if (&other != &corner && may_be_arm(corner, other, apart)) {
        partners.emplace_back(apart, &other);
      }
    }
    const std::size_t count = std::min(partners.size(), kMaxPartners);
    std::partial_sort(partners.begin(), partners.begin() + static_cast<std::ptrdiff_t>(count),
                      partners.end());
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t k = i + 1; k < count; ++k) {
        if (may_be_corner(corner, *partners[i].second, *partners[k].second)) {
          triples.push_back({&corner, partners[i].second, partners[k].second,
                             partners[i].first + partners[k].first});
        }
      }
    }
  }
  std::stable_sort(triples.begin(), triples.end(),
                   [](const Triple& a, const Triple& b) { return a.length < b.length; });
  return triples;
}

// The symbol's square and around it what the quiet zone takes and perspective may add.
Corners outline(const Triple& triple) {
  const Finder &c = *triple.corner, &a = *triple.first, &b = *triple.second;
  const double module = std::max({a.module, b.module, c.module});
  const double grow_a = 0.1 + 8 * module / distance(c, a);  // 3.5 to the edge, 4 beyond
  const double grow_b = 0.1 + 8 * module / distance(c, b);
  const auto at = [&](double along_a, double along_b) {
    return Point{static_cast<int>(c.x + along_a * (a.x - c.x) + along_b * (b.x - c.x)),
                 static_cast<int>(c.y + along_a * (a.y - c.y) + along_b * (b.y - c.y))};
  };
  return {at(-grow_a, -grow_b), at(1 + grow_a, -grow_b), at(1 + grow_a, 1 + grow_b),
          at(-grow_a, 1 + grow_b)};
}

class Search {
 public:
  explicit Search(const GreyImage& image)
      : image_(image),
        work_left_(std::min(kMaxWork, kBaseWork + kWorkOfPixel * image.width * image.height)) {}

  std::vector<QrRead> run() {
    read_scales(false);
    if (reads_.empty() && !is_exhausted()) read_scales(true);
    return std::move(reads_);
  }

 private:
  // Smaller scales see through noise, blur and large modules; what is found is blanked in them.
  void read_scales(bool light_on_dark) {
    read(image_, 1, light_on_dark);
    GreyImage half;
    const GreyImage* last = &image_;
    for (int scale = 2;
         std::min(last->width, last->height) >= 2 * kMinHalvedSide && !is_exhausted(); scale *= 2) {
      half = halve(*last);
      last = &half;
      read(half, scale, light_on_dark);
    }
  }

  void read(const GreyImage& image, int scale, bool light_on_dark) {
    bitmap_ = binarize(image, light_on_dark);
    scale_ = scale;
    for (const QrRead& read : reads_) {
      Corners corners = read.corners;
      for (Point& corner : corners) corner = {corner.x / scale, corner.y / scale};
      blank(bitmap_, corners);
    }
    finders_ = find_finders(bitmap_);
    taken_.assign(finders_.size(), false);
    if (bitmap_.tones.size() <= kSmallPicture) {
      read_all();
      if (finders_.size() <= kExhaustibleFinders) return;
    }
    for (const Triple& triple : find_triples(finders_)) {
      if (is_exhausted()) return;
      if (!is_taken(*triple.corner) && !is_taken(*triple.first) && !is_taken(*triple.second)) {
        const Corners corners = outline(triple);
        Point origin{};
        read(cut_out(bitmap_, corners, origin), corners, origin);
      }
    }
    read_all();  // a symbol too distorted for find_triples
  }

  void read_all() {
    const int right = bitmap_.width, bottom = bitmap_.height;
    while (read(bitmap_, {{{0, 0}, {right, 0}, {right, bottom}, {0, bottom}}}, {0, 0})) {
    }
  }

  // Reads `part`, which holds the corners' inside of the bitmap; true when there is something new.
  bool read(const QrBitmap& part, const Corners& corners, Point origin) {
    if (part.width < kMinSide || part.height < kMinSide) return false;
    double finders = 0, module = part.width;
    for (const Finder& finder : finders_) {
      if (is_taken(finder) || !holds(corners, finder.x, finder.y)) continue;
      module = std::min(module, finder.module);
      ++finders;
    }
    if (finders < 3 || finders > kFewFinders) return false;
    const double triples = finders * (finders - 1) * (finders - 2) / 6;
    const double modules = std::min(kMaxModules, std::max(part.width, part.height) / module);
    work_left_ -=
        static_cast<double>(part.tones.size()) + kWorkOfTriple * triples +
        std::min(kMaxAttempts, triples) * (kWorkOfAttempt + kWorkOfModule * modules * modules);
    if (is_exhausted()) return false;
    bool anything = false;
    for (QrRead& found : zxing_read(part)) {
      for (Point& corner : found.corners) corner = {corner.x + origin.x, corner.y + origin.y};
      anything |= keep(std::move(found));
    }
    return anything;
  }

  [[nodiscard]] bool is_exhausted() const { return work_left_ < 0; }

  bool keep(QrRead found) {
    blank(bitmap_, found.corners);
    for (std::size_t i = 0; i < finders_.size(); ++i) {
      if (holds(found.corners, finders_[i].x, finders_[i].y)) taken_[i] = true;
    }
    Point centre{0, 0};
    for (Point& corner : found.corners) {
      corner = {corner.x * scale_, corner.y * scale_};
      centre = {centre.x + corner.x / 4, centre.y + corner.y / 4};
    }
    const bool known = std::any_of(reads_.begin(), reads_.end(), [&](const QrRead& read) {
      return read.text == found.text && holds(read.corners, centre.x, centre.y);
    });
    if (known || reads_.size() == kMaxSymbolsInPicture) return false;
    reads_.push_back(std::move(found));
    return true;
  }

  [[nodiscard]] bool is_taken(const Finder& finder) const {
    return taken_[static_cast<std::size_t>(&finder - finders_.data())];
  }

  const GreyImage& image_;
  std::vector<QrRead> reads_;
  double work_left_;

  // Of the scale being read.
  QrBitmap bitmap_;
  int scale_ = 1;
  std::vector<Finder> finders_;
  std::vector<bool> taken_;
};

int middle_y(const QrRead& read) {
  return std::accumulate(read.corners.begin(), read.corners.end(), 0,
                         [](int sum, const Point& corner) { return sum + corner.y / 4; });
}

int height(const QrRead& read) {
  const auto [top, bottom] =
      std::minmax_element(read.corners.begin(), read.corners.end(),
                          [](const Point& a, const Point& b) { return a.y < b.y; });
  return bottom->y - top->y;
}

// A row is the symbols whose middles lie within half a symbol of its highest.
void sort_for_reading(std::vector<QrRead>& reads) {
  std::stable_sort(reads.begin(), reads.end(),
                   [](const QrRead& a, const QrRead& b) { return middle_y(a) < middle_y(b); });
  for (auto row = reads.begin(); row != reads.end();) {
    const int limit = middle_y(*row) + height(*row) / 2;
    const auto end =
        std::find_if(row, reads.end(), [&](const QrRead& read) { return middle_y(read) > limit; });
    std::stable_sort(
        row, end, [](const QrRead& a, const QrRead& b) { return a.corners[0].x < b.corners[0].x; });
    row = end;
  }
}

}  // namespace

Result<std::vector<QrRead>> read_qr(const GreyImage& image) {
  if (image.width < 0 || image.height < 0 ||
      image.pixels.size() !=
          static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height)) {
    return Error{ErrorCode::bad_image, "picture: " + std::to_string(image.pixels.size()) +
                                           " pixels do not make " + std::to_string(image.width) +
                                           " × " + std::to_string(image.height)};
  }
  if (image.width < kMinSide || image.height < kMinSide) return std::vector<QrRead>{};
  try {
    std::vector<QrRead> reads = Search(image).run();
    sort_for_reading(reads);
    return reads;
  } catch (const std::exception& failure) {
    return Error{ErrorCode::internal, std::string("QR reader: ") + failure.what()};
  }
}

}  // namespace tem
