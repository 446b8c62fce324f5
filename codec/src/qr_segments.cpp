#include "qr_segments.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace tem {
namespace {

constexpr std::array kModes = {QrMode::numeric, QrMode::alphanumeric, QrMode::byte};
constexpr std::size_t kModeBits = 4;

// A digit takes 10/3 bits, an alphanumeric character 11/2: counted in sixths, both are whole.
constexpr std::size_t kSixths = 6;
constexpr std::array<std::size_t, 3> kSixthsOfCharacter = {20, 33, 48};

constexpr std::size_t whole_bits(std::size_t sixths) { return (sixths + kSixths - 1) / kSixths; }

constexpr std::size_t index_of(QrMode mode) { return static_cast<std::size_t>(mode); }

// Cheapest way to have written the text so far, ending in each mode. Within a segment the cost is a
// sum of sixths; rounding up is monotone, so the cheaper of two ways stays the cheaper after it.
struct Step {
  std::array<std::size_t, 3> sixths;
  std::array<QrMode, 3> from;  ///< the mode of the character before
};

}  // namespace

bool qr_mode_holds(QrMode mode, char c) noexcept {
  const bool digit = c >= '0' && c <= '9';
  switch (mode) {
    case QrMode::numeric:
      return digit;
    case QrMode::alphanumeric:
      return digit || (c >= 'A' && c <= 'Z') ||
             (c != '\0' && std::string_view(" $%*+-./:").find(c) != std::string_view::npos);
    case QrMode::byte:
      return true;
  }
  return false;
}

unsigned qr_length_bits(QrMode mode, int version) noexcept {
  constexpr std::array<std::array<unsigned, 3>, 3> kBits = {
      {{10, 12, 14}, {9, 11, 13}, {8, 16, 16}}};
  const std::size_t version_class = version <= 9 ? 0 : version <= 26 ? 1 : 2;
  return kBits[index_of(mode)][version_class];
}

std::size_t qr_segment_bits(QrMode mode, std::size_t length, int version) noexcept {
  return kModeBits + qr_length_bits(mode, version) +
         whole_bits(length * kSixthsOfCharacter[index_of(mode)]);
}

QrPlan plan_qr_segments(std::string_view text, int version) {
  constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max() / 2;
  std::vector<Step> steps(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const QrMode mode : kModes) {
      const std::size_t m = index_of(mode);
      const std::size_t header = kSixths * (kModeBits + qr_length_bits(mode, version));
      Step& step = steps[i];
      step.sixths[m] = kNever;
      step.from[m] = mode;
      if (!qr_mode_holds(mode, text[i])) continue;
      for (const QrMode before : kModes) {
        std::size_t cost = header;
        if (i > 0) {
          const std::size_t so_far = steps[i - 1].sixths[index_of(before)];
          if (so_far >= kNever) continue;
          cost = before == mode ? so_far : kSixths * whole_bits(so_far) + header;
        }
        cost += kSixthsOfCharacter[m];
        if (cost < step.sixths[m]) {
          step.sixths[m] = cost;
          step.from[m] = i > 0 ? before : mode;
        }
      }
    }
  }

  QrPlan plan;
  if (text.empty()) return plan;
  const auto& last = steps.back().sixths;
  const auto best = std::min_element(last.begin(), last.end(), [](std::size_t a, std::size_t b) {
    return whole_bits(a) < whole_bits(b);
  });
  plan.bits = whole_bits(*best);

  QrMode mode = kModes[static_cast<std::size_t>(best - last.begin())];
  std::size_t end = text.size();
  for (std::size_t i = text.size(); i-- > 0;) {
    const QrMode before = steps[i].from[index_of(mode)];
    if (i == 0 || before != mode) {
      plan.segments.push_back({mode, text.substr(i, end - i)});
      end = i;
    }
    mode = before;
  }
  std::reverse(plan.segments.begin(), plan.segments.end());
  return plan;
}

}  // namespace tem
