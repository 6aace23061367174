#include "cli/quantity.hpp"

#include <limits>
#include <utility>

namespace mailrig::cli {

Result<std::uint64_t> parse_size(std::string_view text) {
  constexpr std::pair<std::string_view, std::uint64_t> units[] = {
      {"KiB", 1ull << 10}, {"MiB", 1ull << 20}, {"GiB", 1ull << 30}};
  std::uint64_t factor = 1;
  for (const auto& [suffix, octets] : units) {
    if (!text.ends_with(suffix)) continue;
    factor = octets;
    text.remove_suffix(suffix.size());
    break;
  }
  std::uint64_t number = 0;
  if (!read_number(text, number) || number == 0 ||
      number > std::numeric_limits<std::int64_t>::max() / factor)
    return Error{"a size above 0 like 1048576, 512KiB, 50MiB or 1GiB"};
  return number * factor;
}

Result<std::chrono::milliseconds> parse_time(std::string_view text) {
  // "ms" before "s": it ends in it.
  constexpr std::pair<std::string_view, std::uint64_t> units[] = {
      {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  constexpr std::uint64_t most = 7 * 86'400'000ull;
  for (const auto& [suffix, factor] : units) {
    if (!text.ends_with(suffix)) continue;
    std::uint64_t number = 0;
    if (!read_number(text.substr(0, text.size() - suffix.size()), number) || number > most / factor)
      break;
    return std::chrono::milliseconds(number * factor);
  }
  return Error{"a time with its unit like 500ms, 2s, 5m or 1h, up to 7d"};
}

}  // namespace mailrig::cli
