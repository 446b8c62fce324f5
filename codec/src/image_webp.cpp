#include <webp/decode.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>
#include <string>

#include "image_formats.hpp"
#include "image_upright.hpp"

namespace tem {
namespace {

// Lossy WebP stores brightness in 16 to 235 (ITU-R BT.601), which is spread out to 0 to 255.
std::uint8_t full_range(std::uint8_t luma) {
  return static_cast<std::uint8_t>(std::clamp((luma - 16) * 255 + 109, 0, 219 * 255) / 219);
}

std::uint8_t grey_on_white(const std::uint8_t* rgba) {
  const unsigned grey = (77u * rgba[0] + 150u * rgba[1] + 29u * rgba[2] + 128) >> 8;
  return static_cast<std::uint8_t>((grey * rgba[3] + 255u * (255u - rgba[3]) + 127) / 255);
}

struct Free {
  void operator()(std::uint8_t* memory) const { WebPFree(memory); }
};
using Memory = std::unique_ptr<std::uint8_t, Free>;

struct Delete {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
  void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
};

GreyImage blank(int width, int height) {
  GreyImage image{width, height, {}};
  image.pixels.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  return image;
}

Error damaged() { return {ErrorCode::bad_image, "WebP: the file is damaged or cut short"}; }

Result<GreyImage> decode_still(const WebPData& data, const WebPBitstreamFeatures& features) {
  int width = 0, height = 0;
  if (features.has_alpha != 0 || features.format == 2) {  // 2: lossless, which is RGB
    const Memory rgba(WebPDecodeRGBA(data.bytes, data.size, &width, &height));
    if (!rgba) return damaged();
    GreyImage image = blank(width, height);
    for (std::size_t i = 0; i < image.pixels.size(); ++i) {
      image.pixels[i] = grey_on_white(rgba.get() + 4 * i);
    }
    return image;
  }
  std::uint8_t *u = nullptr, *v = nullptr;  // within the same memory
  int stride = 0, colour_stride = 0;
  const Memory luma(
      WebPDecodeYUV(data.bytes, data.size, &width, &height, &u, &v, &stride, &colour_stride));
  if (!luma) return damaged();
  GreyImage image = blank(width, height);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = luma.get() + std::ptrdiff_t{y} * stride;
    std::transform(row, row + width, image.pixels.begin() + std::ptrdiff_t{y} * width, full_range);
  }
  return image;
}

Result<GreyImage> decode_first_frame(const WebPData& data, int width, int height) {
  const std::unique_ptr<WebPAnimDecoder, Delete> decoder(WebPAnimDecoderNew(&data, nullptr));
  std::uint8_t* rgba = nullptr;  // the decoder's own
  int time = 0;
  if (!decoder || WebPAnimDecoderGetNext(decoder.get(), &rgba, &time) == 0) return damaged();
  GreyImage image = blank(width, height);
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    image.pixels[i] = grey_on_white(rgba + 4 * i);
  }
  return image;
}

int orientation_of(const WebPData& data) {
  const std::unique_ptr<WebPDemuxer, Delete> demuxer(WebPDemux(&data));
  int orientation = 1;
  WebPChunkIterator chunk{};
  if (demuxer && WebPDemuxGetChunk(demuxer.get(), "EXIF", 1, &chunk) != 0) {
    orientation = exif_orientation(std::as_bytes(std::span(chunk.chunk.bytes, chunk.chunk.size)));
  }
  WebPDemuxReleaseChunkIterator(&chunk);
  return orientation;
}

}  // namespace

Result<GreyImage> decode_webp(std::span<const std::byte> bytes) {
  const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  WebPBitstreamFeatures features{};
  if (WebPGetFeatures(data.bytes, data.size, &features) != VP8_STATUS_OK) return damaged();
  const auto width = static_cast<std::uint64_t>(features.width);
  const auto height = static_cast<std::uint64_t>(features.height);
  if (auto ok = check_image_size(width, height); !ok) return ok.error().at("WebP");
  auto image = features.has_animation != 0
                   ? decode_first_frame(data, features.width, features.height)
                   : decode_still(data, features);
  if (!image) return image.error();
  return upright(std::move(*image), orientation_of(data));
}

}  // namespace tem
