// What happened within the range of a verification, as of one look at the store.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/store.hpp"
#include "verify/item.hpp"

namespace mailrig {

// Which records are looked at.
struct Scope {
  std::optional<Pattern> inbox;  // by name; nothing: all
  std::uint64_t after = 0;       // only what changed after this seq
  // The time of the policy clock of `inbox` at a time of the wall; empty: the same.
  std::function<WallTime(const std::string& inbox, WallTime)> policy_time = {};
};

struct Evidence {
  // Each oldest first. Items of sessions, commands and firings share their visits.
  std::vector<Item> messages, transactions, sessions, commands, firings;
  std::size_t open_sessions = 0;  // on the whole server
  std::uint64_t seq = 0;          // of the store, before it was looked at

  // What happened in the scope and can no longer be seen.
  struct Lost {
    bool messages = false, contents = false, transactions = false, sessions = false;
    bool events = false;  // beyond the limit of a transcript
  } lost;
  std::uint64_t lost_until = 0;  // seq of the last that was lost

  const std::vector<Item>& of(Subject subject) const;
};

// Whether lines of sessions are wanted, which have to be read out of their transcripts.
enum class Lines : bool { left, read };

Evidence gather(const Store& store, const Scope& scope, Lines lines);

}  // namespace mailrig
