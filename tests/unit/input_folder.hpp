#pragma once
// A folder of inputs, and what Inputs makes of it, a line a piece.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "fixture.hpp"
#include "inputs.hpp"

namespace tem::test {

inline constexpr std::string_view kUri = "https://tem.example/01/08936000000011/10/L1/21/KVYVF9TDX7?s=1";

/// A folder to fill, and what `tem verify` makes of what is in it.
class Folder {
 public:
  std::string add(const std::string& name, std::string_view bytes) {
    const std::filesystem::path path = temp_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  [[nodiscard]] std::string path(const std::string& name = "") const {
    return name.empty() ? temp_.path().string() : (temp_.path() / name).string();
  }
  /// A piece a line: what it is, its file's name below the folder, and what is special to it.
  [[nodiscard]] std::vector<std::string> pieces(std::vector<std::string> inputs) const {
    std::vector<std::string> lines;
    cli::Inputs all(std::move(inputs));
    while (auto piece = all.next()) {
      if (const auto* text = std::get_if<cli::TextPiece>(&*piece)) {
        CHECK(!text->found.empty());
        CHECK(text->found.size() <= cli::kTextsInPiece);
        for (const cli::Found& found : text->found) {
          std::string line = "text " + found.text;
          if (found.source.file) {
            line += " in " + below(*found.source.file) + ":" +
                    std::to_string(found.source.line.value_or(0));
          }
          lines.push_back(line);
        }
      } else if (const auto* picture = std::get_if<cli::PicturePiece>(&*piece)) {
        lines.push_back("picture " + below(picture->file) + (picture->bytes ? " given" : ""));
      } else if (const auto* page = std::get_if<cli::PagePiece>(&*piece)) {
        lines.push_back("page " + std::to_string(page->page) + " of " + below(page->file));
      } else {
        const Error& error = std::get<cli::FailedPiece>(*piece).error;
        CHECK(error.detail.find('\n') == std::string::npos);
        lines.push_back("failed " + std::string(name(error.code)) + " " +
                        below(error.detail.substr(0, error.detail.find(": "))));
      }
    }
    CHECK_FALSE(all.next().has_value());
    return lines;
  }

 private:
  [[nodiscard]] std::string below(const std::string& name) const {
    return name.starts_with(path()) ? name.substr(path().size()) : name;
  }
  TempDir temp_;
};

using Lines = std::vector<std::string>;

}  // namespace tem::test
