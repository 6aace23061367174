// /v1/findings: which rules were broken, by whom, and the octets that prove it.
#pragma once

#include <span>

#include "api/context.hpp"

namespace mailrig::api {

std::span<const QueryParameter> finding_parameters();

Answer list_findings(const Context& context);

}  // namespace mailrig::api
