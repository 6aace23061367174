// The filter language of `q=`: words and operators, as a tree of conditions. Immutable once parsed.
//
//   from:ann subject:"order 17" -is:unread (to:@a.test OR to:@b.test) since:5m invoice
//
// Terms side by side must all hold, OR binds loosest, `-` negates the term behind it. A bare word
// is looked for in subject, addresses and body. Text is contained, without case, `*` and `?` are
// wildcards outside quotes, /re/ is a regular expression; a value like ann@x.test is the whole
// address.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "match/pattern.hpp"

namespace mailrig {

// What is searched: some operators are for some records only.
enum class Searched : std::uint8_t { messages, transactions, sessions };

struct Search {
  enum class Kind : std::uint8_t { condition, all, any, none };  // none: its one part does not hold
  Kind kind = Kind::all;
  Conditions condition;       // one, if kind is condition
  std::vector<Search> parts;  // cheap ones first
};

// What is wrong with a text, and where.
struct SearchFault {
  std::string what;
  std::size_t place = 1;  // of the character to blame, from 1
  std::string unknown;    // the operator, if it is none
  std::string hint;       // what to write; empty if `unknown` says more
};

// What since: and until: count from.
using SearchTime = std::chrono::sys_time<std::chrono::microseconds>;

// An empty text finds everything. At most 4096 octets, 200 terms, 50 parentheses deep.
std::variant<Search, SearchFault> parse_search(std::string_view text, Searched searched,
                                               SearchTime now);
// The operators for these records, as written: "from:".
std::vector<std::string_view> search_operators(Searched searched);

// The conditions that must hold whatever else does, moved out of `search`.
Conditions take_conditions(Search& search);

// True of a search without terms.
inline bool finds_all(const Search& search) {
  return search.kind == Search::Kind::all && search.parts.empty();
}

// What looking at a field costs: 0 stands in the record, 1 in the header, 2 in the body.
int cost_of(Field field);

// `lookup` is `Value(const FieldName&)`.
template <class Lookup>
bool matches(const Search& search, const Lookup& lookup) {
  switch (search.kind) {
    case Search::Kind::condition:
      return matches(search.condition, lookup);
    case Search::Kind::all:
      for (const Search& part : search.parts)
        if (!matches(part, lookup)) return false;
      return true;
    case Search::Kind::any:
      for (const Search& part : search.parts)
        if (matches(part, lookup)) return true;
      return false;
    case Search::Kind::none:
      return !matches(search.parts.front(), lookup);
  }
  return false;
}

}  // namespace mailrig
