#include "file_copy.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <vector>

#include "descriptor.hpp"

namespace tem {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kBlockBytes = 256 * 1024;

/// SHA-256 of what comes in pieces.
class Digest {
 public:
  Digest() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    ok_ = context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1;
  }
  void add(std::span<const std::byte> bytes) {
    ok_ = ok_ && EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1;
  }
  /// Error: crypto_failed.
  Result<Hash> finish() {
    Hash hash;
    unsigned size = 0;
    ok_ = ok_ && EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(hash.data()),
                                    &size) == 1;
    if (!ok_ || size != hash.size()) return Error{ErrorCode::crypto_failed, "SHA-256 failed"};
    return hash;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
  bool ok_;
};

using Sink = std::function<Result<void>(std::span<const std::byte>)>;

Result<FileDigest> read_through(const fs::path& file, const Sink& sink) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (in.get() < 0) return failed(ErrorCode::cannot_read, file);
  if (auto ok = check_regular(in, file); !ok) return ok.error();
  FileDigest found;
  Digest digest;
  std::vector<std::byte> block(kBlockBytes);
  for (;;) {
    const auto got = ::read(in.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(ErrorCode::cannot_read, file);
    if (got == 0) break;
    const auto piece = std::span(block).first(static_cast<std::size_t>(got));
    digest.add(piece);
    found.bytes += piece.size();
    if (!sink) continue;
    if (auto ok = sink(piece); !ok) return ok.error();
  }
  const auto hash = digest.finish();
  if (!hash) return hash.error();
  found.sha256 = *hash;
  return found;
}

}  // namespace

Result<FileDigest> digest_of(const fs::path& file) { return read_through(file, nullptr); }

Result<FileDigest> copy_file(const fs::path& from, const fs::path& to, unsigned permissions) {
  const Descriptor out(
      ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, permissions));
  if (out.get() < 0) return failed(ErrorCode::cannot_write, to);
  auto copied = read_through(from, [&](std::span<const std::byte> piece) {
    return write_all(out, {reinterpret_cast<const char*>(piece.data()), piece.size()}, to);
  });
  if (copied && ::fsync(out.get()) != 0) copied = failed(ErrorCode::cannot_write, to);
  if (!copied) ::unlink(to.c_str());
  return copied;
}

Result<void> sync_file(const fs::path& file) {
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) return failed(ErrorCode::cannot_write, file);
  return {};
}

}  // namespace tem
