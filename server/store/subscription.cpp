#include "store/subscription.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/directive.hpp"

namespace mailrig {
namespace {

bool cheap(Field field) {
  switch (field) {
    case Field::from:
    case Field::from_domain:
    case Field::to:
    case Field::to_domain:
    case Field::inbox:
    case Field::ip:
    case Field::helo:
    case Field::user:
      return true;
    default:
      return false;
  }
}

template <class Record>
bool may_care(const Store::Interest& interest, ChangeKind kind, const Record& record) {
  if (interest.kind && *interest.kind != kind) return false;
  if (!interest.query) return true;
  for (const Condition& condition : interest.query->conditions)
    if (cheap(condition.field.field) &&
        !condition.pattern.matches(value_of(record, condition.field)))
      return false;
  return true;
}

// The address a waiter for mail names literally, if it names just one.
std::optional<std::string> sole_recipient(const Store::Interest& interest) {
  if (interest.kind != ChangeKind::message || !interest.query) return std::nullopt;
  for (const Condition& condition : interest.query->conditions)
    if (condition.field.field == Field::to) return condition.pattern.literal();
  return std::nullopt;
}

}  // namespace

void WaitingRoom::enter(Waiter* waiter) {
  waiter->recipient = sole_recipient(waiter->interest);
  if (waiter->recipient)
    indexed_.emplace(*waiter->recipient, waiter);
  else
    general_.push_back(waiter);
}

void WaitingRoom::leave(Waiter* waiter) {
  if (!waiter->recipient) {
    std::erase(general_, waiter);
    return;
  }
  const auto [begin, end] = indexed_.equal_range(*waiter->recipient);
  const auto place =
      std::find_if(begin, end, [&](const auto& each) { return each.second == waiter; });
  if (place != end) indexed_.erase(place);
}

void WaitingRoom::message_came(const Message& message) const {
  for (const Waiter* waiter : general_)
    if (may_care(waiter->interest, ChangeKind::message, message)) waiter->wake();
  if (indexed_.empty()) return;
  for (const Recipient& recipient : message.envelope().to) {
    const auto wake = [&](const std::string& address) {
      const auto [begin, end] = indexed_.equal_range(address);
      for (auto each = begin; each != end; ++each)
        if (may_care(each->second->interest, ChangeKind::message, message)) each->second->wake();
    };
    wake(to_lower(recipient.address));
    if (const auto plain = without_directives(recipient.address)) wake(to_lower(*plain));
  }
}

void WaitingRoom::transaction_ended(const Transaction& transaction) const {
  for (const Waiter* waiter : general_)
    if (may_care(waiter->interest, ChangeKind::transaction, transaction)) waiter->wake();
}

void WaitingRoom::changed(ChangeKind kind) const {
  for (const Waiter* waiter : general_)
    if (!waiter->interest.kind || *waiter->interest.kind == kind) waiter->wake();
}

Store::Subscription::Subscription(std::mutex& mutex, WaitingRoom& room, WaitingRoom::Waiter waiter)
    : mutex_(mutex), room_(room), waiter_(std::move(waiter)) {
  const std::lock_guard lock(mutex_);
  room_.enter(&waiter_);
}

Store::Subscription::~Subscription() {
  const std::lock_guard lock(mutex_);
  room_.leave(&waiter_);
}

}  // namespace mailrig
