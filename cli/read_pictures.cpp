#include "read_pictures.hpp"

#include <ctime>

#include "files.hpp"
#include "tem/bytes.hpp"
#include "tem/photo_reader.hpp"

namespace tem::cli {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::pair<int, int>> places(const std::array<Point, 4>& corners) {
  std::vector<std::pair<int, int>> out;
  out.reserve(corners.size());
  for (const Point& corner : corners) out.emplace_back(corner.x, corner.y);
  return out;
}

Error out_of_time(const std::string& where) {
  return {ErrorCode::cannot_read, where + ": reading took longer than " +
                                      std::to_string(kPictureTime.count()) +
                                      " s; cut the picture to the codes"};
}

/// What this thread had of the processor: a busy machine takes nothing away from a picture.
std::chrono::nanoseconds worked() {
  timespec spent{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

/// Ends the reading of a picture, by the thread that makes this, after kPictureTime.
class Deadline {
 public:
  [[nodiscard]] PhotoOptions options() {
    PhotoOptions options;
    options.may_go_on = [this] {
      is_late_ = is_late_ || worked() >= until_;
      return !is_late_;
    };
    return options;
  }
  [[nodiscard]] bool is_late() const { return is_late_; }

 private:
  std::chrono::nanoseconds until_ = worked() + kPictureTime;
  bool is_late_ = false;
};

/// Adds what was read in a picture; with small pictures of it where `image` is given.
void add_view(PictureReading& reading, const PhotoReads& photo, const GreyImage* image,
              const std::string& file, std::optional<int> page) {
  const auto small = [&](const auto& box_of, int side) {
    if (image == nullptr) return SmallPicture{};
    auto made = small_picture(*image, box_of(), side);
    return made ? std::move(*made) : SmallPicture{};
  };
  const std::size_t view = reading.views.size();
  reading.views.push_back({page, image == nullptr ? 0 : image->width,
                           image == nullptr ? 0 : image->height,
                           small([&] { return whole_of(*image); }, kThumbnailSide)});
  const auto source_of = [&](const std::array<Point, 4>& corners) {
    Source source;
    source.file = file;
    source.page = page;
    source.corners = places(corners);
    return source;
  };
  const int side = photo.reads.size() > kManyCodes ? kSheetCropSide : kCropSide;
  for (const PhotoRead& read : photo.reads) {
    Source source = source_of(read.corners);
    auto crop = small([&] { return around(source.corners, *image); }, side);
    reading.codes.push_back({{read.text, std::move(source)}, view, std::move(crop)});
  }
  for (const auto& corners : photo.unread) {
    Source source = source_of(corners);
    auto crop = small([&] { return around(source.corners, *image); }, kCropSide);
    reading.unread.push_back({std::move(source), view, std::move(crop)});
  }
}

}  // namespace

PictureReading read_picture(const PicturePiece& picture, bool with_pictures) {
  PictureReading reading;
  const auto fail = [&](const Error& error) {
    reading.errors.push_back(error);
    return reading;
  };
  std::string from_file;
  if (!picture.bytes) {
    auto all = read_file(picture.file, kMaxImageBytes);
    if (!all) return fail(all.error());
    from_file = std::move(*all);
  }
  const auto bytes = as_bytes(picture.bytes ? *picture.bytes : from_file);
  const auto pages = count_pages(bytes);
  if (!pages) return fail(pages.error().at(picture.file));
  const auto until = Clock::now() + kTiffTime;
  for (int page = 1; page <= *pages; ++page) {
    const auto number = *pages > 1 ? std::optional(page) : std::nullopt;
    if (Clock::now() >= until) {
      return fail(
          {ErrorCode::cannot_read, picture.file + ": page " + std::to_string(page) +
                                       " and all after it: the file took too long; split it"});
    }
    const std::string where = number ? picture.file + ", page " + std::to_string(page) : picture.file;
    Deadline deadline;
    // Read the same way with and without small pictures, so that every report says the same.
    const auto photo = read_photo(bytes, deadline.options(), page);
    if (!photo) return fail(photo.error().at(where));
    std::optional<GreyImage> image;
    if (with_pictures) {
      auto whole = decode_image(bytes, page);
      if (!whole) return fail(whole.error().at(where));
      image = std::move(*whole);
    }
    add_view(reading, *photo, image ? &*image : nullptr, picture.file, number);
    if (deadline.is_late()) reading.errors.push_back(out_of_time(where));
  }
  if (reading.codes.empty() && reading.errors.empty()) {
    return fail({ErrorCode::no_qr_found,
                 picture.file +
                     (reading.unread.empty() ? ": no QR code found"
                                             : ": a QR code is seen and not readable") +
                     "; take the picture nearer, sharp and evenly lit"});
  }
  return reading;
}

PictureReading read_page(const PagePiece& page, bool with_pictures) {
  PictureReading reading;
  for (const int dpi : {kPageDpi, kFinerPageDpi}) {
    const auto image = page.pdf->page(page.page, dpi);
    if (!image) {
      // What the coarse drawing showed is not taken back.
      reading.errors.push_back(image.error().at(page.file + ", page " + std::to_string(page.page)));
      return reading;
    }
    const std::string where = page.file + ", page " + std::to_string(page.page);
    Deadline deadline;
    const auto photo = read_photo(*image, deadline.options());
    reading = PictureReading();
    if (!photo) {
      reading.errors.push_back(photo.error().at(where));
      return reading;
    }
    add_view(reading, *photo, with_pictures ? &*image : nullptr, page.file, page.page);
    if (deadline.is_late()) reading.errors.push_back(out_of_time(where));
    if (!photo->reads.empty() || !reading.errors.empty()) return reading;
  }
  return reading;
}

}  // namespace tem::cli
