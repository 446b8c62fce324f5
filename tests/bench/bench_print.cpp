// What a label costs in each format, and from sealing to a PDF, on one core. Then the goals: labels a
// second and bytes a label of a PDF with its text, and the whole way beside libsodium's bare signing.

#include <benchmark/benchmark.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "tem/label.hpp"
#include "tem/qr_encoder.hpp"
#include "tem/stamp.hpp"

namespace {

using namespace tem;

constexpr std::size_t kLabels = 1300;  // 20 sheets of 65
constexpr double kPdfGoal = 10'000, kBytesGoal = 1024, kWholeGoal = 10'000;

/// A run of stamps with its face, on sheets of 65 labels.
struct Run {
  Gtin gtin = Gtin::parse("08936000000011").value();
  Lot lot = Lot::parse("L2611A").value();
  SigningKey key = SigningKey::from_seed(Bytes<32>{});
  SerialCipher cipher = SerialCipher::make(SerialSecret{}, gtin, lot).value();
  StampSigner signer = StampSigner::make("tem.example/quangninh",
                                         BaseUri::parse("https://tem.example").value(), gtin, lot,
                                         {{"17", "271231"}}, key, 42, cipher)
                           .value();
  QrEncoder encoder = QrEncoder::make(signer.sign(0).value().uri).value();
  std::vector<SignedStamp> stamps;
  std::vector<QrSymbol> symbols;
  std::vector<LabelInk> labels;
  LabelFace sheet = face("a4-65", kDefaultDpi), roll = face("roll-50x30", kThermalDpi);

  Run() {
    for (std::uint32_t i = 0; i < kLabels; ++i) {
      stamps.push_back(signer.sign(i).value());
      symbols.push_back(encoder.encode(stamps.back().uri).value());
    }
    for (std::size_t i = 0; i < kLabels; ++i) {
      labels.push_back({0, &symbols[i], stamps[i].serial.view(), {}});
    }
  }

  LabelFace face(std::string_view name, int dpi) {
    const LabelTexts texts{.product = "Trà hoa vàng Ba Chẽ",
                           .brand = {},
                           .producer = "Hợp tác xã Mẫu",
                           .lot = "L2611A",
                           .produced = Date::parse("2026-11-01").value(),
                           .expires = Date::parse("2027-12-31").value(),
                           .free_line = {},
                           .stars = std::nullopt,
                           .sample = true};
    PrintSetup setup;
    setup.dpi = dpi;
    return LabelFace::make(LabelTemplate::built_in(name).value(), texts, signer.sign(0).value().uri,
                           setup)
        .value();
  }
};

const Run& run() {
  static const Run made;
  return made;
}

/// Bytes of all labels of the run in a format.
std::size_t render_all(PrintFormat format) {
  const bool thermal = format == PrintFormat::zpl || format == PrintFormat::tspl;
  static std::array<std::unique_ptr<LabelPages>, 5> made;
  auto& pages = made[static_cast<std::size_t>(format)];
  if (!pages) pages = LabelPages::make(format, {thermal ? &run().roll : &run().sheet}).value();
  const auto per_page = pages->per_page() == 0 ? kLabels : static_cast<std::size_t>(pages->per_page());
  const auto file = pages->begin_file();
  std::size_t bytes = file->head().size();
  for (std::size_t from = 0; from < kLabels; from += per_page) {
    bytes += file->add(pages->render(std::span(run().labels).subspan(from, per_page)).value()).size();
  }
  return bytes + file->end().size();
}

template <PrintFormat kFormat>
void format_labels(benchmark::State& state) {
  static_cast<void>(run());
  std::size_t bytes = 0;
  for (auto _ : state) bytes = render_all(kFormat);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kLabels));
  state.counters["bytes/label"] = static_cast<double>(bytes) / kLabels;
}
BENCHMARK(format_labels<PrintFormat::pdf>)->Name("PDF, 65 a page");
BENCHMARK(format_labels<PrintFormat::svg>)->Name("SVG, 65 a page");
BENCHMARK(format_labels<PrintFormat::png>)->Name("PNG of 300 dpi, 65 a page");
BENCHMARK(format_labels<PrintFormat::zpl>)->Name("ZPL of 203 dpi, 50 x 30 mm");
BENCHMARK(format_labels<PrintFormat::tspl>)->Name("TSPL of 203 dpi, 50 x 30 mm");

/// Serial, signature, text, symbol, page: a whole run into a PDF.
std::size_t seal_to_pdf() {
  const Run& r = run();
  static const auto pages = LabelPages::make(PrintFormat::pdf, {&r.sheet}).value();
  const auto file = pages->begin_file();
  std::size_t bytes = file->head().size();
  for (std::uint32_t from = 0; from < kLabels; from += 65) {
    std::vector<SignedStamp> stamps;
    std::vector<QrSymbol> symbols;
    std::vector<LabelInk> labels;
    for (std::uint32_t i = from; i < from + 65; ++i) {
      stamps.push_back(r.signer.sign(i).value());
      symbols.push_back(r.encoder.encode(stamps.back().uri).value());
    }
    for (std::size_t i = 0; i < 65; ++i) labels.push_back({0, &symbols[i], stamps[i].serial.view(), {}});
    bytes += file->add(pages->render(labels).value()).size();
  }
  return bytes + file->end().size();
}

void whole_way(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(seal_to_pdf());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kLabels));
}
BENCHMARK(whole_way)->Name("sealed, drawn, in a PDF");

/// libsodium's signatures over messages of a stamp's length.
void bare_signing() {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  const std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
  crypto_sign_seed_keypair(open.data(), secret.data(), seed.data());
  std::array<unsigned char, 128> message{};
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  for (std::size_t i = 0; i < kLabels; ++i) {
    message[0] = static_cast<unsigned char>(i);
    crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret.data());
    benchmark::DoNotOptimize(signature);
  }
}

/// Items a second of processor time, the best of `rounds`.
template <class Work>
double rate(Work&& work, int rounds) {
  double best = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::clock_t start = std::clock();
    work();
    best = std::max(best, double(kLabels) * CLOCKS_PER_SEC / double(std::clock() - start));
  }
  return best;
}

bool report(const char* what, double got, double goal, bool at_most = false) {
  const bool met = at_most ? got <= goal : got >= goal;
  std::printf("%-44s %10.0f  goal %s %.0f  %s\n", what, got, at_most ? "<=" : ">=", goal,
              met ? "met" : "MISSED");
  return met;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  if (sodium_init() < 0) return 3;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  const double signing = rate(bare_signing, 7);
  const double whole = rate([] { benchmark::DoNotOptimize(seal_to_pdf()); }, 7);
  bool met = report("PDF labels with their text, a second",
                    rate([] { benchmark::DoNotOptimize(render_all(PrintFormat::pdf)); }, 7), kPdfGoal);
  met = report("bytes a label of a PDF of 1,300",
               static_cast<double>(render_all(PrintFormat::pdf)) / kLabels, kBytesGoal, true) && met;
  met = report("sealed and in a PDF, a second", whole, kWholeGoal) && met;
  std::printf("%-44s %10.2f  (%.0f/s)\n", "  of libsodium's bare signatures", whole / signing, signing);
  return met ? 0 : 1;
}
