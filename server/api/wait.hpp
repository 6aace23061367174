// Long polls: until so many records match, or until none has for a while.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "api/context.hpp"
#include "api/interest.hpp"
#include "api/kind.hpp"
#include "api/near_miss.hpp"
#include "api/waiting.hpp"
#include "json/record_json.hpp"

namespace mailrig::api {

// 422: what was waited for did not come. Says how much did, and what came close.
Response wait_timeout(const Store& store, const Query& query, ChangeKind kind,
                      const Waiting& waiting, std::uint64_t matched);
// 422: something came where nothing was to.
Response not_quiet(std::string_view noun, const json::List& list);

// What Wait::heavy is for such a query.
std::function<bool()> heavy(const Context& context, ChangeKind kind,
                            std::shared_ptr<const Query> query);

template <class Record>
json::List to_list(const Page<Record>& page, const Outlines& outlines) {
  json::List list;
  for (const auto& item : page.items) list.items.push_back(Kind<Record>::summary(*item, outlines));
  list.total = page.total;
  list.next = page.next;
  list.seq = page.seq;
  list.evicted = page.evicted;
  return list;
}

// What has come or changed since `seq`, one record of it: all that a waiter has to look at again.
Query only_after(Query query, std::uint64_t seq);

// Answers `show(page)` as soon as `waiting.count` records match `query`.
template <class Record>
Answer wait_for(const Context& context, Query query, const Waiting& waiting,
                std::function<Response(const Page<Record>&)> show) {
  Slot slot = context.take_waiter();
  if (!slot) return too_many("waits", context.options().max_waiters, "--max-waiters");
  const auto shared = std::make_shared<const Query>(std::move(query));
  Wait wait;
  wait.interest = interest_in(Kind<Record>::change, *shared);
  wait.limit = *waiting.wait;
  const Store& store = context.store();
  wait.heavy = heavy(context, Kind<Record>::change, shared);
  wait.stop = std::make_shared<Stop>(false);
  wait.attempt =
      [&store, &stopping = context.stopping(), shared, waiting, show, slot, stop = wait.stop,
       seen = std::make_shared<std::optional<std::uint64_t>>()]() -> std::optional<Response> {
    // Where nothing new matches there are no more than there were: the old need no second look.
    bool more = true;
    if (*seen) {
      const auto fresh = Kind<Record>::find(store, only_after(*shared, **seen), *stop);
      *seen = fresh.seq;
      more = !fresh.items.empty();
    }
    if (more) {
      const Page<Record> page = Kind<Record>::find(store, *shared, *stop);
      *seen = page.seq;
      if (page.total >= waiting.count) return show(page);
    }
    if (stopping) return Service::shutting_down();
    return std::nullopt;
  };
  wait.expired = [&store, shared, waiting, show, slot, stop = wait.stop]() -> Response {
    const Page<Record> page = Kind<Record>::find(store, *shared, *stop);
    if (page.total >= waiting.count) return show(page);
    return wait_timeout(store, *shared, Kind<Record>::change, waiting, page.total);
  };
  return wait;
}

// Answers 200 if nothing matches `query` for `waiting.quiet`, 422 at the first record that does.
template <class Record>
Answer wait_for_quiet(const Context& context, Query query, const Waiting& waiting) {
  Slot slot = context.take_waiter();
  if (!slot) return too_many("waits", context.options().max_waiters, "--max-waiters");
  const auto shared = std::make_shared<const Query>(std::move(query));
  Wait wait;
  wait.interest = interest_in(Kind<Record>::change, *shared);
  wait.limit = *waiting.quiet;
  const Store& store = context.store();
  wait.heavy = heavy(context, Kind<Record>::change, shared);
  wait.stop = std::make_shared<Stop>(false);
  wait.attempt = [&store, &stopping = context.stopping(), shared, slot, stop = wait.stop,
                  &outlines = context.outlines()]() -> std::optional<Response> {
    const Page<Record> page = Kind<Record>::find(store, *shared, *stop);
    if (page.total > 0) return not_quiet(Kind<Record>::noun, to_list(page, outlines));
    if (stopping) return Service::shutting_down();
    return std::nullopt;
  };
  wait.expired = [&store, shared, slot, stop = wait.stop,
                  &outlines = context.outlines()]() -> Response {
    const Page<Record> page = Kind<Record>::find(store, *shared, *stop);
    if (page.total > 0) return not_quiet(Kind<Record>::noun, to_list(page, outlines));
    return json_response(json::write_list(to_list(page, outlines)));
  };
  return wait;
}

}  // namespace mailrig::api
