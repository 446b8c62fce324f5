#include "tem/policy.hpp"

#include <algorithm>
#include <optional>

#include "tem/cosignature.hpp"
#include "tem/log_proof.hpp"
#include "tem/quote.hpp"

namespace tem {
namespace {

constexpr std::string_view kNone = "none";
constexpr std::string_view kBlank = " \t";

bool is_allowed(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\t' || byte == '\n' || (byte >= 0x20 && byte != 0x7F);
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; (at = line.find_first_not_of(kBlank, at)) != line.npos;) {
    const auto end = std::min(line.find_first_of(kBlank, at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

Error bad(std::string why) { return {ErrorCode::bad_policy, std::move(why)}; }

}  // namespace

class PolicyParser {
 public:
  using Words = std::span<const std::string_view>;

  Result<void> take(Words words) {
    const std::string_view keyword = words.front();
    if (keyword == "log") return take_log(words);
    if (keyword == "witness") return take_witness(words);
    if (keyword == "group") return take_group(words);
    if (keyword == "quorum") return take_quorum(words);
    return bad(tem::quoted(keyword) + " is none of log, witness, group, quorum");
  }

  Result<Policy> finish() {
    if (policy_.quorum_name_.empty()) return bad("policy: no \"quorum\" line; add one");
    return std::move(policy_);
  }

 private:
  Result<void> take_log(Words words) {
    if (words.size() < 2 || words.size() > 3) return bad("must be: log <vkey> [<url>]");
    auto key = NoteKey::parse(words[1], NoteAlgorithm::ed25519);
    if (!key) return bad(key.error().str());
    if (std::ranges::any_of(policy_.logs_, [&](auto& log) { return log.key.key == key->key; })) {
      return bad("this log's key stands in a line before");
    }
    if (policy_.logs_.size() == kMaxPolicyLogs) return too_many("logs", kMaxPolicyLogs);
    policy_.logs_.push_back({std::move(*key), words.size() > 2 ? std::string(words[2]) : ""});
    return {};
  }

  Result<void> take_witness(Words words) {
    if (words.size() < 3 || words.size() > 4) return bad("must be: witness <name> <vkey> [<url>]");
    if (auto ok = check_new(words[1]); !ok) return ok;
    auto key = NoteKey::parse(words[2], NoteAlgorithm::cosignature_v1);
    if (!key) return bad(key.error().str());
    auto& known = policy_.witnesses_;
    if (std::ranges::any_of(known, [&](auto& witness) { return witness.key.key == key->key; })) {
      return bad("this witness's key stands in a line before");
    }
    if (known.size() == kMaxPolicyWitnesses) return too_many("witnesses", kMaxPolicyWitnesses);
    policy_.nodes_.push_back({std::string(words[1]), known.size(), {}, 0});
    known.push_back({std::string(words[1]), std::move(*key),
                     words.size() > 3 ? std::string(words[3]) : std::string()});
    return {};
  }

  Result<void> take_group(Words words) {
    if (words.size() < 4) return bad("must be: group <name> all|any|<k> <member>...");
    if (auto ok = check_new(words[1]); !ok) return ok;
    if (groups_ == kMaxPolicyGroups) return too_many("groups", kMaxPolicyGroups);
    const Words names = words.subspan(3);
    Policy::Node group{std::string(words[1]), 0, {}, 0};
    for (const std::string_view name : names) {
      const auto found = find(name);
      if (!found) return bad(tem::quoted(name) + " is no witness or group of a line before");
      if (policy_.nodes_[*found].is_member) {
        return bad(tem::quoted(name) + " is a member of a group already");
      }
      policy_.nodes_[*found].is_member = true;
      group.members.push_back(*found);
    }
    if (words[2] == "all") {
      group.needed = names.size();
    } else if (words[2] == "any") {
      group.needed = 1;
    } else {
      const auto k = parse_decimal(words[2]);
      if (!k || *k < 1 || *k > names.size()) {
        return bad(tem::quoted(words[2]) + " must be all, any or a number from 1 to " +
                   std::to_string(names.size()));
      }
      group.needed = static_cast<std::size_t>(*k);
    }
    policy_.nodes_.push_back(std::move(group));
    ++groups_;
    return {};
  }

  Result<void> take_quorum(Words words) {
    if (words.size() != 2) return bad("must be: quorum <name>|none");
    if (!policy_.quorum_name_.empty()) return bad("a second \"quorum\" line");
    if (words[1] != kNone) {
      const auto found = find(words[1]);
      if (!found) return bad(tem::quoted(words[1]) + " is no witness or group of a line before");
      policy_.quorum_ = *found;
    }
    policy_.quorum_name_ = words[1];
    return {};
  }

  Result<void> check_new(std::string_view name) const {
    if (name == kNone) return bad("\"none\" may not be defined");
    if (find(name)) return bad(tem::quoted(name) + " is defined in a line before");
    return {};
  }

  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    const auto found = std::ranges::find(policy_.nodes_, name, &Policy::Node::name);
    if (found == policy_.nodes_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - policy_.nodes_.begin());
  }

  static Error too_many(std::string_view what, std::size_t most) {
    return bad("more than " + std::to_string(most) + " " + std::string(what));
  }

  Policy policy_;
  std::size_t groups_ = 0;
};

Result<Policy> Policy::parse(std::string_view text) {
  if (text.size() > kMaxPolicyBytes) {
    return Error{ErrorCode::too_long, "policy: longer than 64 KiB"};
  }
  PolicyParser parser;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string where = "policy line " + std::to_string(number);
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return bad("no line feed at its end").at(where);
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (!std::ranges::all_of(line, is_allowed)) {
      return bad("has a control character, such as a carriage return").at(where);
    }
    const auto words = words_of(line);
    if (words.empty() || words.front().starts_with('#')) continue;
    if (auto ok = parser.take(words); !ok) return ok.error().at(where);
  }
  return parser.finish();
}

bool Policy::has_quorum(const SignedNote& note) const {
  if (quorum_name_ == kNone) return true;
  std::vector<bool> met;
  for (const Node& node : nodes_) {
    if (node.members.empty()) {
      met.push_back(find_cosignature(note, witnesses_[node.witness].key).has_value());
    } else {
      const auto count = std::ranges::count_if(node.members, [&](auto i) { return met[i]; });
      met.push_back(static_cast<std::size_t>(count) >= node.needed);
    }
  }
  return met[quorum_];
}

bool Policy::is_met(const SignedNote& note) const {
  const std::string whole = note.str();
  return (logs_.empty() || std::ranges::any_of(logs_,
                                               [&](const Log& log) {
                                                 return open_checkpoint(whole, log.key).has_value();
                                               })) &&
         has_quorum(note);
}

}  // namespace tem
