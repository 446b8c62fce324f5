// libsodium's bare rate of verifying on one core, on messages of a stamp's length: the bound of
// distinct stamps. Prints one number.

#include <sodium.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <vector>

int main() {
  using Clock = std::chrono::steady_clock;
  if (sodium_init() < 0) return 3;
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> key;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret;
  std::array<unsigned char, crypto_sign_BYTES> signature;
  const std::vector<unsigned char> message(120, 'm');
  crypto_sign_keypair(key.data(), secret.data());
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret.data());
  const auto begin = Clock::now();
  long count = 0, good = 0;
  std::chrono::duration<double> spent{};
  do {
    for (int i = 0; i < 100; ++i, ++count) {
      good += crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                          key.data()) == 0;
    }
    spent = Clock::now() - begin;
  } while (spent.count() < 2);
  if (good != count) return 1;
  std::printf("%.0f\n", static_cast<double>(count) / spent.count());
}
