#include "tem/ai_table.hpp"

#include <algorithm>
#include <array>

namespace tem {
namespace {

enum Part { K, P, B, Q, N };  // see ai_table_data.inc

struct Row {
  std::string_view first;
  int count;  ///< AIs that differ in the last digit only, such as 3100 to 3105
  std::string_view spec;
  std::string_view title;
  Part part;
};

constexpr Row kRows[] = {
#include "ai_table_data.inc"
};

/// GS1 Digital Link URI Syntax 1.7: what may follow a key in the path.
struct KeyRow {
  std::string_view code;
  std::span<const std::string_view> qualifiers;
  std::string_view alternative = {};
  bool qualifier_required = false;
};

constexpr std::string_view kOfGtin[] = {"22", "10", "21"};
constexpr std::string_view kOfGln[] = {"254"};
constexpr std::string_view kOfPayee[] = {"8020"};
constexpr std::string_view kOfPartyOrAsset[] = {"7040"};
constexpr std::string_view kOfPart[] = {"8011"};
constexpr std::string_view kOfServiceRelation[] = {"8019"};

constexpr KeyRow kKeyRows[] = {
    {"01", kOfGtin, "235"},   {"414", kOfGln, "7040"},      {"415", kOfPayee, {}, true},
    {"417", kOfPartyOrAsset}, {"8004", kOfPartyOrAsset},    {"8006", kOfGtin},
    {"8010", kOfPart},        {"8017", kOfServiceRelation}, {"8018", kOfServiceRelation},
};

constexpr std::size_t count_ais() {
  std::size_t count = 0;
  for (const Row& row : kRows) count += static_cast<std::size_t>(row.count);
  return count;
}

constexpr std::size_t kCount = count_ais();

constexpr std::array<std::array<char, 4>, kCount> make_codes() {
  std::array<std::array<char, 4>, kCount> codes{};
  std::size_t at = 0;
  for (const Row& row : kRows) {
    for (int i = 0; i < row.count; ++i, ++at) {
      for (std::size_t j = 0; j < row.first.size(); ++j) codes[at][j] = row.first[j];
      char& last = codes[at][row.first.size() - 1];
      last = static_cast<char>(last + i);
    }
  }
  return codes;
}

constexpr std::array<std::array<char, 4>, kCount> kCodes = make_codes();

constexpr AiRole role_of(Part part) {
  return part == K ? AiRole::key : part == P || part == B ? AiRole::qualifier : AiRole::attribute;
}

constexpr std::array<Ai, kCount> make_table() {
  std::array<Ai, kCount> table{};
  std::size_t at = 0;
  for (const Row& row : kRows) {
    for (int i = 0; i < row.count; ++i, ++at) {
      Ai& ai = table[at];
      ai.code = {kCodes[at].data(), row.first.size()};
      ai.spec = row.spec;
      ai.title = row.title;
      ai.role = role_of(row.part);
      ai.may_be_attribute = row.part != P && row.part != N;
      for (const KeyRow& key : kKeyRows) {
        if (key.code != ai.code) continue;
        ai.qualifiers = key.qualifiers;
        ai.alternative = key.alternative;
        ai.qualifier_required = key.qualifier_required;
      }
    }
  }
  return table;
}

constexpr std::array<Ai, kCount> kTable = make_table();

}  // namespace

std::span<const Ai> ai_table() noexcept { return kTable; }

const Ai* find_ai(std::string_view code) noexcept {
  const auto* at = std::lower_bound(kTable.begin(), kTable.end(), code,
                                    [](const Ai& ai, std::string_view c) { return ai.code < c; });
  return at != kTable.end() && at->code == code ? at : nullptr;
}

}  // namespace tem
