// Octets as the client sent them, straight from the store.
#pragma once

#include <memory>
#include <string>

#include "api/answer.hpp"

namespace mailrig::api {

// As message/rfc822, to be saved as `<id>.eml`.
Response raw_response(std::shared_ptr<const Content> content, const std::string& id);

}  // namespace mailrig::api
