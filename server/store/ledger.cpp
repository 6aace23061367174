#include "store/ledger.hpp"

#include <algorithm>

namespace mailrig {

void Ledger::charge(std::string_view inbox, Entry entry, std::uint64_t octets) {
  const auto found = accounts_.find(inbox);
  Account& account = found != accounts_.end() ? found->second : accounts_[std::string(inbox)];
  account.octets += octets;
  account.entries.push_back(entry);
  total_ += octets;
}

void Ledger::credit(std::string_view inbox, std::uint64_t octets) {
  const auto found = accounts_.find(inbox);
  if (found == accounts_.end()) return;
  octets = std::min(octets, found->second.octets);
  found->second.octets -= octets;
  total_ -= octets;
}

std::optional<Ledger::Victim> Ledger::oldest_of_largest(Entry newest) {
  Account* largest = nullptr;
  std::string_view inbox;
  for (auto& [name, account] : accounts_) {
    if (account.entries.empty() || account.entries.front() == newest) continue;
    if (largest && account.octets <= largest->octets) continue;
    largest = &account;
    inbox = name;
  }
  if (!largest) return std::nullopt;
  Victim victim{std::string(inbox), largest->entries.front()};
  largest->entries.pop_front();
  return victim;
}

}  // namespace mailrig
