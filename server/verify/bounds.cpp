#include "verify/bounds.hpp"

#include <charconv>
#include <cmath>
#include <optional>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

std::optional<double> read(std::string_view text, Bounds::Numbers numbers) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (number > 1e15) return std::nullopt;
  if (numbers == Bounds::Numbers::whole && number != std::floor(number)) return std::nullopt;
  return number;
}

}  // namespace

Result<Bounds> Bounds::parse(std::string_view text, Numbers numbers) {
  Bounds bounds;
  const auto set = [&](std::size_t skip, double Bounds::*bound, bool open, bool Bounds::*side) {
    const auto number = read(text.substr(skip), numbers);
    if (!number) return false;
    bounds.*bound = *number;
    bounds.*side = open;
    return true;
  };
  const std::size_t dash = text.find('-');
  bool good = false;
  if (text.starts_with(">=")) {
    good = set(2, &Bounds::low_, false, &Bounds::low_open_);
  } else if (text.starts_with("<=")) {
    good = set(2, &Bounds::high_, false, &Bounds::high_open_);
  } else if (text.starts_with('>')) {
    good = set(1, &Bounds::low_, true, &Bounds::low_open_);
  } else if (text.starts_with('<')) {
    good = set(1, &Bounds::high_, true, &Bounds::high_open_);
    if (good && bounds.high_ == 0) return Error{"nothing is less than 0"};
  } else if (dash != std::string_view::npos) {
    const auto low = read(text.substr(0, dash), numbers);
    good = low && set(dash + 1, &Bounds::high_, false, &Bounds::high_open_);
    if (good) bounds.low_ = *low;
    if (good && bounds.low_ > bounds.high_)
      return Error{"the range " + std::string(text) + " is empty: write the lower number first"};
  } else if (const auto number = read(text, numbers)) {
    bounds.low_ = bounds.high_ = *number;
    good = true;
  }
  if (good) return bounds;
  return Error{"\"" + std::string(text) + "\" is no " +
               (numbers == Numbers::whole ? "count: write 1, 2-3, >=2, >1, <=5 or <5"
                                          : "bound: write 2, 1.5-3, >=1.5, >1, <=5 or <5")};
}

Bounds Bounds::at_least(double low) {
  Bounds bounds;
  bounds.low_ = low;
  return bounds;
}

std::string Bounds::in_words() const {
  using mailrig::in_words;
  if (low_ == high_) return in_words(low_);
  if (!has_upper()) return (low_open_ ? "more than " : "at least ") + in_words(low_);
  if (low_ == 0 && !low_open_) return (high_open_ ? "less than " : "at most ") + in_words(high_);
  return in_words(low_) + " to " + in_words(high_);
}

std::string in_words(double number) {
  char text[64];
  const auto written = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, 3);
  std::string out(text, written.ptr);
  while (out.ends_with('0')) out.pop_back();
  if (out.ends_with('.')) out.pop_back();
  return out;
}

}  // namespace mailrig
