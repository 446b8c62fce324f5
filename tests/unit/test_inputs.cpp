#include "inputs.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "fixture.hpp"
#include "input_folder.hpp"
#include "labels.hpp"
#include "pictures.hpp"
#include "tem/bytes.hpp"
#include "tem/qr_reader.hpp"

using namespace tem;
using namespace tem::cli;
using namespace tem::test;
namespace fs = std::filesystem;

namespace {

std::string png_of_a_symbol() {
  const LabelFace face = test::face_of(test::widened(test::built_in("a4-21"), 3), test::tea(), {},
                                       std::string(kUri));
  const QrSymbol symbol = test::symbol_of(std::string(kUri));
  const LabelInk label{0, &symbol, "KVYVF9TDX7", {}};
  return test::files_of(PrintFormat::png, {&face}, {&label, 1}).at(0);
}

std::string pdf_of_labels(std::size_t count) {
  const LabelFace face = test::face_of(test::built_in("a4-21"));
  test::Run run(count);
  return test::files_of(PrintFormat::pdf, {&face}, run.inks()).at(0);
}

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

TEST_CASE("texts on the command line") {
  const Folder folder;
  CHECK(folder.pieces({}).empty());
  for (const std::string& text :
       {std::string(kUri), std::string("HTTPS://TEM.EXAMPLE/01/1"), std::string("http://"),
        std::string("ftp://tem.example/01/1"), std::string("tem.example/01/08936000000011"),
        "https://tem.example/" + std::string(5000, 'x')}) {
    CHECK(folder.pieces({text}) == Lines{"text " + text});
  }
  CHECK(folder.pieces({"no-such-file.jpg"}) == Lines{"failed not_found no-such-file.jpg"});
  CHECK(folder.pieces({""}) == Lines{"failed not_found "});
}

TEST_CASE("files that are named are read, or said to be unreadable") {
  Folder folder;
  struct Case {
    std::string_view why;
    std::string name, bytes;
    Lines want;
  };
  const std::string uri(kUri), png = png_of_a_symbol();
  std::string long_list;
  while (long_list.size() < 9000) long_list += uri + "\n";
  const Case cases[] = {
      {"a list",
       "/a.txt",
       uri + "\n\n" + uri + "2\n",
       {"text " + uri + " in /a.txt:1", "text " + uri + "2 in /a.txt:3"}},
      {"a list under any name", "/stamps", uri, {"text " + uri + " in /stamps:1"}},
      {"a table", "/a.csv", "index,uri\n0," + uri + "\n", {"text " + uri + " in /a.csv:2"}},
      {"a list of nothing", "/blank.txt", " \n\n", {"failed no_qr_found /blank.txt"}},
      {"a table of nothing", "/head.csv", "index,uri\n", {"failed no_qr_found /head.csv"}},
      {"an empty list", "/empty.txt", "", {"failed no_qr_found /empty.txt"}},
      {"a picture", "/a.png", png, {"picture /a.png"}},
      {"a picture under a wrong name", "/b.txt", png, {"picture /b.txt"}},
      {"a picture cut short", "/c.png", png.substr(0, 40), {"picture /c.png"}},
      {"a WebP picture",
       "/a.webp",
       "RIFF\x10\x01\x02\x03WEBPVP8 ",
       {"picture /a.webp"}},
      {"a HEIC picture by its name", "/a.heic", "x", {"failed unsupported_format /a.heic"}},
      {"bytes of no kind",
       "/a.bin",
       std::string(100, '\x01'),
       {"failed unsupported_format /a.bin"}},
      {"a page of HTML",
       "/a.html",
       " \n<!DOCTYPE html>\nhttps://tem.example/\n",
       {"failed unsupported_format /a.html"}},
      {"text that turns binary",
       "/d.txt",
       std::string(600, 'x') + "\n" + std::string(9, '\0'),
       {"failed unsupported_format /d.txt"}},
      {"a zero byte far into a list",
       "/e.txt",
       long_list + std::string(1, '\0'),
       {"failed unsupported_format /e.txt"}},
      {"Latin-1 far into a list",
       "/f.csv",
       long_list + "Tr\xE0\n",
       {"failed unsupported_format /f.csv"}},
      {"a character cut off at the end",
       "/g.txt",
       uri + "\n\xE1\xBA",
       {"failed unsupported_format /g.txt"}},
      {"UTF-16", "/h.csv", "\xFF\xFEu\0r\0i\0", {"failed unsupported_format /h.csv"}},
      {"a control character far into a list is a line that is no stamp",
       "/i.txt",
       "x\n" + std::string(5000, ' ') + "\x01",
       {"text x in /i.txt:1", "text \x01 in /i.txt:2"}},
      {"a damaged PDF", "/a.pdf", "%PDF-1.7\nhello\n", {"failed bad_image /a.pdf"}},
  };
  for (const auto& [why, name, bytes, want] : cases) {
    CAPTURE(why);
    const std::string path = folder.add(name.substr(1), bytes);
    CHECK(folder.pieces({path}) == want);
  }
}

TEST_CASE("where a list stops being text is said, and by it all is refused") {
  Folder folder;
  struct Case {
    std::string_view why;
    std::string bytes;
    std::string_view says;
  };
  using namespace std::string_literals;
  const std::string lines = "x\n" + std::string(5000, 'y') + "\n";
  for (const auto& [why, bytes, says] : {
           Case{"not UTF-8", lines + "Trà \xFF\n", "line 3, byte 6: not UTF-8"},
           Case{"a surrogate", lines + "\xED\xA0\x80", "line 3, byte 1: not UTF-8"},
           Case{"overlong", "a\n\xC0\xAF", "line 2, byte 1: not UTF-8"},
           Case{"a zero byte", lines + "\n\nab\0"s, "line 5, byte 3: a zero byte"},
       }) {
    CAPTURE(why);
    Inputs inputs({folder.add("list.txt", bytes)});
    const auto piece = inputs.next();
    REQUIRE(piece.has_value());
    REQUIRE(std::holds_alternative<FailedPiece>(*piece));
    const Error& error = std::get<FailedPiece>(*piece).error;
    CAPTURE(error.detail);
    CHECK(error.detail.find(says) != std::string::npos);
    CHECK_FALSE(inputs.next().has_value());
  }
}

TEST_CASE("a page of any size is drawn within the bounds on pictures") {
  struct Case {
    std::string_view why;
    std::string width, height;
    int least_width;
  };
  for (const auto& [why, width, height, least_width] : {
           Case{"a small page, at the dpi asked for", "72", "144", 200},
           Case{"A0", "2384", "3370", 3000},
           Case{"200 inches a side", "14400", "14400", 4000},
           Case{"a mile of ribbon", "30", "4000000", 1},
       }) {
    CAPTURE(why);
    const auto pdf = PdfFile::from_bytes(pdf_of_size(width, height));
    REQUIRE(pdf.has_value());
    const auto page = pdf->page(1, kPageDpi);
    REQUIRE_MESSAGE(page.has_value(), (page ? "" : page.error().str()));
    CHECK(page->width >= least_width);
    CHECK(page->pixels.size() <= kMaxImageBytes);
  }
}

TEST_CASE("a PDF is its pages, in order, and each can be read") {
  Folder folder;
  const std::string pdf = folder.add("sheet.pdf", pdf_of_labels(23));
  CHECK(folder.pieces({pdf}) == Lines{"page 1 of /sheet.pdf", "page 2 of /sheet.pdf"});
  const std::string one = folder.add("one.pdf", pdf_of_labels(1));
  CHECK(folder.pieces({one, std::string(kUri)}) ==
        Lines{"page 1 of /one.pdf", "text " + std::string(kUri)});

  Inputs inputs({pdf});
  std::vector<std::string> texts;
  while (auto piece = inputs.next()) {
    const auto& page = std::get<PagePiece>(*piece);
    for (const QrRead& read : read_qr(page.pdf->page(page.page, kPageDpi).value()).value()) {
      texts.push_back(read.text);
    }
  }
  CHECK(texts == test::Run(23).uris(0, 23));
}

TEST_CASE("a folder is searched below, by name, and passes over what is no input") {
  Folder folder;
  const std::string uri(kUri), png = png_of_a_symbol();
  folder.add("in/b.png", png);
  folder.add("in/a/z.png", png);
  folder.add("in/a/list.txt", uri);
  folder.add("in/README", uri);
  folder.add("in/notes.md", uri);
  folder.add("in/page.html", "<html>");
  folder.add("in/tool.bin", std::string(100, '\x01'));
  folder.add("in/photo.heic", std::string("\0\0\0\x18"
                                          "ftypheic",
                                          12));
  folder.add("in/broken.csv", std::string(100, '\x01'));
  folder.add("in/c.ndjson", "{\"uri\":\"" + uri + "\"}\n");
  // A name that looks like a URI's path is a file where it lies in a folder.
  folder.add("in/01/x.txt", uri);
  fs::create_directory_symlink(folder.path("in"), folder.path("in/round"));
  fs::create_symlink(folder.path("in/b.png"), folder.path("in/d.png"));
  fs::create_symlink(folder.path("nowhere"), folder.path("in/e.png"));
  CHECK(folder.pieces({folder.path("in"), uri}) ==
        Lines{"text " + uri + " in /in/01/x.txt:1", "text " + uri + " in /in/a/list.txt:1",
              "picture /in/a/z.png", "picture /in/b.png",
              "failed unsupported_format /in/broken.csv", "text " + uri + " in /in/c.ndjson:1",
              "picture /in/d.png", "picture /in/photo.heic", "text " + uri});

  fs::create_directory(folder.path("none"));
  CHECK(folder.pieces({folder.path("none")}) == Lines{"failed not_found /none"});
}

TEST_CASE("a long list comes in pieces, each text once and in order") {
  Folder folder;
  for (const std::size_t count : {kTextsInPiece - 1, kTextsInPiece, kTextsInPiece + 1,
                                  2 * kTextsInPiece + 1, 3 * kTextsInPiece + 7}) {
    CAPTURE(count);
    std::string text;
    Lines want;
    for (std::size_t i = 1; i <= count; ++i) {
      const std::string uri = std::string(kUri) + std::to_string(i);
      text += uri + "\n";
      want.push_back("text " + uri + " in /long.txt:" + std::to_string(i));
    }
    CHECK(folder.pieces({folder.add("long.txt", text)}) == want);
  }
}

TEST_CASE("standard input is any of these") {
  const Folder folder;
  const std::string uri(kUri);
  struct Case {
    std::string_view why;
    std::string bytes;
    Lines want;
  };
  const Case cases[] = {
      {"a list", uri + "\n" + uri, {"text " + uri + " in -:1", "text " + uri + " in -:2"}},
      {"a picture", png_of_a_symbol(), {"picture - given"}},
      {"a PDF", pdf_of_labels(22), {"page 1 of -", "page 2 of -"}},
      {"a damaged PDF", "%PDF-1.7\n", {"failed bad_image -"}},
      {"bytes of no kind", std::string(9, '\x01'), {"failed unsupported_format -"}},
      {"blank lines", "\n\n", {"failed no_qr_found -"}},
      {"nothing", "", {"failed no_qr_found -"}},
  };
  for (const auto& [why, bytes, want] : cases) {
    CAPTURE(why);
    const StandardInput given(bytes);
    CHECK(folder.pieces({"-"}) == want);
  }
}
