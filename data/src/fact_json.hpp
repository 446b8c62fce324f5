#pragma once
// A fact's fields as JSON, without `type` and `at`.

#include <boost/json/object.hpp>
#include <string>

#include "tem/fact.hpp"

namespace tem {

boost::json::object to_object(const FactBody& body);
boost::json::object to_object(const Producer& producer);
boost::json::object to_object(const Product& product);

/// Canonical JSON of the fields.
std::string fields_of(const FactBody& body);

}  // namespace tem
