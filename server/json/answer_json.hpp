// What a client reads of the API's answers: lists of messages and transactions, and problems.
// Members that are missing read as empty, so that servers of other versions can be asked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mail/result.hpp"

namespace mailrig::json {

struct ListedRecipient {
  std::string address, reply;
};

struct ListedMessage {
  std::string id, from, subject;
  std::vector<ListedRecipient> to;
  std::uint64_t size = 0;
};

struct ListedTransaction {
  std::string id, session, from, outcome, reply;
  std::vector<ListedRecipient> to;
  std::vector<std::string> rules;
  std::uint64_t size = 0, seq = 0;
};

template <class Item>
struct Listed {
  std::vector<Item> items;
  std::uint64_t total = 0, seq = 0;
  std::string next;  // cursor of the next page; empty if this is the last
};

// Nothing if `text` is not such a list.
std::optional<Listed<ListedMessage>> read_messages(std::string_view text);
std::optional<Listed<ListedTransaction>> read_transactions(std::string_view text);

// What rules are called, by their ids, of GET /v1/rules; those without a name are left out.
std::map<std::string, std::string> read_rule_names(std::string_view text);

// What tests take out of a mail most. Of one message as GET /v1/messages/{id} shows it.
struct Extracts {
  std::vector<std::string> links;  // URLs, in their order, each once
  std::vector<std::string> codes;
};
std::optional<Extracts> read_extracts(std::string_view text);
// The first of `links` that `glob` matches as a whole, `*` and `?` as wildcards; nothing if none
// does. The error says what is wrong with `glob`.
Result<std::optional<std::string>> choose_link(const std::vector<std::string>& links,
                                               const std::string& glob);

struct ReadDifference {
  std::string field, wanted, found;
};
struct ReadNearMiss {
  std::string kind, id, note;
  std::vector<ReadDifference> differences;
};
struct ReadProblem {
  std::string type, title, detail, hint;
  std::vector<ReadNearMiss> near_misses;
};
std::optional<ReadProblem> read_problem(std::string_view text);

}  // namespace mailrig::json
