#include "match/suggestion.hpp"

#include <algorithm>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

constexpr std::size_t kLongest = 64;  // longer words are no slip of the finger

// Levenshtein's distance, with two neighbours swapped counted as one step.
std::size_t steps(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string_view>& known) {
  if (word.size() > kLongest) return {};
  const std::string wanted = to_lower(word);
  // One slip in a short word, two from six letters on.
  std::size_t best = word.size() < 6 ? 2 : 3;
  std::string_view found;
  for (const std::string_view candidate : known) {
    const std::size_t distance = steps(wanted, to_lower(candidate));
    if (distance < best && distance < candidate.size()) {
      best = distance;
      found = candidate;
    }
  }
  return std::string(found);
}

std::string suggest(std::string_view word, const std::vector<std::string_view>& known) {
  const std::string found = nearest(word, known);
  return found.empty() ? "known here: " + joined(known) : "did you mean " + found + "?";
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string all;
  for (const std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  return all;
}

}  // namespace mailrig
