#include "tem/photo_reader.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <optional>
#include <string>
#include <utility>

#include "bent_reader.hpp"
#include "image_formats.hpp"
#include "photo_parts.hpp"
#include "picture_treatments.hpp"
#include "qr_search.hpp"
#include "zbar_compat.hpp"
#include "zxing_compat.hpp"

namespace tem {
namespace {

constexpr int kStartSide = 1100;  // pixels of the longer side of the copy that is looked at first
constexpr double kWorkOfPlain = 20e6, kWorkOfPixel = 10;
constexpr std::size_t kMaxCandidates = 24;  // symbols that are seen and not read, of a picture
constexpr double kSecondPixels = 2e6;      // and read by the second reader
constexpr double kTreatedPixels = 1.2e6;    // a larger picture is treated at half its size
constexpr double kLeastLikeness = 0.45;     // correlation of a finder with what one looks like
constexpr double kFineModule = 5.5;         // pixels; finer ones are sampled no better

class PhotoSearch {
 public:
  PhotoSearch(const GreyImage& image, const PhotoOptions& options)
      : image_(image), options_(options), pyramid_(image), work_left_(options.work) {}

  PhotoReads run() {
    read_plainly(false);
    if (out_.reads.empty()) read_plainly(true);
    for (const bool light_on_dark : {false, true}) read_candidates(light_on_dark);
    if (!is_all_read()) read_treated();
    if (!is_all_read() || has_unread_candidates()) read_with_zbar();
    return finish();
  }

  /// At the first look, without what costs more; empty where that shows no code, or one that it
  /// does not read.
  std::optional<PhotoReads> run_briefly() {
    read_plainly(false);
    if (out_.reads.empty() || has_unread_candidates()) return std::nullopt;
    return finish();
  }

 private:
  PhotoReads finish() {
    for (const Seen& seen : seen_) {
      if (!is_known(seen.corners)) out_.unread.push_back(seen.corners);
    }
    drop_repeated_unread();
    out_.is_cut_short = is_cut_short_;
    sort_for_reading(out_.reads);
    return std::move(out_);
  }

  struct Seen {
    Corners corners;
    double module;  ///< pixels of the whole
  };

  [[nodiscard]] bool may_go_on() {
    if (work_left_ >= 0 && (!options_.may_go_on || options_.may_go_on())) return true;
    is_cut_short_ = true;
    return false;
  }
  [[nodiscard]] bool is_all_read() const {
    return !out_.reads.empty() &&
           std::ranges::all_of(seen_, [&](const Seen& seen) { return is_known(seen.corners); });
  }
  [[nodiscard]] bool has_unread_candidates() const {
    return std::ranges::any_of(
        dark_, [&](const Candidate& candidate) { return !is_known(outline_of(candidate)); });
  }
  [[nodiscard]] bool is_known(const Corners& corners) const {
    const Point middle = middle_of(corners);
    return std::ranges::any_of(
        out_.reads, [&](const PhotoRead& read) { return holds(read.corners, middle.x, middle.y); });
  }

  void add(std::string text, const Corners& corners, ReadBy by) {
    const Point middle = middle_of(corners);
    for (const PhotoRead& read : out_.reads) {
      if (read.text == text && holds(read.corners, middle.x, middle.y)) return;
    }
    if (out_.reads.size() < kMaxSymbolsInPicture) {
      out_.reads.push_back({std::move(text), corners, by});
    }
  }

  // Plainly. ------------------------------------------------------------------------------------

  // From the first small copy upwards, until a copy shows nothing that was not read in a smaller
  // one; then, where nothing was found at all, the still smaller ones, that see through noise.
  void read_plainly(bool light_on_dark) {
    const double pixels = static_cast<double>(image_.pixels.size());
    constexpr std::size_t kPartedPixels = 1 << 18;
    constexpr double kForLarger = 0.5;  // of the work, so that every copy has its turn
    QrSearch search(std::min(150e6, kWorkOfPlain + kWorkOfPixel * pixels), kPartedPixels);
    const int start = pyramid_.within(kStartSide);
    std::vector<Candidate>& candidates = light_on_dark ? light_ : dark_;
    for (int level = start; level >= 0 && !search.is_exhausted(); --level) {
      const std::size_t had = search.reads().size();
      search.keep_back(level > 0 ? kForLarger : 0);
      search.read(pyramid_.at(level), 1 << level, light_on_dark);
      take(search, had, level);
      const std::vector<Candidate> unread = likely(search.unread(), level, light_on_dark);
      const bool is_seen_through = unread.empty() && !out_.reads.empty() && level < start;
      candidates.insert(candidates.end(), unread.begin(), unread.end());
      if (is_seen_through) break;
    }
    for (int level = start + 1; level <= pyramid_.last() && out_.reads.empty(); ++level) {
      search.read(pyramid_.at(level), 1 << level, light_on_dark);
      take(search, 0, level);
      const std::vector<Candidate> unread = likely(search.unread(), level, light_on_dark);
      candidates.insert(candidates.end(), unread.begin(), unread.end());
    }
  }

  /// Those whose three finders look like finders; the least odd ones, where they are many.
  std::vector<Candidate> likely(std::vector<Candidate> candidates, int level, bool light_on_dark) {
    std::ranges::stable_sort(candidates, {}, oddness);
    if (candidates.size() > 4 * kMaxCandidates) candidates.resize(4 * kMaxCandidates);
    std::erase_if(candidates, [&](const Candidate& candidate) {
      FinderPlaces places = places_of(candidate, {0, 0}, 1 << level);
      return fit_finders(pyramid_.at(level), places, light_on_dark) < kLeastLikeness;
    });
    return candidates;
  }

  void take(const QrSearch& search, std::size_t from, int level) {
    for (std::size_t i = from; i < search.reads().size(); ++i) {
      const QrRead& read = search.reads()[i];
      add(read.text, read.corners, level == 0 ? ReadBy::full_size : ReadBy::small_copy);
    }
  }

  // Along bent surfaces. --------------------------------------------------------------------------

  void read_candidates(bool light_on_dark) {
    std::vector<Candidate>& candidates = light_on_dark ? light_ : dark_;
    std::ranges::stable_sort(candidates, {}, oddness);
    std::size_t tried = 0;
    for (const Candidate& candidate : candidates) {
      if (tried == kMaxCandidates || !may_go_on()) return;
      if (is_known(outline_of(candidate)) || is_tried(candidate)) continue;
      tried_.push_back(candidate);
      ++tried;
      const double module =
          (candidate.corner.module + candidate.first.module + candidate.second.module) / 3;
      int level = 0;
      while (module / (1 << level) > kFineModule) ++level;
      const double scale = 1 << level;
      Corners box = outline_of(candidate);
      for (Point& corner : box) {
        corner = {static_cast<int>(corner.x / scale), static_cast<int>(corner.y / scale)};
      }
      Point origin{};
      const GreyImage part = cut_out(pyramid_.at(level), box, origin);
      const Region region{part, origin, scale};
      read_bent(region, candidate, light_on_dark, ReadBy::bent_grid);
    }
  }

  /// Finders of another copy of the picture are not quite in the same place.
  [[nodiscard]] bool is_tried(const Candidate& candidate) const {
    const auto near = [&](const Finder& a, const Finder& b) {
      return std::abs(a.x - b.x) < 2 * b.module && std::abs(a.y - b.y) < 2 * b.module;
    };
    return std::ranges::any_of(tried_, [&](const Candidate& other) {
      return near(candidate.corner, other.corner) &&
             ((near(candidate.first, other.first) && near(candidate.second, other.second)) ||
              (near(candidate.first, other.second) && near(candidate.second, other.first)));
    });
  }

  void read_bent(const Region& region, const Candidate& candidate, bool light_on_dark, ReadBy by) {
    if (region.image.pixels.empty()) return;
    FinderPlaces places = places_of(candidate, region.origin, region.scale);
    if (fit_finders(region.image, places, light_on_dark) < kLeastLikeness) return;
    work_left_ -= 12 * static_cast<double>(region.image.pixels.size());
    const ToneMap tones(region.image, places.module, light_on_dark);
    BentRead read = tem::read_bent(tones, places, work_left_);
    if (read.agreement < kSeenAgreement && !read.text) return;
    Corners corners;
    for (std::size_t i = 0; i < corners.size(); ++i) {
      corners[i] = region.whole(read.corners[i].x, read.corners[i].y);
    }
    if (read.text) {
      add(std::move(*read.text), corners, by);
    } else {
      seen_.push_back({corners, places.module * region.scale});
    }
  }

  // Treated. --------------------------------------------------------------------------------------

  struct Target {
    GreyImage image;
    Point origin;
    double scale;
  };

  /// What is seen and not read, cut out; the whole picture where nothing is seen at all.
  std::vector<Target> targets() {
    std::vector<Target> all;
    for (const Seen& seen : seen_) {
      if (is_known(seen.corners)) continue;
      int level = 0;
      while (seen.module / (1 << level) > 2 * kFineModule) ++level;
      const double scale = 1 << level;
      Corners box = seen.corners;
      const Point middle = middle_of(seen.corners);
      for (Point& corner : box) {  // and a quarter more
        corner = {static_cast<int>((middle.x + 1.25 * (corner.x - middle.x)) / scale),
                  static_cast<int>((middle.y + 1.25 * (corner.y - middle.y)) / scale)};
      }
      Target target{{}, {}, scale};
      target.image = cut_out(pyramid_.at(level), box, target.origin);
      if (!target.image.pixels.empty()) all.push_back(std::move(target));
    }
    if (all.empty() && out_.reads.empty()) {
      int level = 0;
      while (static_cast<double>(image_.pixels.size()) / std::pow(4.0, level) > kTreatedPixels) {
        ++level;
      }
      all.push_back({pyramid_.at(level), {0, 0}, std::pow(2.0, level)});
    }
    return all;
  }

  void read_treated() {
    constexpr double kDoubledPixels = 0.6e6;
    for (const Target& target : targets()) {
      const std::size_t had = out_.reads.size();
      const auto attempt = [&](const GreyImage& image, double enlarged, bool light_on_dark) {
        if (out_.reads.size() > had || !may_go_on()) return;
        read_copy(image, target, enlarged, light_on_dark);
      };
      const GreyImage& image = target.image;
      const bool is_small = static_cast<double>(image.pixels.size()) <= kDoubledPixels;
      attempt(blurred(image, 1), 1, false);
      if (is_small) attempt(doubled(image), 2, false);
      attempt(sharpened(image, 2, 1.5), 1, false);
      attempt(evened(image, 12), 1, false);
      if (is_small) attempt(sharpened(doubled(image), 3, 2), 2, false);
      attempt(blurred(image, 2), 1, false);
      attempt(thickened(image, 1), 1, false);
      if (is_small) attempt(blurred(doubled(image), 3), 2, false);
      attempt(blurred(thickened(image, 2), 1), 1, false);
      attempt(evened(image, 12), 1, true);
      attempt(blurred(image, 1), 1, true);
      if (is_small) attempt(doubled(image), 2, true);
    }
  }

  void read_copy(const GreyImage& image, const Target& target, double enlarged,
                 bool light_on_dark) {
    const double pixels = static_cast<double>(image.pixels.size());
    work_left_ -= 20 * pixels;
    const Region region{image, {0, 0}, 1};
    const auto whole = [&](double x, double y) {
      return Point{static_cast<int>(std::lround((x / enlarged + target.origin.x) * target.scale)),
                   static_cast<int>(std::lround((y / enlarged + target.origin.y) * target.scale))};
    };
    QrSearch search(4e6 + kWorkOfPixel * pixels);
    search.read(image, 1, light_on_dark);
    std::vector<QrRead> reads = search.reads();
    if (reads.empty() && !light_on_dark) reads = zxing_read(image, Threshold::local);
    if (reads.empty() && !light_on_dark) reads = zxing_read(image, Threshold::global);
    for (QrRead& read : reads) {
      for (Point& corner : read.corners) corner = whole(corner.x, corner.y);
      add(std::move(read.text), read.corners, ReadBy::treated);
    }
    if (!reads.empty()) return;
    std::vector<Candidate> candidates = search.unread();
    std::ranges::stable_sort(candidates, {}, oddness);
    constexpr std::size_t kMaxTried = 4;
    for (std::size_t i = 0; i < std::min(kMaxTried, candidates.size()); ++i) {
      if (!may_go_on()) return;
      const std::size_t had = out_.reads.size(), seen = seen_.size();
      read_bent(region, candidates[i], light_on_dark, ReadBy::treated);
      for (std::size_t k = had; k < out_.reads.size(); ++k) {
        for (Point& corner : out_.reads[k].corners) corner = whole(corner.x, corner.y);
      }
      for (std::size_t k = seen; k < seen_.size(); ++k) {
        for (Point& corner : seen_[k].corners) corner = whole(corner.x, corner.y);
        seen_[k].module *= target.scale / enlarged;
      }
      if (out_.reads.size() > had) return;
    }
  }

  // The second reader. ----------------------------------------------------------------------------

  // Many small codes use up the work of the attempts before, and this one reads a sheet of them at
  // once: so it is made whatever is left, within its own bound on pixels.
  void read_with_zbar() {
    if (out_.reads.empty() || has_unread_candidates()) {
      if (options_.may_go_on && !options_.may_go_on()) {
        is_cut_short_ = true;
        return;
      }
      int level = 0;
      while (static_cast<double>(image_.pixels.size()) / std::pow(4.0, level) > kSecondPixels) {
        ++level;
      }
      read_with_zbar({pyramid_.at(level), {0, 0}, std::pow(2.0, level)});
    }
    for (const Target& target : targets()) {
      if (!may_go_on()) return;
      read_with_zbar(target);
    }
  }

  void read_with_zbar(const Target& target) {
    constexpr double kZbarWork = 40;
    work_left_ -= kZbarWork * static_cast<double>(target.image.pixels.size());
    for (QrRead& read : zbar_read(target.image)) {
      for (Point& corner : read.corners) {
        corner = Region{target.image, target.origin, target.scale}.whole(corner.x, corner.y);
      }
      add(std::move(read.text), read.corners, ReadBy::second_reader);
    }
  }

  /// One symbol may have been seen in several copies.
  void drop_repeated_unread() {
    std::vector<Corners> kept;
    for (const Corners& corners : out_.unread) {
      const Point middle = middle_of(corners);
      const bool known = std::ranges::any_of(
          kept, [&](const Corners& other) { return holds(other, middle.x, middle.y); });
      if (!known) kept.push_back(corners);
    }
    out_.unread = std::move(kept);
  }

  const GreyImage& image_;
  const PhotoOptions& options_;
  Pyramid pyramid_;
  double work_left_;
  bool is_cut_short_ = false;
  PhotoReads out_;
  std::vector<Candidate> dark_, light_;  ///< by the tone of their modules
  std::vector<Candidate> tried_;
  std::vector<Seen> seen_;
};

/// What was found at half the size, in pixels of the whole.
PhotoReads in_whole(PhotoReads photo) {
  for (PhotoRead& read : photo.reads) {
    read.by = ReadBy::small_copy;
    for (Point& corner : read.corners) corner = {2 * corner.x, 2 * corner.y};
  }
  return photo;
}

}  // namespace

std::string_view name(ReadBy by) noexcept {
  switch (by) {
    case ReadBy::small_copy:
      return "small_copy";
    case ReadBy::full_size:
      return "full_size";
    case ReadBy::bent_grid:
      return "bent_grid";
    case ReadBy::treated:
      return "treated";
    case ReadBy::second_reader:
      return "second_reader";
  }
  return "";
}

Result<PhotoReads> read_photo(const GreyImage& image, const PhotoOptions& options) {
  if (auto ok = check_pixels(image); !ok) return ok.error();
  if (image.width < kMinSymbolSide || image.height < kMinSymbolSide) return PhotoReads{};
  try {
    return PhotoSearch(image, options).run();
  } catch (const std::exception& failure) {
    return Error{ErrorCode::internal, std::string("QR reader: ") + failure.what()};
  }
}

Result<PhotoReads> read_photo(std::span<const std::byte> file, const PhotoOptions& options,
                              int page) {
  // In a file of a camera a stamp is large enough at half the size, and decoding costs less there.
  constexpr std::uint64_t kLargePixels = 6'000'000;
  if (page == 1 && file.size() <= kMaxImageBytes && jpeg_pixels(file) >= kLargePixels) {
    auto half = decode_jpeg(file, JpegSize::half);
    if (!half) return half.error();
    try {
      if (auto photo = PhotoSearch(*half, options).run_briefly()) return in_whole(*photo);
    } catch (const std::exception& failure) {
      return Error{ErrorCode::internal, std::string("QR reader: ") + failure.what()};
    }
  }
  auto image = decode_image(file, page);
  if (!image) return image.error();
  return read_photo(*image, options);
}

}  // namespace tem
