// /v1/inboxes: made, leased ports, released; and /v1/clock.
#pragma once

#include "api/context.hpp"
#include "json/warning.hpp"

namespace mailrig::api {

Answer list_inboxes(const Context& context);
Answer add_inbox(const Context& context);
Answer get_inbox(const Context& context);
Answer delete_inbox(const Context& context);

Answer set_clock(const Context& context);

// Whether an inbox leases a port, for warnings.
json::Leases leases_of(const Context& context);
// Why `name`, given by the query parameter or the place of the body, is no inbox that can be used:
// malformed, or its time is over.
std::optional<Problem> check_inbox(const Context& context, std::string_view name);
// The parameter `inbox`; nothing if it is not there.
Result<std::optional<std::string>, Problem> read_inbox(const Context& context);

}  // namespace mailrig::api
