#include "tem/verdict.hpp"

namespace tem {
namespace {

struct Row {
  std::string_view name;
  Tone tone;
  std::string_view vi, en, advice_vi, advice_en;
};

constexpr Row kRows[] = {
#define X(name, tone, vi, en, advice_vi, advice_en) \
  {#name, Tone::tone, vi, en, advice_vi, advice_en},
    TEM_FINDINGS(X)
#undef X
};

const Row& row(Finding finding) { return kRows[static_cast<std::size_t>(finding)]; }

}  // namespace

std::string_view name(Finding finding) noexcept { return row(finding).name; }
Tone tone(Finding finding) noexcept { return row(finding).tone; }

std::string_view name(Tone tone) noexcept {
  switch (tone) {
    case Tone::green: return "green";
    case Tone::amber: return "amber";
    case Tone::red: return "red";
    case Tone::grey: return "grey";
  }
  return {};
}

Bilingual title(Finding finding) {
  return {std::string(row(finding).vi), std::string(row(finding).en)};
}

Bilingual advice(Finding finding) {
  return {std::string(row(finding).advice_vi), std::string(row(finding).advice_en)};
}

std::vector<Finding> all_findings() {
  return {
#define X(name, tone, vi, en, advice_vi, advice_en) Finding::name##_,
      TEM_FINDINGS(X)
#undef X
  };
}

std::string_view name(CertificateState state) noexcept {
  switch (state) {
    case CertificateState::in_force: return "in_force";
    case CertificateState::expiring: return "expiring";
    case CertificateState::expired: return "expired";
    case CertificateState::revoked: return "revoked";
  }
  return {};
}

Bilingual title(CertificateState state) {
  switch (state) {
    case CertificateState::in_force: return {"còn hiệu lực", "in force"};
    case CertificateState::expiring: return {"sắp hết hạn", "expiring soon"};
    case CertificateState::expired: return {"hết hiệu lực", "expired"};
    case CertificateState::revoked: return {"đã thu hồi", "revoked"};
  }
  return {};
}

}  // namespace tem
