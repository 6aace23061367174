// A rule's `delay`: how it is written, and the time drawn from it.
#include <cmath>

#include "scenario/rule.hpp"

namespace mailrig {

Result<DelayPlan> parse_delay(std::string_view text) {
  DelayPlan plan;
  plan.text = text;
  if (text == "forever") {
    plan.forever = true;
    return plan;
  }
  const std::size_t dash = text.find('-');
  const auto least = parse_duration(text.substr(0, dash));
  if (!least) {
    if (dash == std::string_view::npos)
      return Error{least.error().what + "; a delay is \"5s\", \"1s-3s\" or \"forever\""};
    return least.error();
  }
  plan.least = plan.most = *least;
  if (dash == std::string_view::npos) return plan;
  const auto most = parse_duration(text.substr(dash + 1));
  if (!most) return most.error();
  if (*most < *least)
    return Error{"\"" + std::string(text) + "\" runs backwards: the shorter time comes first"};
  plan.most = *most;
  return plan;
}

Delay draw_delay(const DelayPlan& plan, double unit) {
  Delay delay;
  delay.forever = plan.forever;
  const double span = static_cast<double>((plan.most - plan.least).count()) + 1;
  delay.time = plan.least + Milliseconds(static_cast<std::int64_t>(std::floor(unit * span)));
  return delay;
}

}  // namespace mailrig
