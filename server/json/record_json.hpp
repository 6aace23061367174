// Records as the API shows them: transactions, sessions, events, changes, and lists of any of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/store.hpp"

namespace mailrig::json {

// Whether what follows AUTH and its like is shown or masked as `****`.
enum class Secrets : std::uint8_t { masked, revealed };

// A page of a list: members that are JSON already, and where it stands.
struct List {
  std::vector<std::string> items;
  std::uint64_t total = 0;
  std::uint64_t next = 0;  // cursor, 0: last page
  std::uint64_t seq = 0;
  std::uint64_t evicted = 0;
};
std::string write_list(const List& list);

std::string write_transaction(const Transaction& transaction);
// With its events.
std::string write_whole_transaction(const Transaction& transaction);

std::string write_session(const SessionState& session);
// With its events.
std::string write_whole_session(const SessionState& session, const std::vector<Event>& transcript,
                                Secrets secrets);
std::string write_transcript(const SessionState& session, const std::vector<Event>& transcript,
                             Secrets secrets);

// An event of the stream for a record that is no longer there.
std::string write_gone(std::string_view id);
// {"<name>": number, …} in the order given.
std::string write_numbers(const std::vector<std::pair<std::string, std::uint64_t>>& members);
std::string_view to_string(Gate gate);
// "127.0.0.1:52114", "[::1]:52114"
std::string client_of(const Facts& facts);

}  // namespace mailrig::json
