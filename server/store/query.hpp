// Which records, in which order, how many.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "match/pattern.hpp"
#include "match/search.hpp"
#include "store/record.hpp"
#include "store/session_record.hpp"

namespace mailrig {

struct Query {
  Conditions conditions;
  Search search;             // what of a `q=` is no condition; finds everything if left alone
  std::uint64_t number = 0;  // only the record of this number; 0: any
  std::uint64_t after = 0;   // only records whose seq is greater
  std::optional<WallTime> since, until;
  bool ascending = false;
  std::size_t limit = 50;    // 0: only the count
  bool count = true;         // whether Page::total is wanted; else the page alone
  std::uint64_t cursor = 0;  // number of the last record of the page before; 0: from the start
};

template <class Record>
struct Page {
  std::vector<std::shared_ptr<Record>> items;
  std::uint64_t total = 0;  // of all that match, beyond limit and cursor too
  std::uint64_t next = 0;   // cursor of the next page; 0 if this is the last
  std::uint64_t seq = 0;    // the store's, as of this answer
  std::uint64_t evicted = 0;
};

// Adds a parsed `q=`, as conditions and bounds as far as it has them.
void add_search(Query& query, Search search);

// The value of a field of a record; MIME and headers are read here, on demand.
Value value_of(const Message& message, const FieldName& name);
Value value_of(const Transaction& transaction, const FieldName& name);
Value value_of(const SessionState& session, const FieldName& name);

bool accepts(const Query& query, const Message& message);
bool accepts(const Query& query, const Transaction& transaction);
bool accepts(const Query& query, const SessionState& session);

}  // namespace mailrig
