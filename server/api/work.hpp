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

// The same for what a query finds; `show(page)` must not refer to the context.
template <class Record>
Answer answer_page(const Context& context, Query query,
                   std::function<Response(const Page<Record>&)> show) {
  const Store& store = context.store();
  const std::uint64_t effort = store.effort(Kind<Record>::change, query);
  return answer_by(context, effort,
                   [&store, query = std::move(query), show = std::move(show)](const Stop& stop) {
                     return show(Kind<Record>::find(store, query, stop));
                   });
}

}  // namespace mailrig::api
