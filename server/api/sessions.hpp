// /v1/sessions: every connection, with the whole conversation.
#pragma once

#include "api/context.hpp"

namespace mailrig::api {

Answer list_sessions(const Context& context);
Answer get_session(const Context& context);
Answer get_transcript(const Context& context);

}  // namespace mailrig::api
