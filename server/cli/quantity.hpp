// Numbers with units, as flags take them. Errors say what is allowed.
#pragma once

#include <charconv>
#include <chrono>
#include <cstdint>
#include <string_view>

#include "mail/result.hpp"

namespace mailrig::cli {

// The whole of `text` is a number without sign.
template <class Number>
bool read_number(std::string_view text, Number& number) {
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  return !text.empty() && text.front() != '-' && read.ec == std::errc() && read.ptr == end;
}

// Octets above 0: a number, with KiB, MiB or GiB.
Result<std::uint64_t> parse_size(std::string_view text);

// A number with ms, s, m, h or d; at most 7 days.
Result<std::chrono::milliseconds> parse_time(std::string_view text);

}  // namespace mailrig::cli
