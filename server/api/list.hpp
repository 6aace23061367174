// GET of a list, of any kind of record: filters, pages and waits together.
#pragma once

#include "api/filter.hpp"
#include "api/paging.hpp"
#include "api/wait.hpp"
#include "api/work.hpp"

namespace mailrig::api {

template <class Record>
Answer list(const Context& context) {
  auto query = read_filters(context.query, Kind<Record>::searched, context.store().wall_now());
  if (!query) return to_response(query.error());
  if (auto problem = read_paging(context.query, *query)) return to_response(*problem);
  const auto waiting = read_waiting(context.query);
  if (!waiting) return to_response(waiting.error());
  if (waiting->quiet) {
    if (!find(context.query, "after")) query->after = context.store().seq();
    return wait_for_quiet<Record>(context, std::move(*query), *waiting);
  }
  const auto show = [&outlines = context.outlines()](const Page<Record>& page) {
    return json_response(json::write_list(to_list(page, outlines)));
  };
  if (waiting->wait) return wait_for<Record>(context, std::move(*query), *waiting, show);
  return answer_page<Record>(context, std::move(*query), show,
                             [&outlines = context.outlines()](const Record& record) {
                               return Kind<Record>::effort(record, outlines);
                             });
}

}  // namespace mailrig::api
