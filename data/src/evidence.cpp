#include "evidence.hpp"

#include "files.hpp"

namespace tem {
namespace {

constexpr int kMostOfOneSecond = 100;

std::string text_of(const Evidence& evidence, Instant now) {
  std::string text = "tem/evidence/v1\n";
  text += "log " + evidence.held.head.origin + "\n";
  text += "seen " + now.str() + " at " + evidence.source + "\n";
  text += "finding " + evidence.finding + "\n";
  text += "\n--- checkpoint held before\n" + evidence.held.note;
  text += "\n--- checkpoint offered now\n" + evidence.offered.note;
  if (evidence.root) {
    text += "\n--- root of the offered tree at size " + std::to_string(evidence.held.head.size) +
            ", and the proof that leads from it to the offered root\n" + to_base64(*evidence.root) +
            "\n\n";
    for (const Hash& hash : evidence.proof) text += to_base64(hash) + "\n";
  }
  return text;
}

/// 20261124T030000Z
std::string compact(Instant at) {
  std::string out = at.str();
  std::erase_if(out, [](char c) { return c == '-' || c == ':'; });
  return out;
}

}  // namespace

Result<std::filesystem::path> keep_evidence(const std::filesystem::path& dir,
                                            const Evidence& evidence, Instant now) {
  const std::string stem =
      "evidence-" + std::to_string(evidence.offered.head.size) + "-" + compact(now);
  const std::string text = text_of(evidence, now);
  for (int number = 1;; ++number) {
    auto file = dir / (stem + (number == 1 ? "" : "-" + std::to_string(number)) + ".txt");
    const auto written = write_new_file(file, text, 0644);
    if (written) return file;
    if (written.error().code != ErrorCode::exists || number == kMostOfOneSecond) {
      return Error{ErrorCode::cannot_write, written.error().str()};
    }
  }
}

}  // namespace tem
