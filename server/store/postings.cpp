#include "store/postings.hpp"

namespace mailrig {

void Postings::add(std::uint64_t number) {
  if (!many()) {
    const std::uint64_t first = sole();
    if (first == 0 || first == number) return set_sole(number);
    auto list = std::make_unique<Many>();
    list->numbers = {first};
    set_many(list.release());
  }
  auto& numbers = many()->numbers;
  // By a quarter rather than twofold: lists of a million are common, and mostly stand still.
  if (numbers.size() == numbers.capacity())
    numbers.reserve(numbers.size() + numbers.size() / 4 + 3);
  auto place = numbers.end();
  while (place != many()->begin() && before(number, *std::prev(place))) --place;
  if (place != many()->begin() && !before(*std::prev(place), number)) {
    auto& same = *std::prev(place);
    if (same & kGone) --many()->gone;
    same = number;
    return;
  }
  numbers.insert(place, number);
}

void Postings::remove(std::uint64_t number) {
  if (!many()) {
    if (sole() == number) clear();
    return;
  }
  auto& numbers = many()->numbers;
  const auto found = std::lower_bound(many()->begin(), numbers.cend(), number, before);
  if (found == numbers.cend() || *found != number) return;
  numbers[static_cast<std::size_t>(found - numbers.cbegin())] |= kGone;
  ++many()->gone;
  while (many()->first < numbers.size() && (numbers[many()->first] & kGone)) {
    ++many()->first;
    --many()->gone;
  }
  if (many()->first + many()->gone > 64 && many()->first + many()->gone > numbers.size() / 2)
    many()->compact();
  if (many()->held() == 0) clear();
}

void Postings::Many::compact() {
  numbers.erase(numbers.begin(), begin());
  first = 0;
  std::erase_if(numbers, [](std::uint64_t entry) { return (entry & kGone) != 0; });
  gone = 0;
}

}  // namespace mailrig
