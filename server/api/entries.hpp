// /v1/entries: what an inbox shows, the refused and the broken beside the mail.
#pragma once

#include <span>

#include "api/context.hpp"

namespace mailrig::api {

std::span<const QueryParameter> entry_parameters();
std::span<const QueryParameter> entry_places();

Answer list_entries(const Context& context);
Answer delete_entries(const Context& context);

}  // namespace mailrig::api
