#pragma once
// TLS as the service speaks it: 1.2 and 1.3, ciphers with forward secrecy and authentication only.
//
//   auto context = load_tls({"cert.pem", "key.pem"}, std::chrono::hours(1));
//   context.error().detail     "cert.pem: no certificate in PEM: …"

#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <memory>

#include "tem/listener.hpp"
#include "tem/result.hpp"

namespace tem {

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

/// Sessions of it can be resumed for `tickets`, the whole seconds of it; the keys of their tickets are this
/// context's own. Errors: bad_settings, which names the file (also a key that others than its
/// owner and group may read).
Result<TlsContext> load_tls(const TlsFiles& files, std::chrono::milliseconds tickets);

/// The same certificate and key with new keys for tickets: with the old ones, who gets hold of them
/// opens every TLS 1.2 connection that was recorded. Error: crypto_failed.
Result<TlsContext> with_new_tickets(const boost::asio::ssl::context& in_use);

}  // namespace tem
