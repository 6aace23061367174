// GET of one record by its id, or of the latest that matches.
#pragma once

#include <functional>
#include <memory>

#include "api/filter.hpp"
#include "api/wait.hpp"
#include "api/work.hpp"

namespace mailrig::api {

// Without a wait nothing matched. 404.
Problem no_latest(std::string_view noun);
// Filters beside an id choose nothing. 400.
Problem filters_beside_id(const Parameters& query, std::string_view id);

// The record of that id, or why there is none.
template <class Record>
Result<std::shared_ptr<Record>, Problem> by_id(const Store& store, const std::string& id) {
  const auto number = parse_id(Kind<Record>::letter, id);
  if (!number) return unknown_id(Kind<Record>::noun, id);
  auto found = Kind<Record>::get(store, *number);
  if (auto* record = std::get_if<std::shared_ptr<Record>>(&found)) return std::move(*record);
  return std::get<Store::Missing>(found) == Store::Missing::gone
             ? gone(Kind<Record>::noun, id)
             : unknown_id(Kind<Record>::noun, id);
}

// What showing it reads at most.
inline std::uint64_t octets_of(const Message& message) {
  return message.content() ? message.content()->size() : 0;
}
inline std::uint64_t octets_of(const Transaction& transaction) {
  return transaction.events.octets();
}
inline std::uint64_t octets_of(const SessionRecord& session) {
  return session.read([](const SessionState& state) { return state.octets_out; });
}

// Neither `show` nor `weigh` may refer to the context: they may run later.
template <class Record>
Answer one(
    const Context& context, std::function<Response(const std::shared_ptr<Record>&)> show,
    const Weigh<Record>& weigh = [](const Record& record) { return octets_of(record); }) {
  if (context.id() != "latest") {
    if (has_filters(context.query) || find(context.query, "wait") || find(context.query, "count"))
      return to_response(filters_beside_id(context.query, context.id()));
    auto record = by_id<Record>(context.store(), context.id());
    if (!record) return to_response(record.error());
    const std::uint64_t effort = weigh(**record);
    return answer_by(context, effort,
                     [show, found = std::move(*record)](const Stop&) { return show(found); });
  }
  auto query = read_filters(context.query, Kind<Record>::searched, context.store().wall_now());
  if (!query) return to_response(query.error());
  query->limit = 1;
  const auto waiting = read_waiting(context.query);
  if (!waiting) return to_response(waiting.error());
  const auto show_first = [show](const Page<Record>& page) { return show(page.items.front()); };
  if (waiting->wait) return wait_for<Record>(context, std::move(*query), *waiting, show_first);
  query->count = false;
  return answer_page<Record>(
      context, std::move(*query),
      [show_first](const Page<Record>& page) {
        return page.items.empty() ? to_response(no_latest(Kind<Record>::noun)) : show_first(page);
      },
      weigh);
}

}  // namespace mailrig::api
