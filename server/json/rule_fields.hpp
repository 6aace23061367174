// The words of rules and scenario files: one list for the reader and for the schema.
#pragma once

#include <string_view>
#include <vector>

#include "scenario/rule.hpp"

namespace mailrig::json {

const std::vector<std::string_view>& scenario_fields();
const std::vector<std::string_view>& rule_fields();
const std::vector<std::string_view>& match_fields();  // `header:<Name>` as it stands
const std::vector<std::string_view>& stage_words();   // those that rules may stand at
const std::vector<std::string_view>& close_words();
const std::vector<std::string_view>& certificate_words();  // of a handshake's `cert`
const std::vector<std::string_view>& handshake_failures();
const std::vector<std::string_view>& tls_versions();

}  // namespace mailrig::json
