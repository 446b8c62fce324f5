#pragma once
// Labels for tests: texts, stamps of a run that differ in their serials, and the files made of
// them.

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <string>
#include <vector>

#include "files.hpp"
#include "sandboxed.hpp"
#include "tem/bytes.hpp"
#include "tem/image.hpp"
#include "tem/label.hpp"
#include "tem/qr_encoder.hpp"
#include "tem/qr_reader.hpp"
#include "vectors.hpp"

namespace tem::test {

inline const std::string& stamp_uri() {
  static const std::string uri = [] {
    const StampVectors vectors;
    return text_at(vectors.json.at("stamps").as_array().front(), "uri");
  }();
  return uri;
}

inline LabelTexts tea(std::string product = "Trà hoa vàng Ba Chẽ") {
  LabelTexts texts;
  texts.product = std::move(product);
  texts.brand = "Trà Ba Chẽ";
  texts.producer = "HTX Mẫu, Ba Chẽ, Quảng Ninh";
  texts.lot = "L2611A";
  texts.produced = Date::parse("2026-11-01").value();
  texts.expires = Date::parse("2027-11-01").value();
  return texts;
}

inline LabelTemplate built_in(std::string_view name) {
  auto layout = LabelTemplate::built_in(name);
  REQUIRE_MESSAGE(layout.has_value(), (layout ? "" : layout.error().str()));
  return std::move(*layout);
}

/// With room around the label, so that ink that stands out of its field is seen.
inline LabelTemplate widened(LabelTemplate layout, double mm) {
  layout.width += 2 * mm;
  layout.height += 2 * mm;
  layout.page = {layout.width, layout.height, 1, 1, 0, 0, layout.width, layout.height};
  for (auto& field : layout.fields) {
    field.box.x += mm;
    field.box.y += mm;
  }
  return layout;
}

inline LabelFace face_of(const LabelTemplate& layout, const LabelTexts& texts = tea(),
                         const PrintSetup& setup = {}, const std::string& uri = stamp_uri()) {
  auto face = LabelFace::make(layout, texts, uri, setup);
  REQUIRE_MESSAGE(face.has_value(), (face ? "" : face.error().str()));
  return std::move(*face);
}

inline QrSymbol symbol_of(const std::string& uri) {
  return QrEncoder::make(uri).value().encode(uri).value();
}

/// Stamps of one run, and their inks.
class Run {
 public:
  explicit Run(std::size_t count, std::string_view hidden_code = {}) {
    const auto encoder = QrEncoder::make(stamp_uri()).value();
    for (std::size_t i = 0; i < count; ++i) {
      std::string serial = "KVYVF00000";
      for (std::size_t at = 0, rest = i; at < 5; ++at, rest /= 32) {
        serial[9 - at] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[rest % 32];
      }
      std::string uri = stamp_uri();
      uri.replace(uri.find("/21/") + 4, 10, serial);
      symbols_.push_back(encoder.encode(uri).value());
      serials_.push_back(std::move(serial));
      uris_.push_back(std::move(uri));
      inks_.push_back({0, &symbols_.back(), serials_.back(), hidden_code});
    }
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  [[nodiscard]] std::vector<LabelInk>& inks() { return inks_; }
  [[nodiscard]] const std::string& serial(std::size_t i) const { return serials_[i]; }
  [[nodiscard]] std::vector<std::string> uris(std::size_t from, std::size_t to) const {
    return {uris_.begin() + static_cast<std::ptrdiff_t>(from),
            uris_.begin() + static_cast<std::ptrdiff_t>(to)};
  }

 private:
  std::deque<QrSymbol> symbols_;
  std::deque<std::string> serials_, uris_;
  std::vector<LabelInk> inks_;
};

/// The files of a run, whole.
inline std::vector<std::string> files_of(PrintFormat format,
                                         const std::vector<const LabelFace*>& faces,
                                         std::span<const LabelInk> labels) {
  const auto pages = LabelPages::make(format, faces).value();
  const std::size_t most =
      pages->per_page() == 0 ? labels.size() : static_cast<std::size_t>(pages->per_page());
  std::vector<std::string> files;
  std::unique_ptr<LabelFile> file;
  for (std::size_t at = 0; at < labels.size(); at += most) {
    if (!file || pages->page_is_file()) {
      if (file) files.back() += file->end();
      file = pages->begin_file();
      files.push_back(file->head());
    }
    files.back() +=
        file->add(pages->render(labels.subspan(at, std::min(most, labels.size() - at))).value());
  }
  if (file) files.back() += file->end();
  return files;
}

inline GreyImage picture(const LabelFace& face, const LabelInk& label) {
  return LabelPicture::make({&face}).value().draw(label);
}

/// Of the one stamp of tests/vectors.
inline GreyImage picture(const LabelFace& face, std::string_view hidden_code = {},
                         const std::string& uri = stamp_uri()) {
  const QrSymbol symbol = symbol_of(uri);
  return picture(face, {0, &symbol, "KVYVF9TDX7", hidden_code});
}

inline bool is_black(const GreyImage& image, int x, int y) {
  return image.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                      static_cast<std::size_t>(x)] != 255;
}

inline bool is_white(const GreyImage& image, int left, int top, int right, int bottom) {
  for (int y = std::max(0, top); y < std::min(bottom, image.height); ++y) {
    for (int x = std::max(0, left); x < std::min(right, image.width); ++x) {
      if (is_black(image, x, y)) return false;
    }
  }
  return true;
}

inline std::vector<std::string> texts_in(const GreyImage& image) {
  std::vector<std::string> texts;
  for (const QrRead& read : read_qr(image).value()) texts.push_back(read.text);
  return texts;
}

/// What a program prints about a file that it reads as /dev/stdin.
inline std::string told_by(const std::vector<std::string>& words, const std::string& file) {
  const cli::Descriptor input(::memfd_create("file", MFD_CLOEXEC));
  REQUIRE(::write(input.get(), file.data(), file.size()) == static_cast<ssize_t>(file.size()));
  return cli::run_program(words, input.get(), {8 << 20, std::chrono::seconds(20)}).value().output;
}

inline std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

}  // namespace tem::test
