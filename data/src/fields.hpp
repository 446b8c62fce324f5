#pragma once
// Reads the fields of one JSON object, each by name and rule, and refuses what is left over. The
// first error is kept, so that a reader asks for all its fields and then looks once:
//
//   Fields in(object);
//   auto gtin = in.gtin("gtin");
//   auto lot = in.lot("lot");
//   if (auto bad = in.finish()) return *bad;
//   use(*gtin, *lot);

#include <boost/json/object.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tem/fact.hpp"

namespace tem {

class Fields {
 public:
  explicit Fields(const boost::json::object& object) : object_(object) {}

  // Each is there, or an error is kept and the value is empty.
  std::string text(std::string_view key, std::size_t most = kMaxTextBytes);
  std::optional<std::string> optional_text(std::string_view key, std::size_t most = kMaxTextBytes);
  std::uint64_t integer(std::string_view key, std::uint64_t least, std::uint64_t most);
  std::optional<std::uint64_t> optional_integer(std::string_view key, std::uint64_t least,
                                                std::uint64_t most);
  bool boolean(std::string_view key, bool otherwise);
  std::optional<Gtin> gtin(std::string_view key);
  std::optional<Lot> lot(std::string_view key);
  std::optional<Date> date(std::string_view key);
  std::optional<Date> optional_date(std::string_view key);
  std::optional<VerifyingKey> public_key(std::string_view key);
  std::optional<Hash> hash(std::string_view key);
  /// Ascending, not empty, first ≤ last, none touching another.
  std::vector<IndexRange> ranges(std::string_view key);
  /// Everything not asked for, as Product::more.
  std::vector<std::pair<std::string, std::string>> others();

  /// For an answer, to which later versions may add.
  void pass_over_others();

  /// Keeps an error unless one is kept already.
  void refuse(std::string_view key, std::string_view why);
  void refuse(std::string_view key, const Error& error);
  /// The first error, or that a field was not asked for; none when all is well.
  std::optional<Error> finish();

 private:
  const boost::json::value* find(std::string_view key);
  const boost::json::value* need(std::string_view key);
  std::optional<std::string> string_of(std::string_view key, const boost::json::value& value,
                                       std::size_t most);
  template <class T>
  std::optional<T> parsed(std::string_view key, bool required);

  const boost::json::object& object_;
  std::set<std::string_view> asked_;
  std::optional<Error> error_;
};

}  // namespace tem
