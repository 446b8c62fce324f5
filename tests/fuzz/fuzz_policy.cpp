// A policy that is read stays within its bounds, is met by a note where a slow count over its lines
// says so, whichever of three witnesses have cosigned, and means the same with blanks and comments
// around its lines; a refusal is one line. The keys of note and witnesses are those of the corpus.

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "check_refusal.hpp"
#include "tem/cosignature.hpp"
#include "tem/policy.hpp"

namespace {

constexpr unsigned kWitnesses = 3;

tem::SigningKey key_of(unsigned n) {
  tem::Bytes<32> seed{};
  seed[0] = static_cast<std::byte>(n);
  return tem::SigningKey::from_seed(seed);
}

/// A checkpoint of log 0 that these witnesses, from 1, have cosigned.
struct Cosigned {
  tem::SignedNote note;
  std::string log;             ///< as a policy names it
  std::set<std::string> keys;  ///< of the witnesses, likewise
};

Cosigned cosigned_by(unsigned bits) {
  const std::string origin = "tem.example/fuzz";
  Cosigned made{tem::SignedNote::parse(tem::sign_checkpoint({origin, 1, {}}, key_of(0))).value(),
                tem::NoteKey{origin, key_of(0).verifying_key()}.str(),
                {}};
  for (unsigned n = 1; n <= kWitnesses; ++n) {
    if ((bits >> (n - 1) & 1) == 0) continue;
    const std::string name = "w" + std::to_string(n) + ".example";
    made.note.signatures.push_back(cosign(made.note.text, name, key_of(n), tem::Instant()));
    made.keys.insert(
        tem::NoteKey{name, key_of(n).verifying_key(), tem::NoteAlgorithm::cosignature_v1}.str());
  }
  return made;
}

const std::vector<Cosigned>& all_cosigned() {
  static const auto made = [] {
    std::vector<Cosigned> all;
    for (unsigned bits = 0; bits < 1U << kWitnesses; ++bits) all.push_back(cosigned_by(bits));
    return all;
  }();
  return made;
}

using Words = std::vector<std::string>;

std::vector<Words> lines_of(const std::string& text) {
  std::vector<Words> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    const Words all{std::istream_iterator<std::string>(words), {}};
    if (!all.empty() && !all[0].starts_with('#')) lines.push_back(all);
  }
  return lines;
}

/// c2sp.org/tlog-policy: a witness is met when it has cosigned, a group when as many of its members
/// are met as it says.
bool is_met(const std::string& name, const std::vector<Words>& lines, const Cosigned& by) {
  for (const Words& line : lines) {
    if (line[0] == "witness" && line[1] == name) return by.keys.contains(line[2]);
    if (line[0] != "group" || line[1] != name) continue;
    const auto met = std::count_if(line.begin() + 3, line.end(), [&](const std::string& member) {
      return is_met(member, lines, by);
    });
    if (line[2] == "any") return met > 0;
    return met >=
           (line[2] == "all" ? static_cast<std::ptrdiff_t>(line.size()) - 3 : std::stoll(line[2]));
  }
  std::abort();  // neither, and the policy was read
}

/// The quorum's name; signed by one of the logs, if there are any.
bool is_met(const tem::Policy& policy, const std::vector<Words>& lines, const Cosigned& by) {
  const auto is_log = [](const Words& line) { return line[0] == "log"; };
  const auto is_its = [&](const Words& line) { return is_log(line) && line[1] == by.log; };
  if (std::ranges::any_of(lines, is_log) && std::ranges::none_of(lines, is_its)) return false;
  return policy.quorum() == "none" || is_met(policy.quorum(), lines, by);
}

std::string spaced(const std::string& text) {
  std::string out = "# first\n";
  for (const char c : text) {
    if (c == '\n') out += " \t";
    out += c;
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto policy = tem::Policy::parse(text);
  if (!policy) {
    tem::test::check_refusal(policy.error());
    return 0;
  }
  if (policy->witnesses().size() > tem::kMaxPolicyWitnesses || policy->quorum().empty())
    std::abort();
  const std::vector<Words> lines = lines_of(text);
  for (const Cosigned& by : all_cosigned()) {
    if (policy->is_met(by.note) != is_met(*policy, lines, by)) std::abort();
  }
  const std::string again_text = spaced(text);
  if (again_text.size() > tem::kMaxPolicyBytes) return 0;
  const auto again = tem::Policy::parse(again_text);
  if (!again || again->quorum() != policy->quorum()) std::abort();
  for (const Cosigned& by : all_cosigned()) {
    if (again->is_met(by.note) != policy->is_met(by.note)) std::abort();
  }
  return 0;
}
