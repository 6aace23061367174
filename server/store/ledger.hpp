// Who holds how many octets, and what goes first when there are too many: the oldest of the inbox
// that holds most. Not thread-safe: the store's lock guards it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "store/text_hash.hpp"

namespace mailrig {

enum class KeptKind : std::uint8_t { message, transaction, session };

class Ledger {
 public:
  // In the room of the number alone: there is one for every record.
  struct Entry {
    KeptKind kind : 8;
    std::uint64_t number : 56;

    bool operator==(const Entry&) const = default;
  };

  void charge(std::string_view inbox, Entry entry, std::uint64_t octets);
  // A record shrank, was deleted or evicted. The entry of a deleted record stays until its turn.
  void credit(std::string_view inbox, std::uint64_t octets);

  std::uint64_t octets() const { return total_; }
  // Takes the oldest entry of the inbox that holds most, but never `newest`, which has just come;
  // nothing if there is no other. The caller credits what the record still cost.
  struct Victim {
    std::string inbox;
    Entry entry;
  };
  std::optional<Victim> oldest_of_largest(Entry newest);

 private:
  struct Account {
    std::uint64_t octets = 0;
    std::deque<Entry> entries;
  };
  std::unordered_map<std::string, Account, TextHash, std::equal_to<>> accounts_;
  std::uint64_t total_ = 0;
};

}  // namespace mailrig
