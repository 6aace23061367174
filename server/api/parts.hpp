// What stands below /v1/messages/{id}: text, HTML as its own page, parts and inline pictures.
#pragma once

#include "api/context.hpp"

namespace mailrig::api {

Answer get_message_text(const Context& context);
Answer get_message_html(const Context& context);
Answer get_message_part(const Context& context);
Answer get_message_inline(const Context& context);

// Whether `path` is that of an inline picture: a sandboxed page, which has no origin, may load it.
bool is_inline_path(std::string_view path);

}  // namespace mailrig::api
