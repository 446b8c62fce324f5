#pragma once
// The search that read_qr and read_photo share: one scale of a picture after another, whatever is
// found being blanked in the scales that follow.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "finder_fit.hpp"
#include "qr_bitmap.hpp"
#include "qr_triples.hpp"

namespace tem {

inline constexpr int kMinSymbolSide = 21;  // modules of the smallest symbol, at a pixel each

inline constexpr std::size_t kSmallPicture = 1 << 20;  // pixels; not worth parting

/// Three finders that seem to be one symbol's, in pixels of the whole picture.
struct Candidate {
  Finder corner, first, second;
};

/// The same in pixels of a part of a copy of the picture: `scale` pixels are one of the copy's, and
/// the part begins at `origin` in it. The arm on the right of the corner comes first.
FinderPlaces places_of(const Candidate& candidate, Point origin, double scale);

class QrSearch {
 public:
  /// `work` in units of about 3 ns: a pixel that ZXing looks at, a triple it ranks, a module it
  /// samples. Pictures of more than `small` pixels are read in parts where finders are.
  explicit QrSearch(double work, std::size_t small = kSmallPicture)
      : work_left_(work), small_(small) {}

  /// Of the work that is left, this share is for the copies after the one that is read next: in a
  /// copy too small for its symbols, half-seen finders are combined without end.
  void keep_back(double share) noexcept { kept_back_ = share * std::max(0.0, work_left_); }
  /// Reads a picture that is 1/scale of the whole. May throw what the library throws.
  void read(const GreyImage& image, int scale, bool light_on_dark);

  /// What has been found up to now, in pixels of the whole picture.
  [[nodiscard]] const std::vector<QrRead>& reads() const noexcept { return reads_; }
  /// Of the scale read last: what looks like a symbol and was not read, smallest first.
  [[nodiscard]] std::vector<Candidate> unread() const;
  [[nodiscard]] bool is_exhausted() const noexcept { return work_left_ < 0; }
  /// Adds what somebody else has read, so that it is blanked; false when it is known.
  bool add(QrRead found);

 private:
  [[nodiscard]] bool is_turn_over() const noexcept { return work_left_ < kept_back_; }
  void read_all();
  bool read(const QrBitmap& part, const Corners& corners, Point origin);
  bool keep(QrRead found);
  [[nodiscard]] bool is_taken(const Finder& finder) const;
  [[nodiscard]] bool is_taken(const Triple& triple) const;

  std::vector<QrRead> reads_;
  double work_left_, kept_back_ = 0;
  std::size_t small_;

  // Of the scale read last.
  QrBitmap bitmap_;
  int scale_ = 1;
  std::vector<Finder> finders_;
  std::vector<Triple> triples_;
  std::vector<bool> taken_;
};

/// Top to bottom, then left to right; `Read` has corners.
template <typename Read>
void sort_for_reading(std::vector<Read>& reads) {
  const auto middle = [](const Read& read) {
    int sum = 0;
    for (const Point& corner : read.corners) sum += corner.y / 4;
    return sum;
  };
  const auto height = [](const Read& read) {
    const auto [top, bottom] = std::ranges::minmax_element(read.corners, {}, &Point::y);
    return bottom->y - top->y;
  };
  std::ranges::stable_sort(reads, {}, middle);
  // A row is the symbols whose middles lie within half a symbol of its highest.
  for (auto row = reads.begin(); row != reads.end();) {
    const int limit = middle(*row) + height(*row) / 2;
    const auto end =
        std::find_if(row, reads.end(), [&](const Read& read) { return middle(read) > limit; });
    std::stable_sort(row, end,
                     [](const Read& a, const Read& b) { return a.corners[0].x < b.corners[0].x; });
    row = end;
  }
}

}  // namespace tem
