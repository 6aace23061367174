// Whatever somebody searches for, it is read or refused with a place inside it, and what is read
// can be held against a record.
#include <cstdlib>

#include "match/search.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace mailrig;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Searched searched : {Searched::messages, Searched::transactions, Searched::sessions}) {
    auto parsed = parse_search(text, searched, SearchTime(std::chrono::seconds(1'764'000'000)));
    if (const auto* fault = std::get_if<SearchFault>(&parsed)) {
      if (fault->what.empty() || fault->place < 1 || fault->place > size + 1) std::abort();
      continue;
    }
    Search& search = std::get<Search>(parsed);
    const auto lookup = [](const FieldName& name) -> Value {
      if (name.field == Field::size || name.field == Field::time) return std::int64_t{4'096};
      return std::string_view("Order 17 for ann@x.test");
    };
    const bool whole = matches(search, lookup);
    const Conditions taken = take_conditions(search);
    if ((matches(taken, lookup) && matches(search, lookup)) != whole) std::abort();
  }
  return 0;
}
