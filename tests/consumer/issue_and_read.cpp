// Issues a stamp, draws it, and reads the drawing as a picture: tem::codec alone, no registry.
//
//   issue_and_read        prints the stamp's URI, then what was read in the picture of it

#include <cstdio>
#include <tem/qr_reader.hpp>
#include <tem/qr_symbol.hpp>
#include <tem/stamp.hpp>

namespace {

constexpr std::string_view kOrigin = "tem.example/consumer";
constexpr int kDotsOfModule = 4, kQuietZone = 4;

tem::GreyImage draw(const tem::QrSymbol& symbol) {
  const int side = (symbol.size() + 2 * kQuietZone) * kDotsOfModule;
  tem::GreyImage image{side, side, {}};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const int column = x / kDotsOfModule - kQuietZone, row = y / kDotsOfModule - kQuietZone;
      const bool inside =
          column >= 0 && row >= 0 && column < symbol.size() && row < symbol.size();
      image.pixels.push_back(inside && symbol.dark(column, row) ? 0 : 255);
    }
  }
  return image;
}

tem::Result<std::string> issue(const tem::SigningKey& key) {
  const auto base = tem::BaseUri::parse("https://tem.example");
  const auto gtin = tem::Gtin::parse("08936000000011");
  const auto lot = tem::Lot::parse("L2611A");
  if (!base || !gtin || !lot) return tem::Error{tem::ErrorCode::internal, "sample values"};
  const auto cipher = tem::SerialCipher::make(tem::SerialSecret{}, *gtin, *lot);
  if (!cipher) return cipher.error();
  const auto signer = tem::StampSigner::make(std::string(kOrigin), *base, *gtin, *lot,
                                             {{"17", "271231"}}, key, 1, *cipher);
  if (!signer) return signer.error();
  const auto stamp = signer->sign(0);
  if (!stamp) return stamp.error();
  return stamp->uri;
}

tem::Result<std::string> read_back(const std::string& uri, const tem::VerifyingKey& key) {
  const auto symbol = tem::QrSymbol::encode(uri);
  if (!symbol) return symbol.error();
  const auto reads = tem::read_qr(draw(*symbol));
  if (!reads) return reads.error();
  if (reads->size() != 1) return tem::Error{tem::ErrorCode::not_a_stamp, "no single code is read"};
  const auto claim = tem::UnverifiedStamp::parse(reads->front().text);
  if (!claim) return claim.error();
  const auto stamp = claim->verify(key, kOrigin);
  if (!stamp) return stamp.error();
  return stamp->gtin().str() + " " + std::string(stamp->lot().str()) + " " + stamp->serial().str();
}

}  // namespace

int main() {
  const auto key = tem::SigningKey::from_seed(tem::Bytes<32>{});  // a sample: no secret at all
  const auto uri = issue(key);
  const auto read = uri ? read_back(*uri, key.verifying_key()) : uri;
  if (!read) {
    std::fprintf(stderr, "issue_and_read: %s\n", read.error().str().c_str());
    return 1;
  }
  std::printf("%s\n%s\n", uri->c_str(), read->c_str());
}
