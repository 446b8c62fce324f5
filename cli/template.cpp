// tem template: the label templates that there are, and one's own.

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <cstdio>
#include <iostream>

#include "answer.hpp"
#include "command.hpp"
#include "options.hpp"
#include "print_preview.hpp"
#include "terminal.hpp"

namespace tem::cli {
namespace {

namespace json = boost::json;

Result<int> list(const Context& context) {
  std::vector<std::vector<std::string>> rows;
  json::array all;
  for (const auto name : LabelTemplate::built_in_names()) {
    auto layout = LabelTemplate::built_in(name);
    if (!layout) return layout.error();
    const std::string size = short_number(layout->width) + " × " + short_number(layout->height);
    rows.push_back({layout->name, size, layout->on_roll ? "-" : std::to_string(layout->per_page()),
                    layout->title});
    all.push_back(json::object{{"name", layout->name},
                               {"title", layout->title},
                               {"width_mm", layout->width},
                               {"height_mm", layout->height},
                               {"per_page", layout->per_page()}});
  }
  if (context.json) {
    print_json(all);
  } else {
    print_table({"NAME", "LABEL, MM", "A PAGE", "WHAT"}, rows);
  }
  return kExitYes;
}

Result<int> show(const Context& context, const std::string& name) {
  const auto text = LabelTemplate::built_in_text(name);
  if (!text) return text.error();
  if (context.json) {
    print_json(json::object{{"name", name}, {"toml", *text}});
  } else {
    std::cout << *text;
  }
  return kExitYes;
}

struct CheckOptions {
  std::string file, dpi;
};

/// Lays a specimen out, with and without what a field may wait for.
Result<int> check(const Context& context, const CheckOptions& options) {
  auto layout = find_template(options.file);
  if (!layout) return layout.error();
  PrintSetup setup;
  if (!options.dpi.empty()) {
    auto dpi = number_option("--dpi", options.dpi, kMinDpi, kMaxDpi);
    if (!dpi) return dpi.error();
    setup.dpi = static_cast<int>(*dpi);
  }
  const std::string uri = specimen_uri("https://tem.example");
  const bool has_stars = layout->find(FieldKind::stars) != nullptr;
  const bool has_code = layout->find(FieldKind::hidden_code) != nullptr;
  std::optional<LabelFace> last;
  for (const bool full : {true, false}) {
    LabelTexts texts = specimen_texts();
    if (has_stars) texts.stars = 5;
    if (!full) {
      texts.sample = false;
      texts.brand.clear();
      texts.expires.reset();
    }
    setup.layer = full && has_code ? Layer::both : Layer::front;
    auto face = LabelFace::make(*layout, texts, uri, setup);
    if (!face) return face.error().at(options.file);
    last = std::move(*face);
  }
  if (context.json) {
    print_json(json::object{{"template", layout->name},
                            {"dpi", setup.dpi},
                            {"symbol_version", last->symbol_version()},
                            {"module_mm", last->module_mm()},
                            {"retail", last->module_mm() >= kMinRetailMm}});
    return kExitYes;
  }
  std::array<char, 200> line{};
  std::snprintf(line.data(), line.size(),
                "a symbol of version %d has modules of %.3f mm at %d dpi%s\n",
                last->symbol_version(), last->module_mm(), setup.dpi,
                last->module_mm() >= kMinRetailMm ? "" : ", under the 0.396 mm that GS1 asks at retail");
  std::cout << "template " << printable(layout->name) << " can be printed: " << line.data();
  return kExitYes;
}

}  // namespace

void add_template(CLI::App& app, Context& context) {
  auto* group = app.add_subcommand("template", "Label templates: list, show, check");
  group->require_subcommand(1);
  group->footer("Example:\n  tem template list");

  auto* lister = group->add_subcommand("list", "The built-in templates");
  lister->footer("Example:\n  tem template list");
  lister->callback([&context] { context.run = [&context] { return list(context); }; });

  auto name = std::make_shared<std::string>();
  auto* shower = group->add_subcommand("show", "A built-in template's TOML, to make one's own of");
  shower->add_option("name", *name, "as `tem template list` names it")->required()->type_name("NAME");
  shower->footer("Example:\n  tem template show roll-40x30 > own.toml");
  shower->callback([&context, name] {
    context.run = [&context, name] { return show(context, *name); };
  });

  auto options = std::make_shared<CheckOptions>();
  auto* checker = group->add_subcommand("check", "Read a template and try it with sample texts");
  checker->add_option("template", options->file, "a .toml file, or a built-in name")
      ->required()
      ->type_name("FILE");
  checker->add_option("--dpi", options->dpi, "of the printer; 300 by default")->type_name("N");
  checker->footer("Example:\n  tem template check own.toml --dpi 203\nThen look at it:\n"
                  "  tem print --template own.toml --preview label.png");
  checker->callback([&context, options] {
    context.run = [&context, options] { return check(context, *options); };
  });
}

}  // namespace tem::cli
