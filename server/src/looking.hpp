#pragma once
// A look at a stamp on a caller's behalf, recorded before it is told. Internal.
//
//   Looker looker(call, app, Channel::api);
//   auto verdict = looker.look(uri);         // any number
//   looker.hold(response);                   // until all of them are on the disk

#include "call.hpp"

namespace tem {

/// Does a person look? Else it is answered, and counts for nothing.
bool is_look(const Request& request);

class Looker {
 public:
  /// A till's and an inspector's token tell the channel, and every token its place; for who has
  /// none it is `otherwise`, and the place that of the address, where a GeoIP file tells it. What is
  /// no person's look (HEAD, prefetch, preview) is not recorded.
  Looker(const Call& call, App& app, Channel otherwise);

  /// Counted among what was answered. Without a store, as over a copy of a log: the facts alone. Errors: those of Verifier::look.
  Result<Verdict> look(std::string_view text);
  /// May the page ask where the last look was?
  [[nodiscard]] bool asks_place() const noexcept { return asks_ && may_tell_; }
  /// The answer leaves once every look is durable; when one is not, a 503 leaves in its place.
  void hold(Response& response) const;
  /// The same for who may block.
  [[nodiscard]] Result<void> wait() const;

 private:
  [[nodiscard]] Result<Looked> look_up(std::string_view text) const;

  App& app_;
  Sighting seen_;
  bool asks_, may_tell_ = false;
  ScanTicket ticket_ = 0;  // the last: a commit holds all before it
};

}  // namespace tem
