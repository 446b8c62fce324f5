// Signs stamps on several threads and writes them in order. Signing takes some 30 µs a stamp, which
// is most of what a large lot costs.

#include <algorithm>
#include <list>

#include "parallel.hpp"
#include "ranges.hpp"
#include "stamp_files.hpp"
#include "tem/lot_stamps.hpp"

namespace tem::cli {
namespace {

constexpr std::uint64_t kBlock = 2048;

/// What one thread signs with: neither a Registry nor LotStamps is for two.
struct Signer {
  Registry registry;
  std::optional<LotStamps> stamps;
};

Result<std::list<Signer>> make_signers(const Registry& registry, const Gtin& gtin, const Lot& lot,
                                       std::size_t threads) {
  std::list<Signer> signers;  // its elements do not move: LotStamps may hold on to the registry
  for (std::size_t i = 0; i < threads; ++i) {
    auto own = registry.open_again();
    if (!own) return own.error();
    signers.push_back({std::move(*own), std::nullopt});
    auto stamps = LotStamps::open(signers.back().registry, gtin, lot);
    if (!stamps) return stamps.error();
    signers.back().stamps = std::move(*stamps);
  }
  return signers;
}

/// Ranges cut into blocks of at most kBlock.
class Blocks {
 public:
  explicit Blocks(const std::vector<IndexRange>& ranges) : ranges_(ranges) {}
  std::optional<IndexRange> next() {
    if (at_ == ranges_.size()) return std::nullopt;
    const IndexRange& range = ranges_[at_];
    std::uint64_t first = range.first + taken_;
    std::uint64_t last = std::min<std::uint64_t>(range.last, first + kBlock - 1);
    taken_ += last - first + 1;
    if (last == range.last) {
      ++at_;
      taken_ = 0;
    }
    return IndexRange{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)};
  }

 private:
  const std::vector<IndexRange>& ranges_;
  std::size_t at_ = 0;
  std::uint64_t taken_ = 0;
};

using Signed = Result<std::vector<SignedStamp>>;

Signed sign_block(const LotStamps& stamps, IndexRange block) {
  std::vector<SignedStamp> out;
  for (std::uint64_t index = block.first; index <= block.last; ++index) {
    auto stamp = stamps.sign(static_cast<std::uint32_t>(index));
    if (!stamp) return stamp.error();
    out.push_back(std::move(*stamp));
  }
  return out;
}

}  // namespace

Label label_of(const Product& product, const SignedStamp& stamp, const LotIssued& run,
               bool sample) {
  return {.uri = stamp.uri,
          .product = product.name,
          .lot = run.lot.str(),
          .serial = stamp.serial.str(),
          .produced = run.produced,
          .expires = run.expires,
          .sample = sample};
}

Result<void> write_stamps(const Registry& registry, const Gtin& gtin, const Lot& lot,
                          const std::vector<IndexRange>& ranges, StampFiles& files,
                          Progress& progress) {
  std::size_t threads = stamps_in(ranges) <= kBlock ? 1 : default_threads();
  auto made = make_signers(registry, gtin, lot, threads);
  if (!made) return made.error();
  std::vector<const LotStamps*> signers;
  for (const auto& signer : *made) signers.push_back(&*signer.stamps);
  const LotStamps& stamps = *signers.front();
  // On this thread, so that a passphrase is asked for before the others start.
  if (!ranges.empty()) {
    if (auto first = stamps.sign(ranges.front().first); !first) return first.error();
  }

  const bool sample = registry.settings().is_demonstration();
  Blocks blocks(ranges);
  return in_order<IndexRange, Signed>(
      threads, [&] { return blocks.next(); },
      [&](std::size_t worker, IndexRange block) { return sign_block(*signers[worker], block); },
      [&](Signed block) -> Result<void> {
        if (!block) return block.error();
        for (const auto& stamp : *block) {
          // The first signer is at work on another block, but its runs never change.
          const RunRecord* run = stamps.run_of(stamp.index);
          auto added = files.add(stamp, label_of(stamps.product(), stamp, run->issued, sample));
          if (!added) return added;
        }
        progress.advance(block->size());
        return {};
      });
}

}  // namespace tem::cli
