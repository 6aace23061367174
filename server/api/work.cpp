#include "api/work.hpp"

namespace mailrig::api {

Answer answer_by(const Context& context, std::uint64_t effort,
                 std::function<Response(const Stop& stop)> perform) {
  if (effort <= light_effort) return perform(Stop(false));
  Slot slot = context.take_search();
  if (!slot) return too_many("searches", context.options().max_searches, "--max-searches");
  return Work{[perform = std::move(perform), slot = std::move(slot)](const Stop& stop) {
    return perform(stop);
  }};
}

}  // namespace mailrig::api
