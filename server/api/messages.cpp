#include "api/messages.hpp"

#include "api/list.hpp"
#include "api/number.hpp"
#include "api/one.hpp"
#include "api/raw.hpp"
#include "api/work.hpp"
#include "json/message_json.hpp"
#include "json/patch_json.hpp"
#include "store/trace_fields.hpp"

namespace mailrig::api {
namespace {

using Found = std::shared_ptr<const Message>;

// The one message that `{id}` names, `latest` among those that the filters choose.
Result<Found, Problem> chosen(const Context& context) {
  if (context.id() != "latest") {
    if (has_filters(context.query)) return filters_beside_id(context.query, context.id());
    return by_id<const Message>(context.store(), context.id());
  }
  auto query = read_filters(context.query, Searched::messages, context.store().wall_now());
  if (!query) return query.error();
  query->limit = 1;
  query->count = false;
  const auto page = context.store().find_messages(*query);
  if (page.items.empty()) return no_latest("message");
  return page.items.front();
}

Result<json::MessageExtent, Problem> read_extent(const Parameters& query) {
  json::MessageExtent extent;
  for (const auto& [name, member] :
       {std::pair("brief", &extent.brief), std::pair("checksums", &extent.checksums)})
    if (const auto given = find(query, name)) {
      const auto flag = read_flag(name, *given);
      if (!flag) return flag.error();
      *member = *flag;
    }
  return extent;
}

// Large mail is not read twice for its head; checksums take all of it.
bool takes_head(const json::MessageExtent& extent) { return extent.brief && !extent.checksums; }

std::uint64_t effort(const Message& message, const Outlines& outlines,
                     const json::MessageExtent& extent) {
  return takes_head(extent) ? outlines.effort_of_reading(message) : octets_of(message);
}

Response show(const Message& message, const Outlines& outlines, const json::MessageExtent& extent) {
  return json_response(takes_head(extent)
                           ? json::write_whole_message(message, *outlines.reading(message), extent)
                           : json::write_whole_message(message, outlines.whole(message), extent));
}

Query only(const Message& message) {
  Query query;
  query.number = message.number;
  return query;
}

// To find all that match, and to change each.
std::uint64_t effort_of_all(const Store& store, Query query) {
  query.limit = static_cast<std::size_t>(-1);
  return store.effort(ChangeKind::message, query);
}

}  // namespace

std::string Kind<const Message>::summary(const Message& message, const Outlines& outlines) {
  return json::write_message(message, *outlines.of(message));
}

Answer list_messages(const Context& context) { return list<const Message>(context); }

Answer get_message(const Context& context) {
  const auto extent = read_extent(context.query);
  if (!extent) return to_response(extent.error());
  return one<const Message>(
      context,
      [extent = *extent, &outlines = context.outlines()](const Found& message) {
        return show(*message, outlines, extent);
      },
      [extent = *extent, &outlines = context.outlines()](const Message& message) {
        return effort(message, outlines, extent);
      });
}

Answer get_message_raw(const Context& context) {
  const auto received = read_as(context);
  if (!received) return to_response(received.error());
  if (*received)
    return one<const Message>(context, [listeners = context.listeners()](const Found& message) {
      return received_response(listeners, *message);
    });
  return one<const Message>(context, [](const Found& message) {
    return raw_response(message->content(), make_id('m', message->number));
  });
}

Answer get_message_trace(const Context& context) {
  return one<const Message>(context, [name = context.options().own_name](const Found& message) {
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = trace_fields(*message, name.empty() ? "mailrig.localhost" : name);
    return response;
  });
}

Answer get_message_headers(const Context& context) {
  return one<const Message>(
      context, [](const Found& message) { return json_response(json::write_headers(*message)); });
}

Answer patch_messages(const Context& context) {
  const auto query = read_filters(context.query, Searched::messages, context.store().wall_now());
  if (!query) return to_response(query.error());
  const auto patch = json::read_patch(context.request.body);
  if (!patch) return to_response(bad_body(patch.error()));
  Store& store = context.store();
  return answer_by(context, effort_of_all(store, *query),
                   [&store, query = *query, patch = *patch](const Stop&) {
                     const std::uint64_t matched = store.patch_messages(query, patch);
                     return json_response(json::write_patched(matched, store.seq()));
                   });
}

Answer patch_message(const Context& context) {
  const auto message = chosen(context);
  if (!message) return to_response(message.error());
  const auto patch = json::read_patch(context.request.body);
  if (!patch) return to_response(bad_body(patch.error()));
  const auto extent = read_extent(context.query);
  if (!extent) return to_response(extent.error());
  const std::string id = make_id('m', (*message)->number);
  context.store().patch_messages(only(**message), *patch);
  const auto patched = by_id<const Message>(context.store(), id);
  if (!patched) return to_response(patched.error());
  const Outlines& outlines = context.outlines();
  return answer_by(context, effort(**patched, outlines, *extent),
                   [patched = *patched, &outlines, extent = *extent](const Stop&) {
                     return show(*patched, outlines, extent);
                   });
}

Answer delete_messages(const Context& context) {
  const auto query = read_filters(context.query, Searched::messages, context.store().wall_now());
  if (!query) return to_response(query.error());
  if (auto problem = check_extent(context.query)) return to_response(*problem);
  Store& store = context.store();
  return answer_by(context, effort_of_all(store, *query), [&store, query = *query](const Stop&) {
    return json_response(json::write_numbers({{"deleted", store.erase_messages(query)}}));
  });
}

Answer delete_message(const Context& context) {
  const auto message = chosen(context);
  if (!message) return to_response(message.error());
  return json_response(
      json::write_numbers({{"deleted", context.store().erase_messages(only(**message))}}));
}

}  // namespace mailrig::api
