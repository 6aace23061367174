// A rule's `delay`: how it is written, and the time drawn from it.
#include <algorithm>
#include <cmath>

#include "scenario/rule.hpp"

namespace mailrig {
namespace {

constexpr double kQuantile99 = 2.3263478740408408;  // of the standard normal distribution

// Tail of the standard normal distribution: the deviation that a share of 1 - p lies beyond.
// erfc is exact to the last digits, and bisection needs no table: 60 halvings of [-9, 9].
double normal_quantile(double p) {
  double low = -9, high = 9;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (0.5 * std::erfc(-middle / std::sqrt(2.0)) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

double skewed(const DelayPlan& plan, double unit) {
  const auto median = static_cast<double>(plan.least.count());
  const auto p99 = static_cast<double>(plan.most.count());
  if (median <= 0) return 0;
  const double sigma = std::log(p99 / median) / kQuantile99;
  return std::min(median * std::exp(sigma * normal_quantile(unit)), 10 * p99);
}

}  // namespace

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
  if (plan.skewed) {
    delay.time = Milliseconds(std::llround(skewed(plan, unit)));
    return delay;
  }
  const double span = static_cast<double>((plan.most - plan.least).count()) + 1;
  delay.time = plan.least + Milliseconds(static_cast<std::int64_t>(std::floor(unit * span)));
  return delay;
}

}  // namespace mailrig
