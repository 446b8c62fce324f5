#pragma once
// Which witnesses must have cosigned a checkpoint: a C2SP policy file.
//
//   log tem.example/quangninh+7d5b0b0d+AR…
//   witness hue witness.hue.example+3b1f…+BA… https://witness.hue.example
//   witness hanoi witness.hanoi.example+91c0…+BC…
//   group both all hue hanoi
//   quorum both
//
//   auto policy = Policy::parse(text);
//   policy->is_met(note)                 // may this checkpoint be relied on?
//
// c2sp.org/tlog-policy. Ed25519 keys only: logs of algorithm 1, witnesses of algorithm 4.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tem/note.hpp"

namespace tem {

inline constexpr std::size_t kMaxPolicyBytes = 64 * 1024;
inline constexpr std::size_t kMaxPolicyLogs = 64;  // the specification asks for at least 32 of each
inline constexpr std::size_t kMaxPolicyWitnesses = 64;
inline constexpr std::size_t kMaxPolicyGroups = 64;

class Policy {
 public:
  struct Log {
    NoteKey key;
    std::string url;  ///< empty when there is none
  };
  struct Witness {
    std::string name;  ///< of this file, for people; not the key's name
    NoteKey key;
    std::string url;  ///< where add-checkpoint is; empty when there is none
  };

  /// Strict: every line ends with a line feed, a name is defined once and before it is used, a key
  /// stands once among the logs and once among the witnesses, exactly one quorum. Errors: too_long,
  /// bad_policy, with the line's number.
  static Result<Policy> parse(std::string_view text);

  [[nodiscard]] const std::vector<Log>& logs() const noexcept { return logs_; }
  [[nodiscard]] const std::vector<Witness>& witnesses() const noexcept { return witnesses_; }
  /// The name that stands after `quorum`: a witness, a group or "none".
  [[nodiscard]] const std::string& quorum() const noexcept { return quorum_name_; }

  /// Has the quorum cosigned this text? The log's own signature is not looked at.
  [[nodiscard]] bool has_quorum(const SignedNote& note) const;
  /// has_quorum, and signed by one of the logs under its own origin; where the policy names no log,
  /// the caller must have verified that signature.
  [[nodiscard]] bool is_met(const SignedNote& note) const;

 private:
  friend class PolicyParser;
  /// A witness, or a group: met when `needed` of its members are. Members stand before it.
  struct Node {
    std::string name;
    std::size_t witness = 0;           ///< index into witnesses_, of a witness
    std::vector<std::size_t> members;  ///< indices of nodes, of a group; empty for a witness
    std::size_t needed = 0;
    bool is_member = false;  ///< of a group already
  };
  Policy() = default;

  std::vector<Log> logs_;
  std::vector<Witness> witnesses_;
  std::vector<Node> nodes_;
  std::string quorum_name_;
  std::size_t quorum_ = 0;  ///< index of a node, unless the name is "none"
};

}  // namespace tem
