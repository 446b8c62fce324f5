#include "tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <string>
#include <string_view>

namespace tem {
namespace {

namespace ssl = boost::asio::ssl;

// Mozilla's "intermediate" recommendation, without finite-field Diffie-Hellman.
constexpr const char* kCiphers12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kGroups = "X25519:P-256:P-384";
constexpr std::string_view kProtocol = "http/1.1";
constexpr unsigned char kSessionContext[] = "temd";

/// The first of OpenSSL's errors, which says most; the others are dropped.
std::string openssl_error() {
  char text[256] = "unknown reason";
  if (const unsigned long code = ERR_get_error(); code != 0)
    ERR_error_string_n(code, text, sizeof text);
  ERR_clear_error();
  const char* reason = std::string_view(text).rfind(':') == std::string_view::npos
                           ? text
                           : text + std::string_view(text).rfind(':') + 1;
  return *reason == '\0' ? text : reason;
}

Error bad_file(const std::string& file, const std::string& what) {
  return {ErrorCode::bad_settings, file + ": " + what + ": " + openssl_error()};
}

/// RFC 7301 §3.2: who names protocols and not ours is refused.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned int offered_length, void*) {
  std::string_view rest(reinterpret_cast<const char*>(offered), offered_length);
  while (!rest.empty()) {
    const std::size_t size = static_cast<unsigned char>(rest[0]);
    const std::string_view name = rest.substr(1, size);
    if (name == kProtocol) {
      *chosen = reinterpret_cast<const unsigned char*>(name.data());
      *length = static_cast<unsigned char>(name.size());
      return SSL_TLSEXT_ERR_OK;
    }
    rest.remove_prefix(1 + name.size());
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// A key that is encrypted is told so, rather than asked for on the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

/// The group may: it is how a service gets the key that another user renews.
Result<void> check_closed(const std::string& key) {
  struct stat status {};
  if (::stat(key.c_str(), &status) != 0 || (status.st_mode & 007) == 0) return {};
  return Error{ErrorCode::bad_settings,
               key + ": others may read this key; run `chmod o-rwx " + key + "`"};
}

Result<TlsContext> make_context(long ticket_seconds) {
  ERR_clear_error();
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX* const handle = context->native_handle();
  SSL_CTX_set_options(handle, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                  SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);  // idle connections hold half as much
  // Sessions are resumed by tickets, which cost the service no memory.
  SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_timeout(handle, ticket_seconds);
  const bool set =
      SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION) == 1 &&
      SSL_CTX_set_cipher_list(handle, kCiphers12) == 1 &&
      SSL_CTX_set1_groups_list(handle, kGroups) == 1 &&
      SSL_CTX_set_session_id_context(handle, kSessionContext, sizeof kSessionContext - 1) == 1;
  if (!set) return Error{ErrorCode::crypto_failed, "TLS: " + openssl_error()};
  SSL_CTX_set_alpn_select_cb(handle, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(handle, no_passphrase);
  return context;
}

}  // namespace

Result<TlsContext> load_tls(const TlsFiles& files, std::chrono::milliseconds tickets) {
  if (auto ok = check_closed(files.key); !ok) return ok.error();
  auto context = make_context(
      static_cast<long>(std::chrono::duration_cast<std::chrono::seconds>(tickets).count()));
  if (!context) return context;
  SSL_CTX* const handle = (*context)->native_handle();
  if (SSL_CTX_use_certificate_chain_file(handle, files.certificate.c_str()) != 1)
    return bad_file(files.certificate, "cannot be used as a certificate in PEM");
  // Which also compares it with the certificate.
  if (SSL_CTX_use_PrivateKey_file(handle, files.key.c_str(), SSL_FILETYPE_PEM) != 1)
    return bad_file(files.key, "is not the unencrypted key in PEM of " + files.certificate);
  return context;
}

Result<TlsContext> with_new_tickets(const ssl::context& in_use) {
  SSL_CTX* const old = const_cast<ssl::context&>(in_use).native_handle();
  auto context = make_context(SSL_CTX_get_timeout(old));
  if (!context) return context;
  STACK_OF(X509)* chain = nullptr;
  const bool same = SSL_CTX_get0_chain_certs(old, &chain) == 1 &&
                    SSL_CTX_use_cert_and_key((*context)->native_handle(), SSL_CTX_get0_certificate(old),
                                             SSL_CTX_get0_privatekey(old), chain, 1) == 1;
  if (!same) return Error{ErrorCode::crypto_failed, "TLS: " + openssl_error()};
  return context;
}

}  // namespace tem
