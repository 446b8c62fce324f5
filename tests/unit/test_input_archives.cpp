#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "archives.hpp"
#include "fixture.hpp"
#include "input_folder.hpp"
#include "inputs.hpp"

using namespace tem;
using namespace tem::cli;
using namespace tem::test;
namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPng = "\x89PNG\r\n\x1a\n and so on";  // what it is, not more, is looked at

/// A PDF of one blank page of that size in points.
std::string pdf_of_size(const std::string& width, const std::string& height) {
  const std::string objects[] = {
      "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 " + width + " " + height + "] >>"};
  std::string pdf = "%PDF-1.4\n", table = "xref\n0 4\n0000000000 65535 f \n";
  for (std::size_t i = 0; i < std::size(objects); ++i) {
    const std::string at = std::to_string(pdf.size());
    table += std::string(10 - at.size(), '0') + at + " 00000 n \n";
    pdf += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
  }
  const std::string begin = std::to_string(pdf.size());
  return pdf + table + "trailer << /Size 4 /Root 1 0 R >>\nstartxref\n" + begin + "\n%%EOF\n";
}

/// Standard input is the bytes for as long as this lives.
class StandardInput {
 public:
  explicit StandardInput(std::string_view bytes) : saved_(::dup(STDIN_FILENO)) {
    file_.add("stdin", bytes);
    const int fd = ::open(file_.path("stdin").c_str(), O_RDONLY);
    ::dup2(fd, STDIN_FILENO);
    ::close(fd);
  }
  ~StandardInput() {
    ::dup2(saved_, STDIN_FILENO);
    ::close(saved_);
  }
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;

 private:
  Folder file_;
  int saved_;
};

}  // namespace

TEST_CASE("an archive is its members, named below it") {
  Folder folder;
  const std::string uri(kUri), png(kPng);
  folder.add("all.zip", test::zip_of({{"in/b.png", png},
                                      {"in/", ""},
                                      {"list.csv", "uri\n" + uri + "\n" + uri + "2\n"},
                                      {"../../etc/x.png", png},
                                      {"__MACOSX/in/._b.png", "x"},
                                      {"README.md", "see list.csv"},
                                      {"sheet.pdf", pdf_of_size("72", "72")},
                                      {"inner.zip", test::zip_of({{"a.png", png}})},
                                      {"empty.jpg", ""},
                                      {"renamed.jpg", "hello"},
                                      {"locked.png", png, "secret"},
                                      {"last.png", png}}));
  const Lines want{"picture /all.zip/in/b.png given",
                   "text " + uri + " in /all.zip/list.csv:2",
                   "text " + uri + "2 in /all.zip/list.csv:3",
                   "failed bad_value /all.zip/../../etc/x.png",
                   "page 1 of /all.zip/sheet.pdf",
                   "failed unsupported_format /all.zip/inner.zip",
                   "failed bad_image /all.zip/empty.jpg",
                   "failed unsupported_format /all.zip/renamed.jpg",
                   "failed cannot_read /all.zip/locked.png",
                   "picture /all.zip/last.png given"};
  CHECK(folder.pieces({folder.path("all.zip")}) == want);
  folder.add("below/a.zip", test::zip_of({{"b.png", png}}));
  folder.add("below/c.zip", "no archive");
  folder.add("below/d.docx", test::zip_of({{"word.xml", "<w/>"}}));
  CHECK(folder.pieces({folder.path("below"), uri}) ==
        Lines{"picture /below/a.zip/b.png given", "failed unsupported_format /below/c.zip",
              "text " + uri});
  folder.add("none.zip", test::zip_of({{"word.xml", "<w/>"}}));
  CHECK(folder.pieces({folder.path("none.zip")}) == Lines{"failed not_found /none.zip"});
  folder.add("half.zip", test::zip_of({{"b.png", png}}).substr(0, 60));
  CHECK(folder.pieces({folder.path("half.zip")}) == Lines{"failed bad_image /half.zip"});

  const StandardInput given(test::zip_of({{"b.png", png}}));
  CHECK(folder.pieces({"-"}) == Lines{"picture -/b.png given"});
}

TEST_CASE("a pattern that the shell left is expanded, where no file has that name") {
  Folder folder;
  const std::string png(kPng);
  folder.add("p/b.jpg", png);
  folder.add("p/a.jpg", png);
  folder.add("p/c.png", png);
  folder.add("p/[x].jpg", png);
  const std::string below = folder.path("p/");
  CHECK(folder.pieces({below + "?.jpg"}) == Lines{"picture /p/a.jpg", "picture /p/b.jpg"});
  CHECK(folder.pieces({below + "[ac].*", below + "b*"}) ==
        Lines{"picture /p/a.jpg", "picture /p/c.png", "picture /p/b.jpg"});
  CHECK(folder.pieces({below + "[x].jpg"}) == Lines{"picture /p/[x].jpg"});
  CHECK(folder.pieces({below + "*.tif"}) == Lines{"failed not_found /p/*.tif"});
  const std::string bare = "tem.example/01/08936000000011/10/L1/21/KVYVF9TDX7?s=1";
  CHECK(folder.pieces({bare}) == Lines{"text " + bare});
  CHECK(folder.pieces({std::string(kUri)}) == Lines{"text " + std::string(kUri)});
}

TEST_CASE("what is left is known, but for the length of a list") {
  Folder folder;
  const std::string png(kPng);
  folder.add("p/a.png", png);
  folder.add("p/b.png", png);
  folder.add("list.txt", "https://tem.example/\n");
  Inputs inputs({folder.path("p"), folder.path("list.txt"), folder.path("p/a.png")});
  REQUIRE(inputs.next());
  CHECK(inputs.left() == 3);
  REQUIRE(inputs.next());
  REQUIRE(inputs.next());
  CHECK_FALSE(inputs.left().has_value());
  REQUIRE(inputs.next());
  CHECK(inputs.left() == 0);
}
