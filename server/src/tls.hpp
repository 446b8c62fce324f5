#pragma once
// TLS as the service speaks it: 1.2 and 1.3, ciphers with forward secrecy and authentication only.
//
//   auto context = load_tls({"cert.pem", "key.pem"});
//   context.error().detail     "cert.pem: no certificate in PEM: …"

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "tem/listener.hpp"
#include "tem/result.hpp"

namespace tem {

/// Errors: bad_settings, which names the file.
Result<std::shared_ptr<boost::asio::ssl::context>> load_tls(const TlsFiles& files);

}  // namespace tem
