// What came close to an expectation that got nothing, or not enough.
#pragma once

#include <string>
#include <vector>

#include "match/distance.hpp"
#include "verify/evidence.hpp"

namespace mailrig {

struct NearRecord {
  std::string kind;  // "message", "transaction", "session", "command", "rule"
  std::string id;
  NearMiss miss;
  std::string note;  // what else there is to say; may be empty
};

// The `most` records nearest to the expectation's match among those that do not match, nearest
// first. Of a kept message only itself stands there, not its transaction.
std::vector<NearRecord> near_records(const Expectation& expectation, const Evidence& evidence,
                                     std::size_t most = 3);

// Why messages that should have come did not: for each transaction that matches but was not kept,
// a sentence with the reply and the rule that gave it. Only for messages; at most `most`.
struct Refusal {
  std::string transaction;  // id
  std::string
      sentence;  // "transaction t4 matched, but rule mailbox-full/full answered 452 4.2.2 …"
};
std::vector<Refusal> refusals(const Expectation& expectation, const Evidence& evidence,
                              std::size_t most = 3);

}  // namespace mailrig
