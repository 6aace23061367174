#include "api/raw.hpp"

namespace mailrig::api {

Response raw_response(std::shared_ptr<const Content> content, const std::string& id) {
  Response response;
  response.content_type = "message/rfc822";
  response.content = std::move(content);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + id + ".eml\"");
  return response;
}

}  // namespace mailrig::api
