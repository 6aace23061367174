// Dates: tokens from the front, checked against the calendar at the end.
#include "mail/date.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};

// Reads a text from its front.
struct Reader {
  std::string_view rest;

  // White space and comments, which may nest (RFC 5322 §3.2.2).
  void skip_blank() {
    std::size_t depth = 0, at = 0;
    for (; at < rest.size(); ++at) {
      const char c = rest[at];
      if (c == '(') {
        ++depth;
      } else if (depth > 0) {
        if (c == ')') --depth;
        if (c == '\\') ++at;
      } else if (!is_space(c)) {
        break;
      }
    }
    rest.remove_prefix(std::min(at, rest.size()));
  }

  bool take(char c) {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }

  // As many as there are; `digits` says how many.
  std::optional<int> number(std::size_t least, std::size_t most, std::size_t* digits = nullptr) {
    std::size_t n = 0;
    int value = 0;
    for (; n < rest.size() && n < most && is_digit(rest[n]); ++n)
      value = value * 10 + rest[n] - '0';
    if (n < least || (n < rest.size() && is_digit(rest[n]))) return std::nullopt;
    rest.remove_prefix(n);
    if (digits) *digits = n;
    return value;
  }

  std::string_view word() {
    std::size_t n = 0;
    while (n < rest.size() && is_alpha(rest[n])) ++n;
    const std::string_view taken = rest.substr(0, n);
    rest.remove_prefix(n);
    return taken;
  }
};

std::optional<int> month_of(std::string_view word) {
  if (word.size() < 3) return std::nullopt;
  for (std::size_t i = 0; i < months.size(); ++i)
    if (iequals(word.substr(0, 3), months[i])) return static_cast<int>(i) + 1;
  return std::nullopt;
}

// RFC 5322 §4.3: two digits are 1950 to 2049, three count from 1900.
int full_year(int year, std::size_t digits) {
  if (digits == 2) return year < 50 ? year + 2000 : year + 1900;
  return digits == 3 ? year + 1900 : year;
}

// RFC 5322 §4.3: what is not listed, the military letters too, says nothing of the offset.
minutes named_zone(std::string_view name) {
  struct Zone {
    std::string_view name;
    int offset;
  };
  for (const Zone& zone : {Zone{"EST", -5},
                           {"EDT", -4},
                           {"CST", -6},
                           {"CDT", -5},
                           {"MST", -7},
                           {"MDT", -6},
                           {"PST", -8},
                           {"PDT", -7}})
    if (iequals(zone.name, name)) return hours(zone.offset);
  return minutes(0);
}

std::optional<minutes> read_zone(Reader& reader) {
  const bool minus = reader.rest.starts_with('-');
  if (!reader.take('+') && !reader.take('-')) return named_zone(reader.word());
  const std::optional<int> zone = reader.number(4, 4);
  if (!zone || *zone % 100 > 59) return std::nullopt;
  const minutes offset = hours(*zone / 100) + minutes(*zone % 100);
  return minus ? -offset : offset;
}

struct Clock {
  int hour = 0, minute = 0, second = 0;
};

std::optional<std::chrono::sys_seconds> make_time(int year, int month, int day,
                                                  const Clock& clock) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  // 60 is a leap second: the first of the next minute for clocks that know none.
  if (!date.ok() || clock.hour > 23 || clock.minute > 59 || clock.second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + hours(clock.hour) + minutes(clock.minute) +
         seconds(clock.second);
}

}  // namespace

std::optional<Date> parse_date(std::string_view raw) {
  Reader reader{raw};
  reader.skip_blank();
  if (!reader.word().empty()) {  // day of week
    reader.skip_blank();
    reader.take(',');
    reader.skip_blank();
  }
  const std::optional<int> day = reader.number(1, 2);
  reader.skip_blank();
  const std::optional<int> month = month_of(reader.word());
  reader.skip_blank();
  std::size_t digits = 0;
  const std::optional<int> year = reader.number(2, 4, &digits);
  reader.skip_blank();
  if (!day || !month || !year || full_year(*year, digits) < 1900) return std::nullopt;

  const std::optional<int> hour = reader.number(1, 2);
  reader.skip_blank();
  if (!hour || !reader.take(':')) return std::nullopt;
  reader.skip_blank();
  const std::optional<int> minute = reader.number(1, 2);
  reader.skip_blank();
  std::optional<int> second = 0;
  if (reader.take(':')) {
    reader.skip_blank();
    second = reader.number(1, 2);
    reader.skip_blank();
  }
  if (!minute || !second) return std::nullopt;
  const std::optional<minutes> offset = read_zone(reader);
  const auto local = make_time(full_year(*year, digits), *month, *day, {*hour, *minute, *second});
  if (!offset || !local) return std::nullopt;
  return Date{*local - *offset, *offset};
}

std::string format_rfc5322(std::chrono::sys_seconds time) {
  static constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto second = static_cast<int>((time - day).count());
  std::array<char, 64> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%s, %u %s %04d %02d:%02d:%02d +0000",
                    days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                    names[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                    second / 3600, second / 60 % 60, second % 60);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string format_rfc3339(Microseconds time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto rest = (time - day).count();
  const auto second = static_cast<int>(rest / 1'000'000);
  std::array<char, 64> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ",
                    static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                    static_cast<unsigned>(date.day()), second / 3600, second / 60 % 60, second % 60,
                    static_cast<int>(rest % 1'000'000));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Microseconds> parse_rfc3339(std::string_view text) {
  Reader reader{text};
  const auto year = reader.number(4, 4);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.number(2, 2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.number(2, 2);
  if (!day || !(reader.take('T') || reader.take('t') || reader.take(' '))) return std::nullopt;
  const auto hour = reader.number(2, 2);
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.number(2, 2);
  if (!minute || !reader.take(':')) return std::nullopt;
  const auto second = reader.number(2, 2);
  if (!second) return std::nullopt;

  std::chrono::microseconds fraction{0};
  if (reader.take('.')) {
    std::size_t digits = 0;
    for (int unit = 100'000; digits < reader.rest.size() && is_digit(reader.rest[digits]);
         ++digits, unit /= 10)
      fraction += std::chrono::microseconds((reader.rest[digits] - '0') * unit);
    if (digits == 0) return std::nullopt;
    reader.rest.remove_prefix(digits);
  }

  minutes offset{0};
  if (!reader.take('Z') && !reader.take('z')) {
    const bool minus = reader.rest.starts_with('-');
    if (!reader.take('+') && !reader.take('-')) return std::nullopt;
    const auto zone_hour = reader.number(2, 2);
    if (!zone_hour || *zone_hour > 23 || !reader.take(':')) return std::nullopt;
    const auto zone_minute = reader.number(2, 2);
    if (!zone_minute || *zone_minute > 59) return std::nullopt;
    offset = hours(*zone_hour) + minutes(*zone_minute);
    if (minus) offset = -offset;
  }
  const auto local = make_time(*year, *month, *day, {*hour, *minute, *second});
  if (!local || !reader.rest.empty()) return std::nullopt;
  return *local - offset + fraction;
}

}  // namespace mailrig
