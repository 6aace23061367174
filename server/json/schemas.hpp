// The shapes of bodies as JSON Schema (draft 2020-12), as the components of openapi.json.
#pragma once

#include <string_view>

namespace mailrig::json {

// One JSON object: name to schema. References are `#/components/schemas/<name>`.
std::string_view record_schemas();
std::string_view service_schemas();
std::string_view steering_schemas();

}  // namespace mailrig::json
