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

std::string_view name(CheckMode mode) noexcept {
  switch (mode) {
    case CheckMode::online: return "online";
    case CheckMode::copy: return "copy";
    case CheckMode::proof: return "proof";
  }
  return {};
}

std::span<const std::string_view> unknown(CheckMode mode) noexcept {
  static constexpr std::string_view kOfCopy[] = {"serial", "void", "activation", "history"};
  static constexpr std::string_view kOfProof[] = {"serial",     "void", "recall",
                                                  "activation", "key",  "history"};
  switch (mode) {
    case CheckMode::online: return {};
    case CheckMode::copy: return kOfCopy;
    case CheckMode::proof: return kOfProof;
  }
  return {};
}

Bilingual not_known(CheckMode mode) {
  switch (mode) {
    case CheckMode::online: return {};
    case CheckMode::copy:
      return {"Chỉ kiểm tra trên bản sao của sổ gốc, có thể chưa có những lô và khóa mới nhất; không "
              "biết số seri này đã được phát hành, kích hoạt hay bị hủy chưa, và tem đã được quét những đâu.",
              "Checked on a copy of the ledger only, which may lack the latest lots and keys; it is not "
              "known whether this serial was issued, activated or voided, nor where the stamp was scanned."};
    case CheckMode::proof:
      return {"Chỉ đối chiếu với bằng chứng kèm theo, nên không biết số seri này đã được phát hành, "
              "kích hoạt hay bị hủy chưa, lô có bị thu hồi không, khóa ký về sau có bị lộ không, và "
              "tem đã được quét những đâu.",
              "Checked by a proof only, so it is not known whether this serial was issued, activated "
              "or voided, whether the lot was recalled or the key compromised later, nor where the "
              "stamp was scanned."};
  }
  return {};
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

std::string_view name(StepKind kind) noexcept {
  switch (kind) {
    case StepKind::registered: return "registered";
    case StepKind::updated: return "updated";
    case StepKind::produced: return "produced";
    case StepKind::issued: return "issued";
    case StepKind::activated: return "activated";
    case StepKind::recalled: return "recalled";
    case StepKind::voided: return "voided";
  }
  return {};
}

Bilingual title(StepKind kind) {
  switch (kind) {
    case StepKind::registered: return {"Đăng ký sản phẩm", "Product registered"};
    case StepKind::updated: return {"Cập nhật thông tin sản phẩm", "Product details updated"};
    case StepKind::produced: return {"Sản xuất", "Produced"};
    case StepKind::issued: return {"Phát hành tem", "Stamp issued"};
    case StepKind::activated: return {"Kích hoạt tem", "Stamp activated"};
    case StepKind::recalled: return {"Thu hồi lô hàng", "Lot recalled"};
    case StepKind::voided: return {"Hủy tem", "Stamp voided"};
  }
  return {};
}

}  // namespace tem
