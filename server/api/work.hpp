// Whether a request is answered where it came in, or by a worker.
#pragma once

#include <functional>
#include <utility>

#include "api/context.hpp"
#include "api/kind.hpp"

namespace mailrig::api {

// Octets that an I/O thread reads for one request: a tenth of a millisecond or so.
inline constexpr std::uint64_t light_effort = 256 << 10;

// Answers `perform(stop)` now, or makes it work if `effort` octets are too many for an I/O thread.
Answer answer_by(const Context& context, std::uint64_t effort,
                 std::function<Response(const Stop& stop)> perform);

// How many octets showing a record takes to read.
template <class Record>
using Weigh = std::function<std::uint64_t(const Record&)>;

// The same for what a query finds: to find it and to show it are weighed apart, so that one large
// mail among small ones is no surprise. `show(page)` and `weigh` must not refer to the context.
template <class Record>
Answer answer_page(const Context& context, Query query,
                   std::function<Response(const Page<Record>&)> show, const Weigh<Record>& weigh) {
  const Store& store = context.store();
  Query search = query;
  search.limit = 0;
  if (store.effort(Kind<Record>::change, search) > light_effort)
    return answer_by(context, light_effort + 1,
                     [&store, query = std::move(query), show = std::move(show)](const Stop& stop) {
                       return show(Kind<Record>::find(store, query, stop));
                     });
  Page<Record> page = Kind<Record>::find(store, query, Stop(false));
  std::uint64_t effort = 0;
  for (const auto& record : page.items) effort += weigh(*record);
  return answer_by(context, effort, [page = std::move(page), show = std::move(show)](const Stop&) {
    return show(page);
  });
}

}  // namespace mailrig::api
