#pragma once
// Files of the source tree that are built in (cmake/embed.cmake), by name; empty when there is none.

#include <string_view>

namespace tem::embedded {

std::string_view tem_cli(std::string_view name);     ///< cli/pages
std::string_view tem_data(std::string_view name);    ///< data/sql, data/demo
std::string_view tem_label(std::string_view name);   ///< label/templates
std::string_view tem_server(std::string_view name);  ///< server/pages

}  // namespace tem::embedded
