#pragma once
// The public log: /log/checkpoint and /log/tile/… as c2sp.org/tlog-tiles says.

#include <string_view>

#include "tem/app.hpp"

namespace tem {

/// The latest signed checkpoint with its cosignatures.
Response log_checkpoint(App& app);

/// `path` is what follows `/log/`. Entry bundles are gzipped for those who take it.
Response log_tile(std::string_view path, std::string_view accept_encoding, App& app);

}  // namespace tem
