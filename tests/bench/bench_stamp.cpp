// What a stamp costs, beside what its Ed25519 operation alone costs. The last two lines hold the
// ratios against the goals of docs: only ratios taken in one run mean anything on another machine.

#include <benchmark/benchmark.h>
#include <sodium.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "tem/stamp.hpp"

namespace {

using namespace tem;

constexpr std::string_view kOrigin = "tem.example/quangninh";
constexpr KeyNumber kNumber = 42;
constexpr double kSignGoal = 0.8, kCheckGoal = 0.9;

/// One lot, its signer, and a thousand stamps, so that no cache holds the answer.
struct Lot1000 {
  Gtin gtin = Gtin::parse("08936000000011").value();
  Lot lot = Lot::parse("L2611A").value();
  SigningKey key = SigningKey::from_seed(Bytes<32>{});
  SerialCipher cipher = SerialCipher::make(SerialSecret{}, gtin, lot).value();
  StampSigner signer =
      StampSigner::make(std::string(kOrigin), BaseUri::parse("https://tem.example").value(), gtin,
                        lot, {{"17", "271231"}}, key, kNumber, cipher)
          .value();
  std::vector<std::string> uris;
  std::vector<std::string> messages;
  std::vector<Signature> signatures;

  Lot1000() {
    for (std::uint32_t i = 0; i < 1000; ++i) {
      uris.push_back(signer.sign(i).value().uri);
      messages.push_back(
          stamp_message(kOrigin, DigitalLink::parse(uris.back()).value().canonical()));
      signatures.push_back(key.sign(as_bytes(messages.back())));
    }
  }
};

const Lot1000& lot() {
  static const Lot1000 made;
  return made;
}

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// libsodium alone, over the messages that a stamp signs.

void bare_sign(std::size_t i) {
  static const auto secret = [] {
    std::array<unsigned char, crypto_sign_SECRETKEYBYTES> made{};
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> verifying{};
    const std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
    crypto_sign_seed_keypair(verifying.data(), made.data(), seed.data());
    return made;
  }();
  const auto& message = lot().messages[i];
  std::array<unsigned char, crypto_sign_BYTES> signature;
  crypto_sign_detached(signature.data(), nullptr, raw(message), message.size(), secret.data());
  benchmark::DoNotOptimize(signature);
}

void bare_verify(std::size_t i) {
  const auto& message = lot().messages[i];
  const int wrong =
      crypto_sign_verify_detached(raw(as_text(lot().signatures[i])), raw(message), message.size(),
                                  raw(as_text(lot().key.verifying_key().bytes())));
  if (wrong != 0) std::abort();
}

void seal_stamp(std::size_t i) {
  auto stamp = lot().signer.sign(static_cast<std::uint32_t>(i));
  benchmark::DoNotOptimize(stamp);
}

void check_text(std::size_t i) {
  const auto claim = UnverifiedStamp::parse(lot().uris[i]);
  if (!claim || !claim->verify(lot().key.verifying_key(), kOrigin)) std::abort();
}

void parse_stamp(std::size_t i) {
  auto claim = UnverifiedStamp::parse(lot().uris[i]);
  benchmark::DoNotOptimize(claim);
}

void parse_link(std::size_t i) {
  auto link = DigitalLink::parse(lot().uris[i]);
  benchmark::DoNotOptimize(link);
}

void print_canonical(std::size_t i) {
  static const auto link = DigitalLink::parse(lot().uris[0]).value();
  benchmark::DoNotOptimize(i);
  auto text = link.canonical();
  benchmark::DoNotOptimize(text);
}

void parse_seal(std::size_t i) {
  auto seal = Seal::parse(std::string_view(lot().uris[i]).substr(lot().uris[i].find("s=") + 2));
  benchmark::DoNotOptimize(seal);
}

void print_seal(std::size_t i) {
  auto text = Seal{kNumber, lot().signatures[i]}.str();
  benchmark::DoNotOptimize(text);
}

void serial_of_index(std::size_t i) {
  auto serial = lot().cipher.serial(static_cast<std::uint32_t>(i));
  benchmark::DoNotOptimize(serial);
}

void hash_message(std::size_t i) {
  auto hash = sha256(as_bytes(lot().messages[i]));
  benchmark::DoNotOptimize(hash);
}

template <void (*kCall)(std::size_t)>
void run(benchmark::State& state) {
  static_cast<void>(lot());
  std::size_t i = 0;
  for (auto _ : state) {
    kCall(i);
    i = (i + 1) % 1000;
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(run<bare_sign>)->Name("libsodium sign");
BENCHMARK(run<seal_stamp>)->Name("StampSigner::sign");
BENCHMARK(run<bare_verify>)->Name("libsodium verify");
BENCHMARK(run<check_text>)->Name("UnverifiedStamp::parse + verify");
BENCHMARK(run<parse_stamp>)->Name("UnverifiedStamp::parse");
BENCHMARK(run<parse_link>)->Name("DigitalLink::parse");
BENCHMARK(run<print_canonical>)->Name("DigitalLink::canonical");
BENCHMARK(run<parse_seal>)->Name("Seal::parse");
BENCHMARK(run<print_seal>)->Name("Seal::str");
BENCHMARK(run<serial_of_index>)->Name("SerialCipher::serial (FF1)");
BENCHMARK(run<hash_message>)->Name("sha256");

/// Calls a second of processor time, the better of two chunks of 500.
template <void (*kCall)(std::size_t)>
double rate() {
  double best = 0;
  for (int round = 0; round < 2; ++round) {
    const std::clock_t start = std::clock();
    for (std::size_t i = 0; i < 500; ++i) kCall(i);
    best = std::max(best, 500.0 * CLOCKS_PER_SEC / static_cast<double>(std::clock() - start));
  }
  return best;
}

/// Median over chunks in turn, so that what else the machine does falls on both alike.
template <void (*kOurs)(std::size_t), void (*kBare)(std::size_t)>
double ratio() {
  std::vector<double> ratios;
  for (int i = 0; i < 15; ++i) {
    const double bare = rate<kBare>();
    ratios.push_back(rate<kOurs>() / bare);
  }
  std::sort(ratios.begin(), ratios.end());
  return ratios[ratios.size() / 2];
}

bool report(const char* what, double got, double goal) {
  std::printf("%-46s %.3f  goal %.1f  %s\n", what, got, goal, got >= goal ? "met" : "MISSED");
  return got >= goal;
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  if (sodium_init() < 0) return 3;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  const bool sign =
      report("sealed stamps / libsodium signatures", ratio<seal_stamp, bare_sign>(), kSignGoal);
  const bool check = report("checks of a text / libsodium verifications",
                            ratio<check_text, bare_verify>(), kCheckGoal);
  return sign && check ? 0 : 1;
}
