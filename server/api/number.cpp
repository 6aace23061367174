#include "api/number.hpp"

#include <charconv>

#include "scenario/rule.hpp"

namespace mailrig::api {
namespace {

std::string quoted(std::string_view name, std::string_view value) {
  return std::string(name) + "=" + std::string(value.substr(0, 200));
}

std::optional<std::uint64_t> digits(std::string_view value) {
  std::uint64_t number = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace

Result<std::uint64_t, Problem> read_number(std::string_view name, std::string_view value,
                                           std::uint64_t least, std::uint64_t most) {
  const auto number = digits(value);
  if (number && *number >= least && *number <= most) return *number;
  return bad_parameter(name, quoted(name, value) + " is not a whole number in range",
                       "allowed are " + std::to_string(least) + " to " + std::to_string(most));
}

Result<Milliseconds, Problem> read_duration(std::string_view name, std::string_view value,
                                            Milliseconds most) {
  if (digits(value))
    return bad_parameter(name, quoted(name, value) + " has no unit",
                         "it needs a unit: " + quoted(name, value) + "s");
  const auto time = parse_duration(value);
  if (!time)
    return bad_parameter(name, quoted(name, value) + ": " + time.error().what,
                         "write a number and a unit: 500ms, 10s, 5m");
  if (*time > most)
    return bad_parameter(
        name, quoted(name, value) + " is too long",
        "at most " +
            std::to_string(std::chrono::duration_cast<std::chrono::seconds>(most).count()) + "s");
  return *time;
}

Result<bool, Problem> read_flag(std::string_view name, std::string_view value) {
  if (value == "true") return true;
  if (value == "false") return false;
  return bad_parameter(name, quoted(name, value) + " is neither true nor false",
                       std::string(name) + "=true");
}

}  // namespace mailrig::api
