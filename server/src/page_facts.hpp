#pragma once
// A verdict as the values that the page's template asks for. Only here and in pages.cpp is the
// template engine known.

#include <kainjow/mustache.hpp>
#include <string>

#include "tem/pages.hpp"
#include "tem/verdict.hpp"

namespace tem {

using PageObject = kainjow::mustache::object;

PageObject bilingual(const Bilingual& text);

/// Everything that verdict.mustache shows.
PageObject verdict_facts(const Verdict& verdict, const PageSettings& settings);

/// Everything that refused.mustache shows.
PageObject refused_facts(const Error& why);

/// 1234567 → "1.234.567", as Vietnamese writes it.
std::string grouped(std::uint64_t number);

}  // namespace tem
