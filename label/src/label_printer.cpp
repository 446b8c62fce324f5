// ZPL II and TSPL: a label a print, as one bitmap, since label printers have no font for Vietnamese.

#include <algorithm>
#include <optional>

#include "bitmap.hpp"
#include "formats.hpp"
#include "number_text.hpp"

namespace tem {
namespace {

constexpr std::string_view kHex = "0123456789ABCDEF";

/// `count` times the digit: G to Y are 1 to 19, g to z are 20, 40 … 400 (ZPL II Programming Guide,
/// alternative data compression scheme of ^GF).
void append_run(std::string& out, char digit, std::size_t count) {
  while (count > 0) {
    std::size_t now = std::min<std::size_t>(count, 419);
    count -= now;
    if (now >= 20) out += static_cast<char>('g' + now / 20 - 1);
    if (now % 20 > 0 && !(now == 1)) out += static_cast<char>('G' + now % 20 - 1);
    out += digit;
  }
}

/// A row in hexadecimal with runs, `,` for the rest in white and `!` for the rest in black.
std::string zpl_row(std::span<const std::uint8_t> row) {
  std::string digits;
  digits.reserve(row.size() * 2);
  for (const std::uint8_t byte : row) {
    digits += kHex[byte >> 4];
    digits += kHex[byte & 15];
  }
  std::string tail;
  const char last = digits.back();
  if (last == '0' || last == 'F') {
    const auto end = digits.find_last_not_of(last);
    digits.erase(end == std::string::npos ? 0 : end + 1);
    tail = last == '0' ? "," : "!";
  }
  std::string out;
  for (std::size_t i = 0; i < digits.size();) {
    const auto end = std::min(digits.find_first_not_of(digits[i], i), digits.size());
    append_run(out, digits[i], end - i);
    i = end;
  }
  return out + tail;
}

/// A graphic field holds at most this many bytes (ZPL II Programming Guide, ^GF).
constexpr std::size_t kMaxFieldBytes = 99'999;

/// The label as graphic fields one below the other: one, unless it is larger than a field may be.
void append_zpl(std::string& out, const Bitmap& bits) {
  Drawing head;
  head << "^XA^PW" << bits.width() << "^LL" << bits.height() << "^LH0,0";
  out += head.str();
  const int most = static_cast<int>(std::max<std::size_t>(1, kMaxFieldBytes / bits.row_bytes()));
  for (int top = 0; top < bits.height(); top += most) {
    const int end = std::min(bits.height(), top + most);
    const std::size_t total = bits.row_bytes() * static_cast<std::size_t>(end - top);
    Drawing field;
    field << "^FO0," << top << "^GFA," << total << "," << total << "," << bits.row_bytes() << ",";
    out += field.str();
    for (int y = top; y < end; ++y) {
      if (y > top && std::ranges::equal(bits.row(y), bits.row(y - 1))) {
        out += ':';  // the row above again
      } else {
        out += zpl_row(bits.row(y));
      }
    }
    out += "^FS";
  }
  out += "^XZ\n";
}

void append_tspl(std::string& out, const Bitmap& bits) {
  Drawing head;
  head << "CLS\r\nBITMAP 0,0," << bits.row_bytes() << "," << bits.height() << ",0,";
  out += head.str();
  const int spare = static_cast<int>(bits.row_bytes()) * 8 - bits.width();
  for (int y = 0; y < bits.height(); ++y) {
    const auto row = bits.row(y);
    // TSPL prints where the bit is 0; the spare bits stay white.
    for (std::size_t i = 0; i < row.size(); ++i) out += static_cast<char>(~row[i]);
    if (spare > 0) out.back() = static_cast<char>(out.back() | ((1 << spare) - 1));
  }
  out += "\r\nPRINT 1,1\r\n";
}

class TsplFile final : public LabelFile {
 public:
  explicit TsplFile(const LabelTemplate& layout) : layout_(layout) {}
  std::string head() override {
    Drawing head;
    head << "SIZE " << layout_.width << " mm," << layout_.height << " mm\r\nGAP " << layout_.gap
         << " mm,0 mm\r\nDIRECTION 1\r\nREFERENCE 0,0\r\n";
    return head.take();
  }
  std::string add(std::string page) override { return page; }
  std::string end() override { return {}; }

 private:
  const LabelTemplate& layout_;
};

class PrinterPages final : public LabelPages {
 public:
  static Result<std::unique_ptr<LabelPages>> make(const Faces& faces, PrintFormat format) {
    auto pages = std::unique_ptr<PrinterPages>(new PrinterPages);
    pages->format_ = format;
    pages->layout_ = &faces.front()->laid().layout;
    for (const LabelFace* face : faces) {
      auto bits = FaceBitmap::draw(face->laid());
      if (!bits) return bits.error();
      pages->faces_.push_back(std::move(*bits));
    }
    return std::unique_ptr<LabelPages>(std::move(pages));
  }

  [[nodiscard]] int per_page() const noexcept override { return 0; }
  [[nodiscard]] bool page_is_file() const noexcept override { return false; }

  [[nodiscard]] Result<std::string> render(std::span<const LabelInk> labels) const override {
    std::string out;
    for (const LabelInk& label : labels) {
      const Bitmap bits = faces_[label.face].label(label);
      if (format_ == PrintFormat::zpl) {
        append_zpl(out, bits);
      } else {
        append_tspl(out, bits);
      }
    }
    return out;
  }

  [[nodiscard]] std::unique_ptr<LabelFile> begin_file() const override {
    if (format_ == PrintFormat::tspl) return std::make_unique<TsplFile>(*layout_);
    return std::make_unique<PlainFile>();
  }

 private:
  PrinterPages() = default;
  PrintFormat format_{};
  const LabelTemplate* layout_ = nullptr;
  std::vector<FaceBitmap> faces_;
};

}  // namespace

Result<std::unique_ptr<LabelPages>> make_zpl_pages(Faces faces) {
  return PrinterPages::make(faces, PrintFormat::zpl);
}
Result<std::unique_ptr<LabelPages>> make_tspl_pages(Faces faces) {
  return PrinterPages::make(faces, PrintFormat::tspl);
}

}  // namespace tem
