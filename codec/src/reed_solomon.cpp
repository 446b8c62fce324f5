#include "reed_solomon.hpp"

#include <algorithm>
#include <array>

namespace tem {
namespace {

using Polynomial = std::vector<std::uint8_t>;  // lowest power first

struct Field {
  std::array<std::uint8_t, 512> power{};
  std::array<std::uint8_t, 256> log{};
  constexpr Field() {
    int value = 1;
    for (std::size_t i = 0; i < 255; ++i) {
      power[i] = power[i + 255] = static_cast<std::uint8_t>(value);
      log[static_cast<std::size_t>(value)] = static_cast<std::uint8_t>(i);
      value <<= 1;
      if (value > 255) value ^= 0x11D;
    }
  }
};
constexpr Field kField;

std::uint8_t times(std::uint8_t a, std::uint8_t b) {
  if (a == 0 || b == 0) return 0;
  return kField.power[std::size_t{kField.log[a]} + kField.log[b]];
}
std::uint8_t inverse(std::uint8_t a) { return kField.power[255u - kField.log[a]]; }
std::uint8_t root(int exponent) {
  return kField.power[static_cast<std::size_t>(((exponent % 255) + 255) % 255)];
}

std::uint8_t value_at(const Polynomial& polynomial, std::uint8_t x) {
  std::uint8_t value = 0;
  for (auto term = polynomial.rbegin(); term != polynomial.rend(); ++term) {
    value = static_cast<std::uint8_t>(times(value, x) ^ *term);
  }
  return value;
}

Polynomial product(const Polynomial& a, const Polynomial& b, std::size_t terms) {
  Polynomial out(std::min(terms, a.size() + b.size() - 1));
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t k = 0; k < b.size() && i + k < out.size(); ++k)
      out[i + k] ^= times(a[i], b[k]);
  }
  return out;
}

/// Of the block as a polynomial whose first byte has the highest power.
Polynomial syndromes(std::span<const std::uint8_t> block, int check_bytes) {
  Polynomial all;
  for (int i = 0; i < check_bytes; ++i) {
    std::uint8_t value = 0;
    for (const std::uint8_t byte : block)
      value = static_cast<std::uint8_t>(times(value, root(i)) ^ byte);
    all.push_back(value);
  }
  return all;
}

bool is_zero(const Polynomial& polynomial) {
  return std::ranges::all_of(polynomial, [](std::uint8_t term) { return term == 0; });
}

/// Berlekamp-Massey, started with the locator of what is missing.
Polynomial locator_of(const Polynomial& syndrome, const Polynomial& missing, std::size_t count) {
  Polynomial locator = missing, last = missing;
  std::size_t length = count;
  for (std::size_t step = count; step < syndrome.size(); ++step) {
    std::uint8_t discrepancy = 0;
    for (std::size_t i = 0; i < locator.size() && i <= step; ++i) {
      discrepancy ^= times(locator[i], syndrome[step - i]);
    }
    last.insert(last.begin(), 0);
    if (discrepancy == 0) continue;
    Polynomial next = locator;
    next.resize(std::max(locator.size(), last.size()));
    for (std::size_t i = 0; i < last.size(); ++i) next[i] ^= times(discrepancy, last[i]);
    if (2 * length <= step + count) {
      length = step + 1 + count - length;
      last = locator;
      for (auto& term : last) term = times(term, inverse(discrepancy));
    }
    locator = std::move(next);
  }
  while (!locator.empty() && locator.back() == 0) locator.pop_back();
  return locator;
}

}  // namespace

std::optional<int> mend_block(std::span<std::uint8_t> block, int check_bytes,
                              std::span<const int> missing) {
  const Polynomial syndrome = syndromes(block, check_bytes);
  if (is_zero(syndrome)) return 0;
  const auto count = missing.size();
  if (static_cast<int>(count) > check_bytes) return std::nullopt;
  const int last = static_cast<int>(block.size()) - 1;
  Polynomial erasures{1};
  for (const int place : missing) {
    erasures = product(erasures, {1, root(last - place)}, erasures.size() + 1);
  }
  const Polynomial locator = locator_of(syndrome, erasures, count);
  if (locator.empty()) return std::nullopt;
  const std::size_t degree = locator.size() - 1;
  if (degree < count || 2 * (degree - count) + count > static_cast<std::size_t>(check_bytes)) {
    return std::nullopt;
  }
  std::vector<int> places;
  for (int place = 0; place <= last; ++place) {
    if (value_at(locator, root(-(last - place))) == 0) places.push_back(place);
  }
  if (places.size() != degree) return std::nullopt;

  // Forney: the error at X is X × omega(1/X) / lambda'(1/X), the generator's first root being 1.
  const Polynomial evaluator = product(syndrome, locator, syndrome.size());
  std::vector<std::uint8_t> mended(block.begin(), block.end());
  for (const int place : places) {
    const std::uint8_t x = root(last - place), inverse_x = inverse(x);
    std::uint8_t slope = 0;
    for (std::size_t i = 1; i < locator.size(); i += 2) {
      slope ^= times(locator[i], root(static_cast<int>(i - 1) * -(last - place)));
    }
    if (slope == 0) return std::nullopt;
    mended[static_cast<std::size_t>(place)] ^=
        times(times(x, value_at(evaluator, inverse_x)), inverse(slope));
  }
  if (!is_zero(syndromes(mended, check_bytes))) return std::nullopt;
  std::ranges::copy(mended, block.begin());
  return static_cast<int>(degree - count);
}

}  // namespace tem
