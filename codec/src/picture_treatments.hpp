#pragma once
// What is done to a picture before it is looked at once more.

#include "qr_bitmap.hpp"
#include "tem/image.hpp"

namespace tem {

/// Three box filters of 2 × radius + 1 pixels, which is near a Gaussian.
GreyImage blurred(const GreyImage& image, int radius);

/// The picture and `amount` times what a blur of that radius takes from it.
GreyImage sharpened(const GreyImage& image, int radius, double amount);

/// Twice as wide and high, evened out between the pixels. Precondition: the result is within
/// kMaxImagePixels.
GreyImage doubled(const GreyImage& image);

/// Every neighbourhood of 2 × reach + 1 pixels stretched over all tones.
GreyImage evened(const GreyImage& image, int reach);

/// Dark modules that do not touch, such as dots, grown together: each pixel the darkest within
/// `radius`.
GreyImage thickened(const GreyImage& image, int radius);

/// A rectangle of the picture; what lies outside the picture is left out. `origin` is where its
/// first pixel lies.
GreyImage cut_out(const GreyImage& image, const Corners& corners, Point& origin);

}  // namespace tem
