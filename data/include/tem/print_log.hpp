#pragma once
// What was printed of a lot, and when: prints.db in the registry's folder. It stays there: neither
// the ledger nor a copy of it holds it, and it holds no seal and no hidden code.
//
//   auto job = log.begin(request, Printing::once, now);   // the same request goes on where it stopped
//   log.releasing(job, 0, stamps, "L2611A-1.pdf", now);   // durable before the file has its name
//   ... rename ...
//   log.released(job, 0);
//   log.finish(job);

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tem/calendar.hpp"
#include "tem/fact.hpp"
#include "tem/result.hpp"

namespace tem {

/// Why files are made.
enum class Printing {
  issuing,  ///< the first of stamps that were just issued
  once,     ///< refused when any of the stamps was printed before
  again,
};

/// Stamps of one lot.
struct PrintedStamps {
  Gtin gtin;
  Lot lot;
  std::vector<IndexRange> ranges;
};

/// A print of some of the stamps that are to be printed.
struct EarlierPrint {
  IndexRange range;  ///< as it was printed, not only what is shared
  Instant at;
  std::string files;
  bool issuing = false;     ///< made as the stamps were issued
  bool is_certain = true;   ///< false: stopped as the files were about to get their names
};

struct PrintJob {
  std::int64_t id;
  Printing kind;
  Instant begun;
  std::set<std::uint64_t> released;  ///< parts that need not be made again
  bool goes_on = false;              ///< some parts were released before
};

class PrintLog {
 public:
  /// Makes the file when it is not there. Errors: cannot_write, ledger_busy.
  static Result<PrintLog> open(const std::filesystem::path& registry);
  PrintLog(PrintLog&&) noexcept;
  PrintLog& operator=(PrintLog&&) noexcept;
  ~PrintLog();

  /// The last print of any of these stamps by another job than `job`; one made as they were issued
  /// only where there is no other. The same request before it is no other, for a job of `issuing` or of
  /// the same idempotency key: what is asked for twice gets the same files again. Error: cannot_read.
  Result<std::optional<EarlierPrint>> earlier(const PrintedStamps& stamps,
                                              const PrintJob* job = nullptr) const;
  /// The unfinished job of the same request and kind, or a new one; it is this process's until the log
  /// goes. `request` says all that decides the bytes of the files, and where they stand; `once` is an
  /// idempotency key, or empty. Errors: ledger_busy (another process is at it), cannot_write.
  Result<PrintJob> begin(std::string_view request, Printing kind, Instant now,
                         std::string_view once = {});
  /// That the part's files are about to get their names. Durable on return. Errors: printed_before
  /// (another job printed some of the stamps meanwhile, and the kind is not `again`), cannot_write.
  Result<void> releasing(const PrintJob& job, std::uint64_t part, const PrintedStamps& stamps,
                         std::string_view files, Instant now);
  /// That they have them. Error: cannot_write.
  Result<void> released(const PrintJob& job, std::uint64_t part);
  /// That no file of the part got its name after all. Error: cannot_write.
  Result<void> taken_back(const PrintJob& job, std::uint64_t part);
  /// Error: cannot_write.
  Result<void> finish(const PrintJob& job);

 private:
  struct Db;
  explicit PrintLog(std::unique_ptr<Db> db);
  std::unique_ptr<Db> db_;
};

}  // namespace tem
