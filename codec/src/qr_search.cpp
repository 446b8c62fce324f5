#include "qr_search.hpp"

#include <algorithm>
#include <utility>

#include "zxing_compat.hpp"

namespace tem {
namespace {

// ZXing-cpp alone loses symbols on a sheet: it ranks all triples of finder patterns of the picture,
// tries the best 256, and a sheet's regular grid is full of good-looking triples that span labels
// (4 of 21 found at 300 dpi). Its work also grows with the cube of the patterns: 625 of them in
// 200 × 200 pixels take it 3.6 s. So the triples are chosen here, near ones first, and it is given
// one neighbourhood after another, within a bound on the whole.

constexpr double kWorkOfTriple = 30;
constexpr double kWorkOfAttempt = 300;
constexpr double kWorkOfModule = 0.4;
constexpr double kMaxAttempts = 256;
constexpr double kMaxModules = 177;              // a side, version 40
constexpr std::size_t kExhaustibleFinders = 12;  // no more triples than ZXing tries

constexpr double kFewFinders = 150;  // so many ZXing may combine by itself: 50 ms

/// By how much a finder's light ring is lighter than its middle, and than its dark ring.
struct Rings {
  int inner = 0, outer = 0;
};

/// In four directions, as far as a finder that is turned or seen aslant may reach.
Rings rings_of(const GreyImage& image, const Finder& finder, bool light_on_dark) {
  const auto tone = [&](double x, double y) {
    const int column = std::clamp(static_cast<int>(x), 0, image.width - 1);
    const int row = std::clamp(static_cast<int>(y), 0, image.height - 1);
    const int value =
        image.pixels[static_cast<std::size_t>(std::ptrdiff_t{row} * image.width + column)];
    return light_on_dark ? 255 - value : value;
  };
  int middle = 0, light = 0, dark = 0;
  for (const int off : {-1, 0, 1}) middle += tone(finder.x + off * finder.module / 2, finder.y);
  for (const auto& [x, y] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) {
    int lightest = 0, after = 255;
    for (double far = 1.75; far < 4.8; far += 0.4) {
      const double by = far * finder.module;
      const int here = tone(finder.x + x * by, finder.y + y * by);
      if (here > lightest && far < 3.4) {
        lightest = here;
        after = 255;
      }
      after = std::min(after, here);
    }
    light += lightest;
    dark += after;
  }
  return {light / 4 - middle / 3, (light - dark) / 4};
}

// Noise on an even ground and letters make things like finders, by the hundred. A symbol in deep
// shadow has a tenth of the contrast of one in the light.
void drop_unlikely(std::vector<Finder>& finders, const GreyImage& image, bool light_on_dark) {
  constexpr int kFaint = 10, kUneven = 4;
  std::vector<Rings> rings;
  int most = 0;
  for (const Finder& finder : finders) {
    rings.push_back(rings_of(image, finder, light_on_dark));
    most = std::max(most, rings.back().inner);
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < finders.size(); ++i) {
    const auto& [inner, outer] = rings[i];
    if (inner > 0 && inner * kFaint >= most && outer * kUneven >= inner)
      finders[kept++] = finders[i];
  }
  finders.resize(kept);
}

}  // namespace

FinderPlaces places_of(const Candidate& candidate, Point origin, double scale) {
  const auto place = [&](const Finder& finder) {
    return Place{finder.x / scale - origin.x, finder.y / scale - origin.y};
  };
  FinderPlaces places{
      place(candidate.corner),
      place(candidate.first),
      place(candidate.second),
      (candidate.corner.module + candidate.first.module + candidate.second.module) / 3 / scale,
      0,
      0};
  const Place right{places.top_right.x - places.top_left.x, places.top_right.y - places.top_left.y};
  const Place down{places.bottom_left.x - places.top_left.x,
                   places.bottom_left.y - places.top_left.y};
  if (right.x * down.y - right.y * down.x < 0) std::swap(places.top_right, places.bottom_left);
  return places;
}

void QrSearch::read(const GreyImage& image, int scale, bool light_on_dark) {
  finders_.clear();
  triples_.clear();
  taken_.clear();
  if (image.width < kMinSymbolSide || image.height < kMinSymbolSide) return;
  bitmap_ = binarize(image, light_on_dark);
  scale_ = scale;
  for (const QrRead& read : reads_) {
    Corners corners = read.corners;
    for (Point& corner : corners) corner = {corner.x / scale, corner.y / scale};
    blank(bitmap_, corners);
  }
  finders_ = find_finders(bitmap_);
  if (bitmap_.tones.size() > small_) drop_unlikely(finders_, image, light_on_dark);
  taken_.assign(finders_.size(), false);
  triples_ = find_triples(finders_);
  if (bitmap_.tones.size() <= small_) {
    read_all();
    if (finders_.size() <= kExhaustibleFinders) return;
  }
  std::erase_if(triples_, [&](const Triple& triple) {
    const Candidate candidate{*triple.corner, *triple.first, *triple.second};
    return !look_like_finders(image, places_of(candidate, {0, 0}, 1), light_on_dark);
  });
  for (const Triple& triple : triples_) {
    if (is_turn_over()) return;
    if (is_taken(triple)) continue;
    const Corners corners = outline(triple);
    Point origin{};
    read(cut_out(bitmap_, corners, origin), corners, origin);
  }
  // A symbol too distorted for find_triples; in a large picture that shows others it is not worth
  // the time of looking everywhere.
  if (reads_.empty() || small_ == kSmallPicture) read_all();
}

std::vector<Candidate> QrSearch::unread() const {
  std::vector<Candidate> candidates;
  const auto whole = [&](const Finder& finder) {
    return Finder{finder.x * scale_, finder.y * scale_, finder.module * scale_};
  };
  for (const Triple& triple : triples_) {
    if (is_taken(triple)) continue;
    candidates.push_back({whole(*triple.corner), whole(*triple.first), whole(*triple.second)});
  }
  return candidates;
}

bool QrSearch::add(QrRead found) {
  Corners here = found.corners;
  for (Point& corner : here) corner = {corner.x / scale_, corner.y / scale_};
  for (std::size_t i = 0; i < finders_.size(); ++i) {
    if (holds(here, finders_[i].x, finders_[i].y)) taken_[i] = true;
  }
  Point centre{0, 0};
  for (const Point& corner : found.corners) {
    centre = {centre.x + corner.x / 4, centre.y + corner.y / 4};
  }
  const bool known = std::any_of(reads_.begin(), reads_.end(), [&](const QrRead& read) {
    return read.text == found.text && holds(read.corners, centre.x, centre.y);
  });
  if (known || reads_.size() == kMaxSymbolsInPicture) return false;
  reads_.push_back(std::move(found));
  return true;
}

void QrSearch::read_all() {
  const int right = bitmap_.width, bottom = bitmap_.height;
  while (read(bitmap_, {{{0, 0}, {right, 0}, {right, bottom}, {0, bottom}}}, {0, 0})) {
  }
}

// Reads `part`, which holds the corners' inside of the bitmap; true when there is something new.
bool QrSearch::read(const QrBitmap& part, const Corners& corners, Point origin) {
  if (part.width < kMinSymbolSide || part.height < kMinSymbolSide) return false;
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
  if (is_turn_over()) return false;
  bool anything = false;
  for (QrRead& found : zxing_read(part)) {
    for (Point& corner : found.corners) corner = {corner.x + origin.x, corner.y + origin.y};
    anything |= keep(std::move(found));
  }
  return anything;
}

bool QrSearch::keep(QrRead found) {
  blank(bitmap_, found.corners);
  for (Point& corner : found.corners) corner = {corner.x * scale_, corner.y * scale_};
  return add(std::move(found));
}

bool QrSearch::is_taken(const Finder& finder) const {
  return taken_[static_cast<std::size_t>(&finder - finders_.data())];
}

bool QrSearch::is_taken(const Triple& triple) const {
  return is_taken(*triple.corner) || is_taken(*triple.first) || is_taken(*triple.second);
}

}  // namespace tem
