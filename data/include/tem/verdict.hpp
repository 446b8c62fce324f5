#pragma once
// What is said of a scanned text, and why. A verdict is an answer; a failure to answer is an Error.
//
//   verdict.headline()          Finding::expired
//   title(Finding::expired)     {"Sản phẩm đã quá hạn sử dụng", "Past its expiry date"}

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/note.hpp"
#include "tem/shared_value.hpp"
#include "tem/stamp.hpp"
#include "tem/state.hpp"

namespace tem {

// Most serious first: the headline is the first that holds.
// X(name, tone, title vi, title en, advice vi, advice en)
// clang-format off
#define TEM_FINDINGS(X) \
  X(not_a_stamp, grey, \
    "Không phải tem truy xuất", "Not a traceability stamp", \
    "Mã này không phải tem của hệ thống hoặc quét chưa trọn. Hãy quét lại cho rõ; nếu vẫn vậy, mã này không cho biết hàng thật hay giả.", \
    "This code is no stamp of this system, or was not read whole. Scan it again; if it stays so, it says nothing about the product.") \
  X(unknown_issuer, grey, \
    "Tem của hệ thống khác", "A stamp of another registry", \
    "Tem này mang địa chỉ của một hệ thống khác nên không kiểm tra được ở đây. Hãy mở đúng địa chỉ in trong mã.", \
    "This stamp names another registry, so it cannot be checked here. Open the address that is in the code.") \
  X(forged, red, \
    "Tem giả", "Forged stamp", \
    "Tem này không phải do hệ thống này phát hành: chữ ký không đúng, hoặc khóa ký không được hệ thống công nhận cho sản phẩm này. Đừng mua hoặc sử dụng; hãy giữ lại bao bì và báo cho cơ quan quản lý.", \
    "This registry did not issue the stamp: the signature is wrong, or the registry knows no such key for this product. Do not buy or use the product; keep the package and report it.") \
  X(revoked_key, red, \
    "Tem không còn đáng tin", "Stamp no longer trusted", \
    "Khóa ký tem này đã bị lộ nên tem không còn giá trị. Đừng mua hoặc sử dụng; hãy hỏi nhà sản xuất.", \
    "The key that signed this stamp was compromised. Do not buy or use the product; ask the producer.") \
  X(unissued, red, \
    "Tem chưa từng được phát hành", "Stamp never issued", \
    "Hệ thống chưa từng phát hành tem này. Đừng mua hoặc sử dụng; hãy báo cho cơ quan quản lý.", \
    "The registry never issued this stamp. Do not buy or use the product; report it.") \
  X(void, red, \
    "Tem đã bị hủy", "Voided stamp", \
    "Nhà sản xuất đã hủy tem này; tem không được dùng trên hàng bán. Đừng mua; hãy báo cho nhà sản xuất.", \
    "The producer voided this stamp; it must not be on goods for sale. Do not buy it; tell the producer.") \
  X(recalled, red, \
    "Lô hàng đang bị thu hồi", "Lot recalled", \
    "Đừng sử dụng sản phẩm. Hãy mang trả nơi bán hoặc liên hệ nhà sản xuất.", \
    "Do not use the product. Take it back to the shop or contact the producer.") \
  X(expired, amber, \
    "Sản phẩm đã quá hạn sử dụng", "Past its expiry date", \
    "Tem là thật nhưng sản phẩm đã hết hạn. Đừng sử dụng; hãy báo cho nơi bán.", \
    "The stamp is genuine, but the product has expired. Do not use it; tell the shop.") \
  X(suspect, amber, \
    "Tem có dấu hiệu bị sao chép", "Stamp may have been copied", \
    "Tem này đã được quét theo cách bất thường. Hãy so kỹ bao bì và hỏi nơi bán.", \
    "This stamp has been scanned in an unusual way. Compare the package with care and ask the shop.") \
  X(claimed, amber, \
    "Tem đã được xác nhận trước đó", "Already claimed", \
    "Lớp phủ của tem này đã được cào và xác nhận trước đó. Nếu không phải bạn, sản phẩm có thể là hàng giả.", \
    "The hidden code of this stamp was claimed before. If it was not you, the product may be a copy.") \
  X(inactive, amber, \
    "Tem chưa được kích hoạt", "Stamp not yet activated", \
    "Nhà sản xuất chưa đưa lô này ra thị trường. Hãy hỏi nơi bán hoặc nhà sản xuất.", \
    "The producer has not released this lot to the market. Ask the shop or the producer.") \
  X(genuine, green, \
    "Tem thật", "Genuine stamp", \
    "Tem do nhà sản xuất phát hành. Hãy so tên sản phẩm, lô và hạn dùng với bao bì trước khi mua.", \
    "The producer issued this stamp. Compare product, lot and expiry with the package before you buy.")
// clang-format on

enum class Tone { green, amber, red, grey };

enum class Finding {
#define X(name, tone, vi, en, advice_vi, advice_en) name##_,
  TEM_FINDINGS(X)
#undef X
};

struct Bilingual {
  std::string vi, en;
  friend bool operator==(const Bilingual&, const Bilingual&) = default;
};

std::string_view name(Finding finding) noexcept;  ///< "not_a_stamp"
Tone tone(Finding finding) noexcept;
std::string_view name(Tone tone) noexcept;  ///< "green"
Bilingual title(Finding finding);
Bilingual advice(Finding finding);
/// All, most serious first.
std::vector<Finding> all_findings();

enum class CertificateState { in_force, expiring, expired, revoked };

inline constexpr int kExpiringDays = 30;

struct CertificateView {
  CertificateRecord record;
  CertificateState state;  ///< as of the scan
};

std::string_view name(CertificateState state) noexcept;  ///< "in_force"
Bilingual title(CertificateState state);                 ///< "còn hiệu lực"

/// In force through its last day; expiring from 30 days before.
CertificateState certificate_state(const CertificateRecord& record, Date today) noexcept;

/// The moment of a scan: the day is that of the registry's time zone.
struct Moment {
  Instant at;
  Date today;
};

/// A rule of the history that a stamp broke, with what was seen.
struct Warning {
  std::string rule;  ///< "many_scans", "far_apart", …
  Bilingual seen;
};

/// What is known of earlier scans and claims of one stamp.
struct History {
  std::uint64_t scans = 0;
  std::optional<Instant> first, last;
  std::vector<std::string> places;
  std::vector<Warning> warnings;
  bool claimed_by_another = false;
  std::optional<Instant> claimed;  ///< when the hidden code was told
  std::uint32_t wrong_codes = 0;   ///< tries of it that were wrong
};

/// What a stamp was checked against, and so what cannot be known of it.
enum class CheckMode {
  online,  ///< the registry's own ledger
  copy,    ///< a followed copy of its log: the serial cannot be read without the registry's secret
  proof,   ///< the facts of one offline proof
};

std::string_view name(CheckMode mode) noexcept;  ///< "copy"
/// "serial", "void", …: nothing of them is in the verdict.
std::span<const std::string_view> unknown(CheckMode mode) noexcept;
/// The same as a sentence for people; empty for `online`.
Bilingual not_known(CheckMode mode);

enum class StepKind {
  registered,  ///< the product, as it is now
  updated,     ///< its details changed last
  produced,
  issued,      ///< the stamp
  activated,
  recalled,
  voided,
};

std::string_view name(StepKind kind) noexcept;  ///< "issued"
Bilingual title(StepKind kind);                 ///< "Phát hành tem"

/// One step of a stamp's way to the shelf.
struct Step {
  StepKind kind;
  Date on;                             ///< in the registry's time zone
  std::optional<Instant> at;           ///< absent for `produced`, which is a day
  std::optional<std::uint64_t> entry;  ///< of the log, where anyone can read it
  friend bool operator==(const Step&, const Step&) = default;
};

struct Verdict {
  std::vector<Finding> findings;         ///< never empty, most serious first
  Bilingual message;                     ///< why, and what to do next, in a few sentences
  std::optional<Error> malformed;        ///< of not_a_stamp: the rule that the text breaks
  std::optional<VerifiedStamp> stamp;    ///< absent unless the seal verified
  Shared<Product> product;        ///< absent as above, like all that follows
  Shared<Producer> producer;
  std::optional<LotIssued> lot;          ///< the run that holds the stamp
  std::optional<Date> last_day;          ///< good through this day: the stamp's or the lot's
  std::vector<CertificateView> certificates;
  std::optional<RecallRecord> recall;
  std::optional<std::string> void_reason;
  std::vector<Step> journey;             ///< oldest first; empty where the log is not at hand
  std::optional<History> history;        ///< absent where scans are not known
  CheckMode mode = CheckMode::online;
  Instant at;                            ///< of the scan
  std::optional<TreeHead> checkpoint;    ///< that the facts were read at

  [[nodiscard]] Finding headline() const noexcept { return findings.front(); }
  [[nodiscard]] bool is_genuine() const noexcept { return headline() == Finding::genuine_; }
};

/// Where a scanned text came from.
struct Source {
  std::optional<std::string> file;  ///< as given on the command line
  std::optional<int> page, line;    ///< from 1
  std::vector<std::pair<int, int>> corners;  ///< of the QR code, in pixels; four or none
};

/// The JSON object of docs/interfaces.md, one line. Unknown fields are absent. Bytes of `input` and
/// of the file's name that are not UTF-8 become U+FFFD, so that the whole is always valid JSON.
std::string to_json(const Verdict& verdict, std::string_view input, const Source& source);

}  // namespace tem
