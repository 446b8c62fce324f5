#include "read_pictures.hpp"

#include "files.hpp"
#include "tem/bytes.hpp"
#include "tem/photo_reader.hpp"

namespace tem::cli {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::pair<int, int>> places(const std::array<Point, 4>& corners) {
  std::vector<std::pair<int, int>> out;
  for (const Point& corner : corners) out.emplace_back(corner.x, corner.y);
  return out;
}

Error out_of_time(const std::string& where) {
  return {ErrorCode::cannot_read, where + ": reading took longer than " +
                                      std::to_string(kPictureTime.count()) +
                                      " s; cut the picture to the codes"};
}

/// Adds what is in a picture. True when something was read in it.
bool add_view(PictureReading& reading, const GreyImage& image, const std::string& file,
              std::optional<int> page, bool with_pictures) {
  const std::string where = page ? file + ", page " + std::to_string(*page) : file;
  const auto small = [&](const Box& box, int side) {
    if (!with_pictures) return SmallPicture{};
    auto made = small_picture(image, box, side);
    return made ? std::move(*made) : SmallPicture{};
  };
  const std::size_t view = reading.views.size();
  reading.views.push_back(
      {page, image.width, image.height, small(whole_of(image), kThumbnailSide)});
  bool is_late = false;
  const auto until = Clock::now() + kPictureTime;
  PhotoOptions options;
  options.may_go_on = [&] {
    is_late = is_late || Clock::now() >= until;
    return !is_late;
  };
  const auto photo = read_photo(image, options);
  if (!photo) {
    reading.errors.push_back(photo.error().at(where));
    return false;
  }
  const auto source_of = [&](const std::array<Point, 4>& corners) {
    Source source;
    source.file = file;
    source.page = page;
    source.corners = places(corners);
    return source;
  };
  const int side = photo->reads.size() > kManyCodes ? kSheetCropSide : kCropSide;
  for (const PhotoRead& read : photo->reads) {
    Source source = source_of(read.corners);
    auto crop = small(around(source.corners, image), side);
    reading.codes.push_back({{read.text, std::move(source)}, view, std::move(crop)});
  }
  for (const auto& corners : photo->unread) {
    Source source = source_of(corners);
    auto crop = small(around(source.corners, image), kCropSide);
    reading.unread.push_back({std::move(source), view, std::move(crop)});
  }
  if (is_late) reading.errors.push_back(out_of_time(where));
  return !photo->reads.empty();
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
    const auto image = decode_image(bytes, page);
    if (!image) {
      return fail(image.error().at(number ? picture.file + ", page " + std::to_string(page)
                                          : picture.file));
    }
    add_view(reading, *image, picture.file, number, with_pictures);
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
    reading = PictureReading();
    if (add_view(reading, *image, page.file, page.page, with_pictures)) return reading;
    if (!reading.errors.empty()) return reading;
  }
  return reading;
}

}  // namespace tem::cli
