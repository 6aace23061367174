#include "store/postings.hpp"

namespace mailrig {

void Postings::add(std::uint64_t number) {
  if (!many()) {
    const std::uint64_t first = sole();
    if (first == 0 || first == number) return set_sole(number);
    auto list = std::make_unique<Many>();
    list->words = {word_of(first)};
    list->held = 1;
    set_many(list.release());
  }
  Many& list = *many();
  auto& words = list.words;
  auto place = words.end();
  while (place != list.begin() && after(number, *std::prev(place))) --place;
  if (place != list.begin() && !before(*std::prev(place), number)) {
    std::uint64_t& word = *std::prev(place);
    if (word & bit_of(number)) return;
    if ((word & kBits) == 0) --list.empty;
    word |= bit_of(number);
    ++list.held;
    return;
  }
  // By a quarter rather than twofold: long lists are common, and mostly stand still.
  if (words.size() == words.capacity()) {
    const auto index = place - words.begin();
    words.reserve(words.size() + words.size() / 4 + 3);
    place = words.begin() + index;
  }
  words.insert(place, word_of(number));
  ++list.held;
}

void Postings::remove(std::uint64_t number) {
  if (!many()) {
    if (sole() == number) clear();
    return;
  }
  Many& list = *many();
  auto& words = list.words;
  const auto found = std::lower_bound(list.begin(), words.cend(), number, before);
  if (found == words.cend() || after(number, *found) || (*found & bit_of(number)) == 0) return;
  std::uint64_t& word = words[static_cast<std::size_t>(found - words.cbegin())];
  word ^= bit_of(number);
  if (--list.held == 0) return clear();
  if ((word & kBits) != 0) return;
  ++list.empty;
  for (; (words[list.first] & kBits) == 0; ++list.first) --list.empty;
  if (list.first + list.empty > 64 && list.first + list.empty > words.size() / 2) list.compact();
}

void Postings::Many::compact() {
  words.erase(words.begin(), begin());
  first = 0;
  std::erase_if(words, [](std::uint64_t word) { return (word & kBits) == 0; });
  empty = 0;
}

}  // namespace mailrig
