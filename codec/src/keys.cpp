#include "tem/keys.hpp"

#include <openssl/crypto.h>
#include <openssl/pem.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "encrypted_key.hpp"
#include "openssl_raii.hpp"
#include "tem/locked_memory.hpp"

namespace tem {
namespace {

// An Ed25519 key file has 113 or 119 bytes; room for explanatory attributes, not for a book.
constexpr std::size_t kMaxPemBytes = 4096;
constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kPlain = "PRIVATE KEY";
constexpr std::string_view kEncrypted = "ENCRYPTED PRIVATE KEY";
constexpr std::size_t kPemLine = 64;  // RFC 7468 §2
// RFC 8410 §4 and §7: the DER before the key's 32 bytes never varies.
constexpr Bytes<12> kSpkiHead = {std::byte{0x30}, std::byte{0x2A}, std::byte{0x30},
                                 std::byte{0x05}, std::byte{0x06}, std::byte{0x03},
                                 std::byte{0x2B}, std::byte{0x65}, std::byte{0x70},
                                 std::byte{0x03}, std::byte{0x21}, std::byte{0x00}};
constexpr Bytes<16> kPkcs8Head = {
    std::byte{0x30}, std::byte{0x2E}, std::byte{0x02}, std::byte{0x01},
    std::byte{0x00}, std::byte{0x30}, std::byte{0x05}, std::byte{0x06},
    std::byte{0x03}, std::byte{0x2B}, std::byte{0x65}, std::byte{0x70},
    std::byte{0x04}, std::byte{0x22}, std::byte{0x04}, std::byte{0x20}};

const unsigned char* raw(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* raw_out(std::span<std::byte> bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

Error bad_key(std::string why) { return {ErrorCode::bad_key, std::move(why)}; }

// Neither fails on a machine that works, and no key or signature could stand for the answer.
void require(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "tem: libsodium: %s failed; stopping before a wrong key is used\n", what);
  std::abort();
}

/// Chooses libsodium's fastest code once; it may be called from several threads.
void start_sodium() {
  static const bool started = sodium_init() >= 0;
  require(started, "sodium_init");
}

/// What stands between the lines of a PEM file, wiped when it goes.
struct PemBody {
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* der = nullptr;
  long size = 0;

  PemBody() = default;
  PemBody(const PemBody&) = delete;
  PemBody& operator=(const PemBody&) = delete;
  ~PemBody() {
    OPENSSL_secure_free(name);
    OPENSSL_secure_free(header);
    OPENSSL_secure_clear_free(der, static_cast<std::size_t>(size));
  }
};

/// Exactly one PEM block named `wanted`. PEM_read_bio_ex does not decrypt, so nothing here can ask
/// for a password on the terminal.
Result<void> read_pem(std::string_view pem, std::string_view wanted, PemBody& body) {
  const std::string kind = '"' + std::string(wanted) + '"';
  if (pem.size() > kMaxPemBytes) {
    return bad_key("key file is longer than 4096 bytes: not one Ed25519 key in PEM");
  }
  if (!pem.starts_with(kBegin)) {
    return bad_key("key file does not begin with a PEM line: it must hold one " + kind +
                   " block and nothing else");
  }
  const openssl::Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // "Secure" is what OpenSSL wipes: without it the lines stay in freed memory.
  constexpr unsigned kFlags = PEM_FLAG_SECURE | PEM_FLAG_EAY_COMPATIBLE;
  if (!bio || PEM_read_bio_ex(bio.get(), &body.name, &body.header, &body.der, &body.size,
                              kFlags) != 1) {
    return bad_key("key file is damaged PEM: write it again or fetch it from its source");
  }
  const std::string_view name = body.name;
  if (std::string_view(body.header).find("ENCRYPTED") != std::string_view::npos) {
    return bad_key(
        "key file is encrypted in the way from before PKCS#8: write it anew "
        "(openssl pkcs8 -topk8 -scrypt -v2 aes-256-cbc -in old.pem -out new.pem)");
  }
  if (name != wanted || *body.header != '\0') {
    return bad_key("key file holds another kind of PEM block: a " + kind + " block is needed");
  }
  const auto rest = pem.substr(pem.size() - BIO_ctrl_pending(bio.get()));
  if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos) {
    return bad_key("key file holds more than one key: remove what follows the first END line");
  }
  return {};
}

Error not_ed25519() {
  return bad_key("key file holds no Ed25519 key (openssl genpkey -algorithm ed25519 makes one)");
}

std::string write_pem(std::string_view name, std::string_view base64) {
  std::string text;
  // Room for all at once: no copy of a secret is left behind by growing.
  text.reserve(base64.size() + base64.size() / kPemLine + 2 * name.size() + 2 * kPemLine);
  text.append(kBegin).append(name).append("-----\n");
  for (; !base64.empty(); base64.remove_prefix(std::min(kPemLine, base64.size()))) {
    text.append(base64.substr(0, kPemLine)).append("\n");
  }
  text.append("-----END ").append(name).append("-----\n");
  return text;  // and not what append returns, which would be copied
}

constexpr std::size_t kPkcs8Bytes = kPkcs8Head.size() + 32;

LockedMemory<Bytes<kPkcs8Bytes>> plain_der(const unsigned char* seed) {
  LockedMemory<Bytes<kPkcs8Bytes>> der;
  std::copy_n(reinterpret_cast<const std::byte*>(seed), 32,
              std::copy(kPkcs8Head.begin(), kPkcs8Head.end(), der->begin()));
  return der;
}

/// The seed of a file as write_pem makes it, and openssl too; false for any other text. Read here,
/// for OpenSSL's base64 decoder leaves the line that it read last in freed memory.
bool read_own_form(std::string_view pem, Bytes<32>& seed) {
  constexpr std::string_view kHead = "-----BEGIN PRIVATE KEY-----\n";
  constexpr std::string_view kTail = "\n-----END PRIVATE KEY-----\n";
  if (pem.size() != kHead.size() + kPemLine + kTail.size() || !pem.starts_with(kHead) ||
      !pem.ends_with(kTail)) {
    return false;
  }
  auto der = from_base64(pem.substr(kHead.size(), kPemLine));
  if (!der) return false;
  const bool is_key = der->size() == kPkcs8Bytes &&
                      std::equal(kPkcs8Head.begin(), kPkcs8Head.end(), der->begin());
  if (is_key) std::copy_n(der->begin() + kPkcs8Head.size(), seed.size(), seed.begin());
  sodium_memzero(der->data(), der->size());
  return is_key;
}

/// A PrivateKeyInfo, decrypted where the PEM block is an encrypted one.
Result<openssl::Pkcs8> read_pkcs8(std::string_view pem, const Passphrase* passphrase) {
  PemBody body;
  const bool encrypted = SigningKey::is_encrypted(pem);
  if (auto ok = read_pem(pem, encrypted ? kEncrypted : kPlain, body); !ok) return ok.error();
  if (encrypted) {
    if (passphrase == nullptr) return bad_key("key file is encrypted: its passphrase is needed");
    return decrypt_pkcs8(std::as_bytes(std::span(body.der, static_cast<std::size_t>(body.size))),
                         *passphrase);
  }
  const unsigned char* at = body.der;
  openssl::Pkcs8 pkcs8(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, body.size));
  if (!pkcs8 || at != body.der + body.size) return not_ed25519();
  return pkcs8;
}

}  // namespace

Result<VerifyingKey> VerifyingKey::from_bytes(std::span<const std::byte, 32> bytes) {
  start_sodium();
  // Canonical, on the curve, in the main subgroup and not of small order; some 50 µs, once a key.
  if (crypto_core_ed25519_is_valid_point(raw(bytes)) != 1) {
    return bad_key("public key is no Ed25519 point of full order: it was damaged or made up");
  }
  Bytes<32> copy;
  std::copy(bytes.begin(), bytes.end(), copy.begin());
  return VerifyingKey(copy);
}

Result<VerifyingKey> VerifyingKey::from_pem(std::string_view pem) {
  const openssl::ErrorScope errors;
  PemBody body;
  if (auto ok = read_pem(pem, "PUBLIC KEY", body); !ok) return ok.error();
  const unsigned char* at = body.der;
  const openssl::Key key(d2i_PUBKEY(nullptr, &at, body.size));
  Bytes<32> bytes;
  std::size_t size = bytes.size();
  if (!key || at != body.der + body.size || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_public_key(key.get(), raw_out(bytes), &size) != 1 || size != bytes.size()) {
    return not_ed25519();
  }
  return from_bytes(bytes);
}

std::string VerifyingKey::pem() const {
  Bytes<kSpkiHead.size() + 32> der;
  std::copy(bytes_.begin(), bytes_.end(),
            std::copy(kSpkiHead.begin(), kSpkiHead.end(), der.begin()));
  return write_pem("PUBLIC KEY", to_base64(der));
}

bool VerifyingKey::verify(std::span<const std::byte> message,
                          std::span<const std::byte, 64> signature) const noexcept {
  return crypto_sign_verify_detached(raw(signature), raw(message), message.size(), raw(bytes_)) ==
         0;
}

struct SigningKey::Secret {
  using Bytes = LockedMemory<std::array<unsigned char, crypto_sign_SECRETKEYBYTES>>;
  Bytes bytes;  // seed ‖ public key
  VerifyingKey verifying;

  Secret(Bytes secret, const VerifyingKey& key) : bytes(std::move(secret)), verifying(key) {}
};

SigningKey::SigningKey(std::unique_ptr<Secret> secret) : secret_(std::move(secret)) {}
SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

SigningKey SigningKey::from_seed(std::span<const std::byte, 32> seed) {
  start_sodium();
  Secret::Bytes bytes;
  Bytes<32> verifying;
  require(crypto_sign_seed_keypair(raw_out(verifying), bytes->data(), raw(seed)) == 0,
          "key derivation");
  return SigningKey(std::make_unique<Secret>(std::move(bytes), VerifyingKey(verifying)));
}

SigningKey SigningKey::copy() const {
  return from_seed(std::as_bytes(std::span(*secret_->bytes).first<32>()));
}

bool SigningKey::is_encrypted(std::string_view pem) noexcept {
  if (!pem.starts_with(kBegin)) return false;
  pem.remove_prefix(kBegin.size());
  return pem.starts_with(kEncrypted) && pem.substr(kEncrypted.size()).starts_with("-----");
}

Result<SigningKey> SigningKey::from_pem(std::string_view pem, const Passphrase* passphrase) {
  const LockedMemory<Bytes<32>> seed;
  if (read_own_form(pem, *seed)) return from_seed(*seed);
  const openssl::ErrorScope errors;
  const auto pkcs8 = read_pkcs8(pem, passphrase);
  if (!pkcs8) return pkcs8.error();
  // Looked into here: EVP_PKCS82PKEY leaves copies of the seed in freed memory.
  const unsigned char* inner = nullptr;
  int size = 0;
  const X509_ALGOR* algorithm = nullptr;
  if (PKCS8_pkey_get0(nullptr, &inner, &size, &algorithm, pkcs8->get()) != 1) return not_ed25519();
  const ASN1_OBJECT* name = nullptr;
  int parameters = 0;
  X509_ALGOR_get0(&name, &parameters, nullptr, algorithm);
  // RFC 8410 §3: no parameters; §7: the seed is an OCTET STRING in the OCTET STRING.
  constexpr std::array<unsigned char, 2> kSeedHead = {0x04, 0x20};
  const std::span found(inner, static_cast<std::size_t>(size));
  if (OBJ_obj2nid(name) != NID_ED25519 || parameters != V_ASN1_UNDEF ||
      found.size() != kSeedHead.size() + 32 ||
      !std::ranges::equal(found.first<2>(), kSeedHead)) {
    return not_ed25519();
  }
  return from_seed(std::as_bytes(found.subspan<2, 32>()));
}

std::string SigningKey::pem() const {
  const LockedMemory<Bytes<kPkcs8Bytes>> der = plain_der(secret_->bytes->data());
  std::string base64 = to_base64(*der);
  std::string text = write_pem(kPlain, base64);
  wipe(base64);
  return text;
}

Result<std::string> SigningKey::encrypted_pem(const Passphrase& passphrase,
                                              std::span<const std::byte, 16> salt,
                                              std::span<const std::byte, 16> iv) const {
  const LockedMemory<Bytes<kPkcs8Bytes>> der = plain_der(secret_->bytes->data());
  const auto encrypted = encrypt_pkcs8(*der, passphrase, salt, iv);
  if (!encrypted) return encrypted.error();
  return write_pem(kEncrypted, to_base64(*encrypted));
}

const VerifyingKey& SigningKey::verifying_key() const noexcept { return secret_->verifying; }

Signature SigningKey::sign(std::span<const std::byte> message) const noexcept {
  Signature signature;
  require(crypto_sign_detached(raw_out(signature), nullptr, raw(message), message.size(),
                               secret_->bytes->data()) == 0,
          "signing");
  return signature;
}

}  // namespace tem
