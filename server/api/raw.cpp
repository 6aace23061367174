#include "api/raw.hpp"

#include "api/problem.hpp"
#include "smtp/strays.hpp"

namespace mailrig::api {

Response raw_response(std::shared_ptr<const Content> content, const std::string& id) {
  Response response;
  response.content_type = "message/rfc822";
  response.content = std::move(content);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + id + ".eml\"");
  return response;
}

Response received_response(const std::vector<ListenerInfo>& listeners, const Message& message) {
  smtp::Profile profile;
  bool chunked = false;
  if (message.transaction) {
    chunked = message.transaction->chunked;
    for (const ListenerInfo& listener : listeners)
      if (listener.name == message.transaction->facts->listener) profile = listener.profile;
  }
  const std::string_view sent =
      message.content() ? message.content()->octets() : std::string_view();
  return raw_response(std::make_shared<const Content>(smtp::as_received(sent, profile, chunked)),
                      make_id('m', message.number));
}

Result<bool, Problem> read_as(const Context& context) {
  const auto given = find(context.query, "as");
  if (!given || *given == "sent") return false;
  if (*given == "received") return true;
  return bad_parameter("as", "\"" + std::string(*given) + "\" is neither sent nor received",
                       "as=received shows what the listener's profile makes of it");
}

}  // namespace mailrig::api
