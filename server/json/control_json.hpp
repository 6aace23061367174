// Bodies that steer scenarios, clocks and inboxes, and what their routes answer.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/problem.hpp"
#include "mail/result.hpp"
#include "scenario/engine.hpp"

namespace mailrig::json {

// {"state": "draining"}
Result<std::string, Faults> read_state_body(std::string_view text);

// {"advance": "5m", "scale": 60} and one of {"inbox": "t42"}, {"scenario": "greylist"}, {"all":
// true}
struct ClockOrder {
  std::optional<Milliseconds> advance;
  std::optional<double> scale;
  std::optional<std::string> inbox, scenario;
  bool all = false;
};
Result<ClockOrder, Faults> read_clock_order(std::string_view text);
std::string write_clocks(const std::vector<std::pair<std::string, PolicyClock>>& clocks,
                         WallTime now);

// {"name": "t42", "ports": ["smtp"], "ttl": "10m"}
struct InboxOrder {
  std::string name;
  std::vector<std::string> ports;
  std::optional<Milliseconds> ttl;
};
Result<InboxOrder, Faults> read_inbox_order(std::string_view text);
std::string write_inbox(const Inbox& inbox,
                        const std::vector<std::pair<std::string, std::uint16_t>>& ports);

// A scenario in force, or one that is compiled in and not armed.
std::string write_scenario(const ScenarioStatus& status, const Faults& warnings, bool armed);
std::string write_warnings(const Faults& warnings);  // a JSON array

}  // namespace mailrig::json
