// Brings records near before a search looks at them: in a store of millions each pointer leads to
// memory that no cache holds, and waiting for it is most of what a search costs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>

#include "store/record.hpp"

namespace mailrig {

class SessionRecord;

namespace prefetch {

constexpr std::size_t kLine = 64;

inline void lines(const void* from, std::size_t octets) {
  const char* const begin = static_cast<const char*>(from);
  for (std::size_t at = 0; at < octets; at += kLine) __builtin_prefetch(begin + at);
}

// A record is brought in four steps, since each follows pointers of the one before.
template <class Record>
void record(const Record& record) {
  lines(&record, sizeof record);
}

inline void parts(const Message& message) {
  lines(message.content().get(), sizeof(Content));
  lines(message.transaction.get(), sizeof(Transaction));
}
inline void parts(const Transaction& transaction) {
  lines(transaction.content.get(), sizeof(Content));
}
inline void parts(const SessionRecord&) {}

// Header and envelope; behind the first lines the processor sees where it goes.
inline void octets(const Content* content) {
  constexpr std::size_t most = 8 * kLine;
  if (content) lines(content->octets().data(), std::min(content->size(), most));
}
inline void envelope(const Envelope& envelope) {
  envelope.from.address.prefetch();
  __builtin_prefetch(envelope.to.data());
}
inline void contents(const Message& message) {
  octets(message.content().get());
  envelope(message.envelope());
}
inline void contents(const Transaction& transaction) {
  octets(transaction.content.get());
  envelope(transaction.envelope);
}
inline void contents(const SessionRecord&) {}

inline void recipient(const Envelope& envelope) {
  if (!envelope.to.empty()) envelope.to.front().address.prefetch();
}
inline void recipients(const Message& message) { recipient(message.envelope()); }
inline void recipients(const Transaction& transaction) { recipient(transaction.envelope); }
inline void recipients(const SessionRecord&) {}

// Before the record at `at` is looked at.
template <class Record>
void ahead(std::span<const std::shared_ptr<Record>> all, std::size_t at) {
  constexpr std::size_t step = 3;
  if (at + 4 * step < all.size()) record(*all[at + 4 * step]);
  if (at + 3 * step < all.size()) parts(*all[at + 3 * step]);
  if (at + 2 * step < all.size()) contents(*all[at + 2 * step]);
  if (at + step < all.size()) recipients(*all[at + step]);
}

}  // namespace prefetch
}  // namespace mailrig
