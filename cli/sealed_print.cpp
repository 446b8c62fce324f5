#include "sealed_print.hpp"

#include <algorithm>
#include <list>
#include <memory>
#include <optional>
#include <span>

#include "print_files.hpp"
#include "tem/print_texts.hpp"
#include "tem/qr_encoder.hpp"
#include "tem/stamp_renderer.hpp"

namespace tem::cli {
namespace {

constexpr std::uint64_t kStampsInPiece = 256;  // of a file without pages

Result<LabelTexts> texts_of(const PrintChoices& choices, const RunToSeal& run) {
  if (!run.goods)
    return Error{ErrorCode::bad_usage,
                 "this service does not say what stands on labels; write a list, -o FILE.csv"};
  if (choices.needs_stars() && !run.goods->stars)
    return Error{
        ErrorCode::unknown_certificate,
        "stars: product " + run.run.issued.gtin.str() +
            " has no OCOP certificate of 3 stars or more in force, so neither its mark nor "
            "stars may be printed"};
  LabelTexts texts;
  texts.product = run.goods->product;
  texts.brand = run.goods->brand;
  texts.producer = run.goods->producer;
  texts.free_line = choices.free_line;
  if (choices.needs_stars()) texts.stars = run.goods->stars;
  texts.sample = run.goods->sample;
  return of_run(std::move(texts), run.run.issued);
}

/// The QR code of each, unless they are there already.
Result<void> draw_symbols(std::vector<MadeStamp>& stamps) {
  if (stamps.front().symbol) return {};
  const auto encoder = QrEncoder::make(stamps.front().stamp.uri);  // all have its length
  if (!encoder) return encoder.error();
  for (MadeStamp& each : stamps) {
    auto symbol = encoder->encode(each.stamp.uri);
    if (!symbol) return symbol.error();
    each.symbol = std::move(*symbol);
  }
  return {};
}

/// One target's files: made in full, and released later.
Result<PartFiles> write(const PrintTarget& target, const StampRenderer& renderer,
                        const std::vector<MadeStamp>& stamps, std::vector<std::string>& names) {
  const std::uint64_t on_page = renderer.per_page() == 0 ? kStampsInPiece : renderer.per_page();
  const std::uint64_t pages = (stamps.size() + on_page - 1) / on_page;
  std::vector<std::string> own;
  if (renderer.page_is_file()) {
    for (std::uint64_t i = 0; i < pages; ++i) own.push_back(numbered(target.path, i, pages));
  } else {
    own.push_back(target.path);
  }
  auto files = PartFiles::open(target, renderer, own);
  if (!files) return files.error();
  for (std::size_t from = 0; from < stamps.size(); from += on_page) {
    auto page = renderer.page(
        std::span(stamps).subspan(from, std::min<std::size_t>(on_page, stamps.size() - from)));
    if (!page) return page.error();
    if (auto added = files->add(std::move(*page)); !added) return added.error();
  }
  names.insert(names.end(), own.begin(), own.end());
  return files;
}

}  // namespace

Result<void> check_sealed_print(const PrintOptions& options, const PrintChoices& choices) {
  const auto refuse = [](std::string_view option, std::string_view instead) {
    return Error{ErrorCode::bad_usage, std::string(option) +
                                           ": is not done with --server and --sign-with; " +
                                           std::string(instead)};
  };
  if (choices.targets.empty())
    return Error{ErrorCode::bad_usage,
                 "--sign-with: with --server the stamps are sealed here and now; name a file for "
                 "them, -o FILE.csv"};
  if (!options.per_file.empty()) return refuse("--per-file", "issue a run for each file");
  if (!options.check.empty()) return refuse("--check", "check the file with `tem verify`");
  if (options.hidden_code || !options.hidden_output.empty())
    return refuse("--hidden-code", "the codes' secret stays in the registry's folder");
  return {};
}

Result<std::vector<std::string>> print_sealed(const PrintChoices& choices, const RunToSeal& run,
                                              std::vector<SignedStamp> stamps) {
  const bool says_goods = std::ranges::any_of(choices.targets, &PrintTarget::with_texts);
  LabelTexts texts;
  if (choices.has_labels() || says_goods) {
    auto told = texts_of(choices, run);
    if (!told) return told.error();
    texts = std::move(*told);
  }
  std::vector<MadeStamp> made;
  made.reserve(stamps.size());
  for (SignedStamp& stamp : stamps)
    made.push_back({std::move(stamp), &run.run.issued, 0, std::nullopt, {}});

  std::list<LabelFace> faces;  // they do not move
  std::vector<std::unique_ptr<StampRenderer>> renderers;
  std::vector<PartFiles> files;
  std::vector<std::string> names;
  for (const PrintTarget& target : choices.targets) {
    std::vector<const LabelFace*> shown;
    if (target.format) {
      auto face = LabelFace::make(target.layout, texts, made.front().stamp.uri, target.setup);
      if (!face) return face.error();
      shown.push_back(&faces.emplace_back(std::move(*face)));
    }
    auto made_renderer = make_renderer(target, shown, texts.product);
    if (!made_renderer) return made_renderer.error();
    const StampRenderer& renderer = *renderers.emplace_back(std::move(*made_renderer));
    if (renderer.needs_symbol()) {
      if (auto drawn = draw_symbols(made); !drawn) return drawn.error();
    }
    auto written = write(target, renderer, made, names);
    if (!written) return written.error();
    files.push_back(std::move(*written));
  }
  for (PartFiles& each : files) {
    if (auto done = each.commit(); !done) return done.error();
  }
  return names;
}

}  // namespace tem::cli
