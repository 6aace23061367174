#include "match/search.hpp"

#include <algorithm>

namespace mailrig {

int cost_of(Field field) {
  switch (field) {
    case Field::body:
    case Field::text:
    case Field::has:
    case Field::link:
    case Field::finding:
      return 2;
    case Field::subject:
    case Field::header:
    case Field::cc:
    case Field::bcc:
      return 1;
    default:
      return 0;
  }
}

Conditions take_conditions(Search& search) {
  Conditions taken;
  if (search.kind == Search::Kind::condition) {
    taken = std::move(search.condition);
    search = Search{};
  } else if (search.kind == Search::Kind::all) {
    std::erase_if(search.parts, [&](Search& part) {
      if (part.kind != Search::Kind::condition) return false;
      taken.push_back(std::move(part.condition.front()));
      return true;
    });
  }
  return taken;
}

}  // namespace mailrig
