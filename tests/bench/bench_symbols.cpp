// QR symbols of stamps: ours beside libqrencode and zint, which score all eight masks too. The last
// lines hold the figures against the goals: the rate is this machine's, the ratio of one run.

#include <benchmark/benchmark.h>
#include <qrencode.h>
#include <zint.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "tem/qr_encoder.hpp"
#include "tem/stamp.hpp"

namespace {

using namespace tem;

constexpr double kRateGoal = 50'000, kRatioGoal = 17;

/// A thousand stamps of one lot, so that no cache holds the answer.
const std::vector<std::string>& uris() {
  static const std::vector<std::string> made = [] {
    const Gtin gtin = Gtin::parse("08936000000011").value();
    const Lot lot = Lot::parse("L2611A").value();
    const SigningKey key = SigningKey::from_seed(Bytes<32>{});
    const SerialCipher cipher = SerialCipher::make(SerialSecret{}, gtin, lot).value();
    const StampSigner signer =
        StampSigner::make("tem.example/quangninh", BaseUri::parse("https://tem.example").value(),
                          gtin, lot, {{"17", "271231"}}, key, 42, cipher)
            .value();
    std::vector<std::string> texts;
    for (std::uint32_t i = 0; i < 1000; ++i) texts.push_back(signer.sign(i).value().uri);
    return texts;
  }();
  return made;
}

const QrEncoder& encoder() {
  static const QrEncoder made = QrEncoder::make(uris()[0]).value();
  return made;
}

void ours(std::size_t i) {
  auto symbol = encoder().encode(uris()[i]);
  if (!symbol) std::abort();
  benchmark::DoNotOptimize(symbol);
}

void make_encoder(std::size_t i) {
  auto made = QrEncoder::make(uris()[i]);
  benchmark::DoNotOptimize(made);
}

void general(std::size_t i) {
  auto symbol = QrSymbol::encode(uris()[i]);
  benchmark::DoNotOptimize(symbol);
}

/// As the library is used by most: it cuts the text itself.
void bare_libqrencode(std::size_t i) {
  QRcode* code = QRcode_encodeString(uris()[i].c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  if (code == nullptr) std::abort();
  QRcode_free(code);
}

void bare_zint(std::size_t i) {
  zint_symbol* symbol = ZBarcode_Create();
  symbol->symbology = BARCODE_QRCODE;
  symbol->option_1 = 2;  // level M
  const auto& uri = uris()[i];
  const int failed = ZBarcode_Encode(symbol, reinterpret_cast<const unsigned char*>(uri.data()),
                                     static_cast<int>(uri.size()));
  if (failed != 0) std::abort();
  ZBarcode_Delete(symbol);
}

template <void (*kCall)(std::size_t)>
void run(benchmark::State& state) {
  static_cast<void>(encoder());
  std::size_t i = 0;
  for (auto _ : state) {
    kCall(i);
    i = (i + 1) % 1000;
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(run<ours>)->Name("QrEncoder::encode");
BENCHMARK(run<make_encoder>)->Name("QrEncoder::make");
BENCHMARK(run<general>)->Name("QrSymbol::encode (libqrencode)");
BENCHMARK(run<bare_libqrencode>)->Name("libqrencode");
BENCHMARK(run<bare_zint>)->Name("zint");

/// Calls a second of processor time.
template <void (*kCall)(std::size_t)>
double rate(std::size_t calls) {
  const std::clock_t start = std::clock();
  for (std::size_t i = 0; i < calls; ++i) kCall(i % 1000);
  return static_cast<double>(calls) * CLOCKS_PER_SEC / static_cast<double>(std::clock() - start);
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

bool report(const char* what, double got, double goal) {
  std::printf("%-46s %8.1f  goal %8.1f  %s\n", what, got, goal, got >= goal ? "met" : "MISSED");
  return got >= goal;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  std::printf("version %d, level %c\n", encoder().version(),
              "LMQH"[static_cast<std::size_t>(encoder().level())]);
  // Medians over chunks in turn, so that what else the machine does falls on all alike.
  std::vector<double> rates, to_general, to_libqrencode, to_zint;
  for (int i = 0; i < 15; ++i) {
    rates.push_back(rate<ours>(5000));
    to_general.push_back(rates.back() / rate<general>(150));
    to_libqrencode.push_back(rates.back() / rate<bare_libqrencode>(150));
    to_zint.push_back(rates.back() / rate<bare_zint>(100));
  }
  const bool fast = report("symbols a second", median(rates), kRateGoal);
  const bool faster = report("symbols / libqrencode's", median(to_libqrencode), kRatioGoal);
  report("symbols / QrSymbol::encode's", median(to_general), kRatioGoal);
  report("symbols / zint's", median(to_zint), kRatioGoal);
  return fast && faster ? 0 : 1;
}
