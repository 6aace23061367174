#include "api/wait.hpp"

#include <algorithm>

#include "api/work.hpp"

namespace mailrig::api {

std::function<bool()> heavy(const Context& context, ChangeKind kind,
                            std::shared_ptr<const Query> query) {
  return
      [&store = context.store(), &outlines = context.outlines(), kind, query = std::move(query)] {
        if (store.effort(kind, *query) > light_effort) return true;
        if (kind != ChangeKind::message) return false;
        // What woke the request is most likely what it will show.
        Query newest;
        newest.limit = 1;
        newest.count = false;
        const auto page = store.find_messages(newest);
        return !page.items.empty() && outlines.effort(*page.items.front()) > light_effort;
      };
}

Query only_after(Query query, std::uint64_t seq) {
  query.after = std::max(query.after, seq);
  query.limit = 1;
  query.count = false;
  query.cursor = 0;
  return query;
}

Response wait_timeout(const Store& store, const Query& query, ChangeKind kind,
                      const Waiting& waiting, std::uint64_t matched) {
  const std::string noun(to_string(kind));
  const auto near = near_misses(store, query, kind);
  Problem problem;
  problem.status = 422;
  problem.type = "wait-timeout";
  problem.title = "What was waited for did not come";
  problem.detail = std::to_string(matched) + " of " + std::to_string(waiting.count) + " " + noun +
                   "s matched within " + std::to_string(waiting.wait->count()) + "ms";
  problem.hint = near.empty() ? "nothing came at all: does the client reach this server?"
                              : "nearMisses show what came instead";
  problem.more = {{"matched", std::to_string(matched)},
                  {"wanted", std::to_string(waiting.count)},
                  {"nearMisses", json::write_near_misses(near)}};
  return to_response(problem);
}

Response not_quiet(std::string_view noun, const json::List& list) {
  Problem problem;
  problem.status = 422;
  problem.type = "not-quiet";
  problem.title = "Something came where nothing was to";
  problem.detail = std::to_string(list.total) + " " + std::string(noun) + "s matched";
  problem.hint = "`found` shows them";
  problem.more = {{"matched", std::to_string(list.total)}, {"found", json::write_list(list)}};
  return to_response(problem);
}

}  // namespace mailrig::api
