#include "store/postings.hpp"

namespace mailrig {

void Postings::add(std::uint64_t number) {
  if (!many_) {
    if (sole_ == 0 || sole_ == number) {
      sole_ = number;
      return;
    }
    many_ = std::make_unique<Many>();
    many_->numbers = {sole_};
    sole_ = 0;
  }
  auto& numbers = many_->numbers;
  // By a quarter rather than twofold: lists of a million are common, and mostly stand still.
  if (numbers.size() == numbers.capacity())
    numbers.reserve(numbers.size() + numbers.size() / 4 + 3);
  auto place = numbers.end();
  while (place != many_->begin() && before(number, *std::prev(place))) --place;
  if (place != many_->begin() && !before(*std::prev(place), number)) {
    auto& same = *std::prev(place);
    if (same & kGone) --many_->gone;
    same = number;
    return;
  }
  numbers.insert(place, number);
}

void Postings::remove(std::uint64_t number) {
  if (!many_) {
    if (sole_ == number) sole_ = 0;
    return;
  }
  auto& numbers = many_->numbers;
  const auto found = std::lower_bound(many_->begin(), numbers.cend(), number, before);
  if (found == numbers.cend() || *found != number) return;
  numbers[static_cast<std::size_t>(found - numbers.cbegin())] |= kGone;
  ++many_->gone;
  while (many_->first < numbers.size() && (numbers[many_->first] & kGone)) {
    ++many_->first;
    --many_->gone;
  }
  if (many_->first + many_->gone > 64 && many_->first + many_->gone > numbers.size() / 2)
    many_->compact();
  if (many_->held() == 0) many_.reset();
}

void Postings::Many::compact() {
  numbers.erase(numbers.begin(), begin());
  first = 0;
  std::erase_if(numbers, [](std::uint64_t entry) { return (entry & kGone) != 0; });
  gone = 0;
}

}  // namespace mailrig
