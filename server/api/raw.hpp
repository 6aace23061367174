// Octets as the client sent them, straight from the store.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/answer.hpp"
#include "api/context.hpp"
#include "mail/result.hpp"

namespace mailrig::api {

// As message/rfc822, to be saved as `<id>.eml`.
Response raw_response(std::shared_ptr<const Content> content, const std::string& id);

// The same as a receiver of its listener's profile would have it, for `as=received`.
Response received_response(const std::vector<ListenerInfo>& listeners, const Message& message);

// What ?as= says: true for `received`, false for `sent`, which is the default.
Result<bool, Problem> read_as(const Context& context);

}  // namespace mailrig::api
