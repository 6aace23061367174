// Expectations out of a document that is read already. Only for files of this folder: it names
// nlohmann.
#pragma once

#include <vector>

#include "json/document.hpp"
#include "verify/expectation.hpp"

namespace mailrig::json {

// Note everything that is wrong; what is returned then is of no use.
std::vector<Expectation> read_expectations_node(const Node& node);
Expectation read_expectation_node(const Node& node, std::size_t index);

// The schema of one expectation; it refers to `pattern` of the same document.
Tree expectation_schema();

}  // namespace mailrig::json
