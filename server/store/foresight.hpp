// What a search will read a few records from here, asked of memory ahead: a million mails lie
// scattered, and each of them is four misses deep.
#pragma once

#include <algorithm>
#include <cstddef>

#include "store/record.hpp"
#include "store/session_record.hpp"

namespace mailrig {

// How far ahead of the record that is read each step is taken: what the next step goes by has come
// until then.
enum class Ahead : std::size_t { recipients = 3, octets = 6, parts = 9, record = 12 };

inline void prefetch(const void* from, std::size_t octets) {
  constexpr std::size_t line = 64;
  for (std::size_t at = 0; at < octets; at += line)
    __builtin_prefetch(static_cast<const char*>(from) + at);
  // GCC 12 takes what only prefetches for a function without effects, and drops the call.
  asm volatile("");
}

inline void foresee(const Content* content, const Transaction* transaction, Ahead step) {
  // The rest of a longer one comes by itself, as it is read in order.
  constexpr std::size_t beginning = 2 << 10;
  if (step == Ahead::parts) {
    prefetch(content, sizeof *content);
    prefetch(transaction, sizeof *transaction);
  } else if (step == Ahead::octets) {
    if (content) prefetch(content->octets().data(), std::min(content->size(), beginning));
    if (transaction) prefetch(transaction->envelope.to.data(), sizeof(Recipient));
  } else if (transaction && !transaction->envelope.to.empty()) {
    transaction->envelope.to.front().address.prefetch();
  }
}

inline void foresee(const Message& message, Ahead step) {
  if (step == Ahead::record) return prefetch(&message, sizeof message);
  foresee(message.content.get(), message.transaction.get(), step);
}

inline void foresee(const Transaction& transaction, Ahead step) {
  if (step == Ahead::record) return prefetch(&transaction, sizeof transaction);
  foresee(transaction.content.get(), &transaction, step);
}

inline void foresee(const SessionRecord&, Ahead) {}  // their texts are short, and few

}  // namespace mailrig
