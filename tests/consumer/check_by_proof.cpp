// Is this stamp genuine, by a proof that was taken along? tem::data: no ledger, no network.
//
//   check_by_proof URI VKEY < lot.tlog-proof      prints the verdict's name, "genuine"

#include <chrono>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <tem/stamp_proof.hpp>

namespace {

tem::Moment now() {
  const auto at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto there = std::chrono::floor<std::chrono::days>(at + std::chrono::hours(7));  // Việt Nam
  return {tem::Instant(at), tem::Date::from_days(there)};
}

tem::Result<tem::Verdict> check(std::string_view uri, std::string_view vkey,
                                std::string_view text) {
  const auto log = tem::NoteKey::parse(vkey);
  if (!log) return log.error();
  const auto proof = tem::StampProof::parse(text);
  if (!proof) return proof.error();
  const auto verifier = tem::ProofVerifier::make(*proof, *log);
  if (!verifier) return verifier.error();
  return verifier->check(uri, now());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: check_by_proof URI VKEY < lot.tlog-proof\n", stderr);
    return 2;
  }
  const std::string text(std::istreambuf_iterator<char>(std::cin), {});
  const auto verdict = check(argv[1], argv[2], text);
  if (!verdict) {
    std::fprintf(stderr, "check_by_proof: %s\n", verdict.error().str().c_str());
    return 3;
  }
  std::cout << tem::name(verdict->headline()) << '\n';
  return verdict->is_genuine() ? 0 : 1;
}
