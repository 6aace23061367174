// /v1/messages: mail for which the server took responsibility.
#pragma once

#include "api/context.hpp"

namespace mailrig::api {

Answer list_messages(const Context& context);
Answer put_message(const Context& context);
Answer patch_messages(const Context& context);
Answer delete_messages(const Context& context);

Answer get_message(const Context& context);
Answer patch_message(const Context& context);
Answer delete_message(const Context& context);
Answer get_message_raw(const Context& context);
Answer get_message_trace(const Context& context);
Answer get_message_headers(const Context& context);

}  // namespace mailrig::api
