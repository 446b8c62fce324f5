#include "qr_bitmap.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>

namespace tem {
namespace {

// A neighbourhood is 5 × 5 blocks of 8 × 8 pixels: wide enough to hold dark and light modules of
// most symbols, narrow enough for a shadow across one.
constexpr int kBlock = 8;
constexpr int kReach = 2;
constexpr int kMinContrast = 24;  // of 255; less is paper grain or JPEG noise

struct Block {
  int mean = 0, least = 255, most = 0;
};

struct Blocks {
  int columns, rows;
  std::vector<Block> all;
  [[nodiscard]] const Block& at(int column, int row) const {
    return all[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
               static_cast<std::size_t>(column)];
  }
};

// What the columns of a row of blocks hold: first down the columns, which a compiler turns into
// instructions on many pixels at once, then across.
struct Columns {
  explicit Columns(int width)
      : least(static_cast<std::size_t>(width)), most(least.size()), sum(least.size()) {}
  std::vector<std::uint8_t> least, most;
  std::vector<std::uint16_t> sum;

  void measure(const GreyImage& image, int top, int bottom) {
    std::ranges::fill(least, 255);
    std::ranges::fill(most, 0);
    std::ranges::fill(sum, 0);
    const std::size_t width = least.size();
    std::uint8_t* low = least.data();
    std::uint8_t* high = most.data();
    std::uint16_t* total = sum.data();
    for (int y = top; y < bottom; ++y) {
      const std::uint8_t* pixel = image.pixels.data() + static_cast<std::size_t>(y) * width;
      for (std::size_t x = 0; x < width; ++x) {
        low[x] = std::min(low[x], pixel[x]);
        high[x] = std::max(high[x], pixel[x]);
        total[x] = static_cast<std::uint16_t>(total[x] + pixel[x]);
      }
    }
  }
};

Blocks measure_blocks(const GreyImage& image) {
  Blocks blocks{(image.width + kBlock - 1) / kBlock, (image.height + kBlock - 1) / kBlock, {}};
  blocks.all.reserve(static_cast<std::size_t>(blocks.columns) *
                     static_cast<std::size_t>(blocks.rows));
  Columns columns(image.width);
  for (int row = 0; row < blocks.rows; ++row) {
    // The last blocks are moved inwards where the picture ends, so that all are whole.
    const int top = std::max(0, std::min(row * kBlock, image.height - kBlock));
    const int bottom = std::min(top + kBlock, image.height);
    columns.measure(image, top, bottom);
    for (int column = 0; column < blocks.columns; ++column) {
      const int left = std::max(0, std::min(column * kBlock, image.width - kBlock));
      const int right = std::min(left + kBlock, image.width);
      int sum = 0;
      std::uint8_t least = 255, most = 0;
      for (int x = left; x < right; ++x) {
        const auto at = static_cast<std::size_t>(x);
        sum += columns.sum[at];
        least = std::min(least, columns.least[at]);
        most = std::max(most, columns.most[at]);
      }
      blocks.all.push_back({sum / ((right - left) * (bottom - top)), least, most});
    }
  }
  return blocks;
}

// Otsu's threshold of the blocks' means: the tone that parts them into the two most even groups.
int global_threshold(const Blocks& blocks) {
  std::array<double, 256> histogram{};
  double total = 0, count = 0;
  for (const Block& block : blocks.all) {
    for (const int tone : {block.least, block.mean, block.most}) {
      histogram[static_cast<std::size_t>(tone)] += 1;
      total += tone;
      count += 1;
    }
  }
  double below = 0, below_total = 0, best = -1;
  int threshold = 127;
  for (int tone = 0; tone < 256; ++tone) {
    below += histogram[static_cast<std::size_t>(tone)];
    below_total += tone * histogram[static_cast<std::size_t>(tone)];
    if (below == 0 || below == count) continue;
    const double apart = below_total / below - (total - below_total) / (count - below);
    const double spread = below * (count - below) * apart * apart;
    if (spread > best) {
      best = spread;
      threshold = tone;
    }
  }
  return threshold;
}

int threshold_at(const Blocks& blocks, int column, int row, int fallback) {
  const int left = std::clamp(column - kReach, 0, std::max(0, blocks.columns - 2 * kReach - 1));
  const int top = std::clamp(row - kReach, 0, std::max(0, blocks.rows - 2 * kReach - 1));
  const int right = std::min(left + 2 * kReach + 1, blocks.columns);
  const int bottom = std::min(top + 2 * kReach + 1, blocks.rows);
  int sum = 0, count = 0, least = 255, most = 0;
  for (int y = top; y < bottom; ++y) {
    for (int x = left; x < right; ++x) {
      const Block& block = blocks.at(x, y);
      least = std::min(least, block.least);
      most = std::max(most, block.most);
      sum += block.mean;
      ++count;
    }
  }
  if (most - least < kMinContrast) return fallback;
  return sum / count;
}

// Runs of one tone along a row or column, five at a time.
using Runs = std::array<int, 5>;

// Camera blur moves edges by half a module either way, pixels by half of one. Across the row that
// was met first; along other lines, which lie aslant more often, more is allowed.
constexpr double kRowSlack = 0.5;
constexpr double kOtherSlack = 0.75;

bool is_finder(const Runs& runs, double slack_of_module) {
  const int total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
  if (total < 7) return false;
  // Most runs are nothing like it: without fractions first, and a little laxer.
  if (runs[2] * 7 < 2 * total - 7 || runs[2] * 7 > 4 * total + 7) return false;
  const double module = total / 7.0;
  const double slack = slack_of_module * module + 0.5;
  return std::abs(runs[0] - module) <= slack && std::abs(runs[1] - module) <= slack &&
         std::abs(runs[2] - 3 * module) <= slack && std::abs(runs[3] - module) <= slack &&
         std::abs(runs[4] - module) <= slack;
}

// The runs of the line through a point in a direction, centred on the dark run that holds it.
struct Crossing {
  Runs runs{};
  int before = 0;  ///< steps from the middle run's start to the point
  [[nodiscard]] int steps() const { return runs[0] + runs[1] + runs[2] + runs[3] + runs[4]; }
};

struct Direction {
  int x, y;
};

Crossing cross(const QrBitmap& bitmap, Point at, Direction step, int most) {
  const auto count = [&](Point& point, int sign, bool dark) {
    int n = 0;
    while (point.x >= 0 && point.y >= 0 && point.x < bitmap.width && point.y < bitmap.height &&
           n <= most && bitmap.dark(point.x, point.y) == dark) {
      point.x += sign * step.x;
      point.y += sign * step.y;
      ++n;
    }
    return n;
  };
  Crossing crossing;
  Point back{at.x - step.x, at.y - step.y}, forth = at;
  crossing.before = count(back, -1, true);
  crossing.runs[2] = crossing.before + count(forth, 1, true);
  crossing.runs[1] = count(back, -1, false);
  crossing.runs[3] = count(forth, 1, false);
  crossing.runs[0] = count(back, -1, true);
  crossing.runs[4] = count(forth, 1, true);
  return crossing;
}

// Where the tone changes, eight pixels at a time: most of them are as their neighbours.
void find_edges(const std::uint8_t* row, int width, std::vector<int>& edges) {
  int x = 1;
  for (; x + 8 <= width; x += 8) {
    std::uint64_t here = 0, before = 0;
    std::memcpy(&here, row + x, sizeof here);
    std::memcpy(&before, row + x - 1, sizeof before);
    if constexpr (std::endian::native == std::endian::little) {
      for (std::uint64_t changed = here ^ before; changed != 0;) {
        const int byte = std::countr_zero(changed) / 8;
        edges.push_back(x + byte);
        changed &= ~(std::uint64_t{0xFF} << 8 * byte);
      }
    } else if (here != before) {
      for (int i = x; i < x + 8; ++i) {
        if (row[i] != row[i - 1]) edges.push_back(i);
      }
    }
  }
  for (; x < width; ++x) {
    if (row[x] != row[x - 1]) edges.push_back(x);
  }
}

// A row met the five runs: is it a finder's column too, and its two diagonals? Its centre and
// module become better known on the way.
bool confirm(const QrBitmap& bitmap, Finder& finder, int width) {
  const int most = 2 * width;  // a finder seen aslant may be twice as high as wide
  const auto fits = [&](const Crossing& crossing) {
    return crossing.steps() <= most && 3 * crossing.steps() >= width &&
           is_finder(crossing.runs, kOtherSlack);
  };
  const Point row{static_cast<int>(finder.x), static_cast<int>(finder.y)};
  const Crossing column = cross(bitmap, row, {0, 1}, most);
  if (!fits(column)) return false;
  finder.y = row.y - column.before + column.runs[2] / 2.0;
  const Point centre{row.x, static_cast<int>(finder.y)};
  if (!bitmap.dark(centre.x, centre.y)) return false;
  const Crossing falling = cross(bitmap, centre, {1, 1}, most);
  const Crossing rising = cross(bitmap, centre, {1, -1}, most);
  if (!fits(falling) || !fits(rising)) return false;
  // A line aslant to the modules crosses more than seven of them; the least is nearest the truth.
  constexpr double kDiagonal = 1.41421356;
  finder.module = std::min({static_cast<double>(width), static_cast<double>(column.steps()),
                            kDiagonal * falling.steps(), kDiagonal * rising.steps()}) /
                  7;
  return true;
}

// Finders lie apart by more than half their width: nearer ones are one, met by another row.
bool is_known(const std::vector<Finder>& finders, const Finder& found) {
  return std::any_of(finders.rbegin(), finders.rend(), [&](const Finder& known) {
    const double near = 3.5 * known.module;
    return std::abs(known.x - found.x) < near && std::abs(known.y - found.y) < near;
  });
}

std::uint8_t* row_of(QrBitmap& bitmap, int y) {
  return bitmap.tones.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(bitmap.width);
}
const std::uint8_t* row_of(const QrBitmap& bitmap, int y) {
  return bitmap.tones.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(bitmap.width);
}
struct Box {
  int left, top, right, bottom;  ///< right and bottom not included
};

Box box_of(const Corners& corners, const QrBitmap& bitmap) {
  const auto [left, right] = std::minmax({corners[0].x, corners[1].x, corners[2].x, corners[3].x});
  const auto [top, bottom] = std::minmax({corners[0].y, corners[1].y, corners[2].y, corners[3].y});
  return {std::max(left, 0), std::max(top, 0), std::min(right + 1, bitmap.width),
          std::min(bottom + 1, bitmap.height)};
}

struct Span {
  int first, end;
};

// Where row y crosses a convex quadrilateral.
Span span_of(const Corners& corners, int y, int width) {
  double left = width, right = -1;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    Point a = corners[i], b = corners[(i + 1) % corners.size()];
    if (a.y > b.y) std::swap(a, b);
    if (y < a.y || y > b.y) continue;
    if (a.y == b.y) {
      left = std::min<double>(left, std::min(a.x, b.x));
      right = std::max<double>(right, std::max(a.x, b.x));
    } else {
      const double share = static_cast<double>(y - a.y) / (b.y - a.y);
      const double x = a.x + share * (b.x - a.x);
      left = std::min(left, x);
      right = std::max(right, x);
    }
  }
  return {static_cast<int>(std::clamp(left, 0.0, static_cast<double>(width))),
          static_cast<int>(std::clamp(right + 1, 0.0, static_cast<double>(width)))};
}

}  // namespace

QrBitmap binarize(const GreyImage& image, bool light_on_dark) {
  const Blocks blocks = measure_blocks(image);
  const int fallback = global_threshold(blocks);
  QrBitmap bitmap{image.width, image.height, std::vector<std::uint8_t>(image.pixels.size())};
  const std::uint8_t flip = light_on_dark ? 0xFF : 0;
  std::vector<std::uint8_t> thresholds(static_cast<std::size_t>(image.width));
  for (int row = 0; row < blocks.rows; ++row) {
    for (int column = 0; column < blocks.columns; ++column) {
      const int threshold = threshold_at(blocks, column, row, fallback);
      const int right = std::min((column + 1) * kBlock, image.width);
      std::fill(thresholds.begin() + column * kBlock, thresholds.begin() + right,
                static_cast<std::uint8_t>(threshold));
    }
    const int bottom = std::min((row + 1) * kBlock, image.height);
    for (int y = row * kBlock; y < bottom; ++y) {
      const std::size_t line = static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width);
      const std::uint8_t* in = image.pixels.data() + line;
      const std::uint8_t* threshold = thresholds.data();
      std::uint8_t* out = bitmap.tones.data() + line;
      for (std::size_t x = 0; x < thresholds.size(); ++x) {
        const std::uint8_t tone = in[x] <= threshold[x] ? kDark : kLight;
        out[x] = static_cast<std::uint8_t>(tone ^ flip);
      }
    }
  }
  return bitmap;
}

Result<void> check_pixels(const GreyImage& image) {
  if (image.width < 0 || image.height < 0 ||
      image.pixels.size() !=
          static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height)) {
    return Error{ErrorCode::bad_image, "picture: " + std::to_string(image.pixels.size()) +
                                           " pixels do not make " + std::to_string(image.width) +
                                           " × " + std::to_string(image.height)};
  }
  return {};
}

GreyImage halve(const GreyImage& image) {
  GreyImage half{image.width / 2, image.height / 2, {}};
  half.pixels.resize(static_cast<std::size_t>(half.width) * static_cast<std::size_t>(half.height));
  for (int y = 0; y < half.height; ++y) {
    const std::uint8_t* upper = image.pixels.data() + static_cast<std::size_t>(2 * y) *
                                                          static_cast<std::size_t>(image.width);
    const std::uint8_t* lower = upper + image.width;
    std::uint8_t* out =
        half.pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(half.width);
    // Eight pixels at a time, as four pairs in one number.
    constexpr std::uint64_t kPairs = 0x00FF00FF00FF00FF, kRound = 0x0002000200020002;
    int x = 0;
    for (; x + 4 <= half.width; x += 4) {
      std::uint64_t a = 0, b = 0;
      std::memcpy(&a, upper + 2 * x, sizeof a);
      std::memcpy(&b, lower + 2 * x, sizeof b);
      std::uint64_t sum = (a & kPairs) + (a >> 8 & kPairs) + (b & kPairs) + (b >> 8 & kPairs);
      sum = (sum + kRound) >> 2 & kPairs;
      sum = (sum | sum >> 8) & 0x0000FFFF0000FFFF;
      const auto four = static_cast<std::uint32_t>(sum | sum >> 16);
      std::memcpy(out + x, &four, sizeof four);
    }
    for (; x < half.width; ++x) {
      const int sum = upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1];
      out[x] = static_cast<std::uint8_t>((sum + 2) / 4);
    }
  }
  return half;
}

std::vector<Finder> find_finders(const QrBitmap& bitmap) {
  constexpr int kRowStep = 3;  // the middle of a finder is three modules high
  std::vector<Finder> finders;
  std::vector<int> edges;  // where the tone changes along a row, its two ends included
  for (int y = kRowStep - 1; y < bitmap.height; y += kRowStep) {
    const std::uint8_t* row =
        bitmap.tones.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(bitmap.width);
    edges.assign(1, 0);
    find_edges(row, bitmap.width, edges);
    edges.push_back(bitmap.width);
    const std::size_t first_dark = row[0] == kDark ? 0 : 1;
    for (std::size_t i = first_dark; i + 5 < edges.size(); i += 2) {
      Runs runs;
      for (std::size_t k = 0; k < runs.size(); ++k) runs[k] = edges[i + k + 1] - edges[i + k];
      if (!is_finder(runs, kRowSlack)) continue;
      const int width = edges[i + 5] - edges[i];
      Finder found{(edges[i + 2] + edges[i + 3]) / 2.0, static_cast<double>(y), width / 7.0};
      if (!confirm(bitmap, found, width)) continue;
      if (is_known(finders, found)) continue;
      finders.push_back(found);
      if (finders.size() == kMaxFinders) return finders;
    }
  }
  return finders;
}

bool holds(const Corners& corners, double x, double y) {
  int left = 0, right = 0;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Point a = corners[i], b = corners[(i + 1) % corners.size()];
    const double side = (x - a.x) * (b.y - a.y) - (y - a.y) * (b.x - a.x);
    if (side > 0) ++right;
    if (side < 0) ++left;
  }
  return left == 0 || right == 0;
}

void blank(QrBitmap& bitmap, const Corners& corners) {
  const Box box = box_of(corners, bitmap);
  for (int y = box.top; y < box.bottom; ++y) {
    const Span span = span_of(corners, y, bitmap.width);
    if (span.first >= span.end) continue;
    std::uint8_t* row = row_of(bitmap, y);
    std::fill(row + span.first, row + span.end, kLight);
  }
}

QrBitmap cut_out(const QrBitmap& bitmap, const Corners& corners, Point& origin) {
  const Box box = box_of(corners, bitmap);
  QrBitmap part{std::max(0, box.right - box.left), std::max(0, box.bottom - box.top), {}};
  part.tones.assign(static_cast<std::size_t>(part.width) * static_cast<std::size_t>(part.height),
                    kLight);
  origin = {box.left, box.top};
  for (int y = 0; y < part.height; ++y) {
    const Span span = span_of(corners, box.top + y, bitmap.width);
    if (span.first >= span.end) continue;
    const std::uint8_t* row = row_of(bitmap, box.top + y);
    std::copy(row + span.first, row + span.end, row_of(part, y) + (span.first - box.left));
  }
  return part;
}

}  // namespace tem
