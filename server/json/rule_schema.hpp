// The JSON Schema (2020-12) of scenario files, for editors. scenarios/schema.json is this text.
#pragma once

#include <string>

namespace mailrig::json {

std::string scenario_schema();

}  // namespace mailrig::json
