#include "api/messages.hpp"

#include "api/list.hpp"
#include "api/one.hpp"
#include "api/raw.hpp"
#include "json/message_json.hpp"
#include "json/patch_json.hpp"
#include "mail/text.hpp"

namespace mailrig::api {
namespace {

using Found = std::shared_ptr<const Message>;

// The one message that `{id}` names, `latest` among those that the filters choose.
Result<Found, Problem> chosen(const Context& context) {
  if (context.id() != "latest") {
    if (has_filters(context.query)) return filters_beside_id(context.query, context.id());
    return by_id<const Message>(context.store(), context.id());
  }
  auto query = read_filters(context.query, context.store().wall_now());
  if (!query) return query.error();
  query->limit = 1;
  const auto page = context.store().find_messages(*query);
  if (page.items.empty()) return no_latest("message");
  return page.items.front();
}

Query only(const Message& message) {
  Query query;
  query.number = message.number;
  return query;
}

}  // namespace

std::string Kind<const Message>::summary(const Message& message) {
  return json::write_message(message);
}

Answer list_messages(const Context& context) { return list<const Message>(context); }

Answer get_message(const Context& context) {
  return one<const Message>(context, [](const Found& message) {
    return json_response(json::write_whole_message(*message));
  });
}

Answer get_message_raw(const Context& context) {
  return one<const Message>(context, [](const Found& message) {
    return raw_response(message->content, make_id('m', message->number));
  });
}

Answer get_message_headers(const Context& context) {
  return one<const Message>(
      context, [](const Found& message) { return json_response(json::write_headers(*message)); });
}

Answer get_message_text(const Context& context) {
  return one<const Message>(context, [](const Found& message) {
    auto text = text_of(message->content->octets());
    if (!text)
      return to_response({.status = 404,
                          .type = "no-text",
                          .title = "The message has no text",
                          .detail = "no part of it is text/plain",
                          .hint = "/raw has every octet of it"});
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(*text);
    return response;
  });
}

Answer patch_messages(const Context& context) {
  const auto query = read_filters(context.query, context.store().wall_now());
  if (!query) return to_response(query.error());
  const auto patch = json::read_patch(context.request.body);
  if (!patch) return to_response(bad_body(patch.error()));
  const std::uint64_t matched = context.store().patch_messages(*query, *patch);
  return json_response(json::write_patched(matched, context.store().seq()));
}

Answer patch_message(const Context& context) {
  const auto message = chosen(context);
  if (!message) return to_response(message.error());
  const auto patch = json::read_patch(context.request.body);
  if (!patch) return to_response(bad_body(patch.error()));
  const std::string id = make_id('m', (*message)->number);
  context.store().patch_messages(only(**message), *patch);
  const auto patched = by_id<const Message>(context.store(), id);
  if (!patched) return to_response(patched.error());
  return json_response(json::write_whole_message(**patched));
}

Answer delete_messages(const Context& context) {
  const auto query = read_filters(context.query, context.store().wall_now());
  if (!query) return to_response(query.error());
  if (auto problem = check_extent(context.query)) return to_response(*problem);
  return json_response(json::write_numbers({{"deleted", context.store().erase_messages(*query)}}));
}

Answer delete_message(const Context& context) {
  const auto message = chosen(context);
  if (!message) return to_response(message.error());
  return json_response(
      json::write_numbers({{"deleted", context.store().erase_messages(only(**message))}}));
}

}  // namespace mailrig::api
