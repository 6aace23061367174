// Dates: RFC 5322 §3.3 with its obsolete forms (§4.3), and RFC 3339.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mailrig {

struct Date {
  std::chrono::sys_seconds time;
  std::chrono::minutes offset;  // of the sender's clock from UTC
};

// The raw value of a Date field. Nothing if it names no real day and time. Years 1900 to 9999.
std::optional<Date> parse_date(std::string_view raw);

// `Mon, 23 Nov 2026 14:02:11 +0000`
std::string format_rfc5322(std::chrono::sys_seconds time);

using Microseconds = std::chrono::sys_time<std::chrono::microseconds>;

// `2026-11-23T14:02:11.482193Z`. Years 0 to 9999.
std::string format_rfc3339(Microseconds time);
// RFC 3339 §5.6 with any offset; digits beyond microseconds are dropped.
std::optional<Microseconds> parse_rfc3339(std::string_view text);

}  // namespace mailrig
