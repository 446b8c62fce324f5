#include "routes.hpp"
#include "stamp_request.hpp"
#include "tem/stamp_stream.hpp"

namespace tem {
namespace {

/// A print file on its way.
class StampBody final : public BodySource {
 public:
  explicit StampBody(StampStream stream) : stream_(std::move(stream)) {}
  Result<std::string> next() override { return stream_.next(); }

 private:
  StampStream stream_;
};

}  // namespace

Response lot_stamps(const Call& call, App& app) {
  const auto which = lot_of(call);
  if (!which) return problem(which.error());
  auto wanted = read_stamp_request(call.query, call.request.accept);
  if (!wanted) return problem(wanted.error());
  const Registry& registry = app.registry();
  if (auto may = may_see(call.caller, which->gtin, registry.ledger().state()); !may)
    return not_there(may.error());
  const auto stamps = LotStamps::open(registry, which->gtin, which->lot);
  if (!stamps) return not_there(stamps.error());
  auto ranges = issued_ranges(*stamps, std::move(wanted->ranges));
  if (!ranges) return problem(ranges.error().at("range"));

  const auto once = once_of(call, "");
  if (!once) return problem(once.error());
  const auto voided =
      count_voided(registry.ledger().state(), which->gtin, which->lot, *ranges);
  if (!voided) return problem(voided.error());

  Response response = answer(200, wanted->media_type, "");
  std::erase_if(response.headers, [](const Header& each) { return each.name == "Content-Length"; });
  set_header(response, "Vary", "Accept");
  set_header(response, "Tem-Stamps", std::to_string(stamps_in(*ranges)));
  if (*voided > 0) set_header(response, "Tem-Void", std::to_string(*voided));
  set_header(response, "Content-Disposition",
             "attachment; filename=\"stamps" + std::string(wanted->extension) + "\"");
  if (call.request.method == "HEAD") return response;  // it prints nothing
  auto stream = StampStream::open(registry, std::move(wanted->choices),
                                  {.gtin = which->gtin,
                                   .lot = which->lot,
                                   .ranges = std::move(*ranges),
                                   .printing = wanted->again ? Printing::again : Printing::once,
                                   .to = "token " + std::to_string(call.caller.token->id),
                                   .once = *once ? (*once)->key : ""},
                                  app.now());
  if (!stream) return problem(stream.error());
  if (const auto module = stream->module_mm())
    set_header(response, "Tem-Module", std::to_string(*module));
  response.source = std::make_shared<StampBody>(std::move(*stream));
  return response;
}

}  // namespace tem
