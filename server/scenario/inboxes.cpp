#include "scenario/inboxes.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "mail/address.hpp"
#include "mail/ascii.hpp"
#include "mail/header.hpp"
#include "scenario/moment_value.hpp"

namespace mailrig {
namespace {

std::int64_t micros(WallTime time) { return time.time_since_epoch().count(); }

std::string_view last_label(std::string_view domain) {
  return domain.substr(domain.rfind('.') + 1);  // npos + 1 is 0
}

}  // namespace

InboxRegister::InboxRegister(std::function<WallTime()> clock, Told made, Told gone)
    : clock_(std::move(clock)), made_(std::move(made)), gone_(std::move(gone)) {}

bool InboxRegister::declare(const std::string& name, std::optional<Milliseconds> ttl, bool pinned) {
  if (name == none) return false;
  const WallTime now = clock_();
  std::string victim;
  {
    const std::unique_lock lock(mutex_);
    if (const auto found = entries_.find(name); found != entries_.end()) {
      found->second->inbox.pinned |= pinned;
      return false;
    }
    if (entries_.size() >= most) {
      victim = idlest();
      entries_.erase(victim);
    }
    auto entry = std::make_unique<Entry>();
    entry->inbox = {name, now, std::nullopt, pinned};
    if (ttl) entry->inbox.expires = now + *ttl;
    entry->used = micros(now);
    if (const auto& expires = entry->inbox.expires;
        expires && (next_end_ == 0 || micros(*expires) < next_end_))
      next_end_ = micros(*expires);
    entries_.emplace(name, std::move(entry));
    any_ = true;
    std::replace(expired_.begin(), expired_.end(), name, std::string());
  }
  if (!victim.empty()) gone_(victim);
  made_(name);
  return true;
}

// The name of the one that was not used for longest. Pinned ones go last.
std::string InboxRegister::idlest() const {
  const auto worth = [](const Entry& entry) {
    return std::pair(entry.inbox.pinned, entry.used.load());
  };
  const Entry* idlest = nullptr;
  for (const auto& [name, entry] : entries_)
    if (idlest == nullptr || worth(*entry) < worth(*idlest)) idlest = entry.get();
  return idlest->inbox.name;
}

bool InboxRegister::use(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const auto found = entries_.find(std::string(name));
  if (found == entries_.end()) return false;
  found->second->used.store(micros(clock_()), std::memory_order_relaxed);
  return true;
}

bool InboxRegister::known(std::string_view name) const {
  if (name == none) return true;
  const std::shared_lock lock(mutex_);
  return entries_.contains(std::string(name));
}

bool InboxRegister::expired(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  return std::find(expired_.begin(), expired_.end(), name) != expired_.end();
}

std::optional<Inbox> InboxRegister::find(std::string_view name) const {
  const std::shared_lock lock(mutex_);
  const auto found = entries_.find(std::string(name));
  if (found == entries_.end()) return std::nullopt;
  return found->second->inbox;
}

std::vector<Inbox> InboxRegister::list() const {
  std::vector<Inbox> all;
  {
    const std::shared_lock lock(mutex_);
    all.reserve(entries_.size());
    for (const auto& [name, entry] : entries_) all.push_back(entry->inbox);
  }
  std::sort(all.begin(), all.end(), [](const Inbox& a, const Inbox& b) { return a.name < b.name; });
  return all;
}

std::vector<std::string> InboxRegister::names() const {
  std::vector<std::string> all{std::string(none)};
  const std::shared_lock lock(mutex_);
  for (const auto& [name, entry] : entries_) all.push_back(name);
  return all;
}

bool InboxRegister::remove(const std::string& name) {
  {
    const std::unique_lock lock(mutex_);
    if (entries_.erase(name) == 0) return false;
    any_ = !entries_.empty();
  }
  gone_(name);
  return true;
}

void InboxRegister::unpin() {
  const std::unique_lock lock(mutex_);
  for (const auto& [name, entry] : entries_) entry->inbox.pinned = false;
}

std::optional<WallTime> InboxRegister::sweep() {
  const WallTime now = clock_();
  std::vector<std::string> over;
  std::optional<WallTime> next;
  {
    const std::unique_lock lock(mutex_);
    for (auto each = entries_.begin(); each != entries_.end();) {
      const auto& expires = each->second->inbox.expires;
      if (expires && *expires <= now) {
        over.push_back(each->first);
        each = entries_.erase(each);
        continue;
      }
      if (expires && (!next || *expires < *next)) next = expires;
      ++each;
    }
    any_ = !entries_.empty();
    next_end_ = next ? micros(*next) : 0;
    for (const std::string& name : over) {
      if (expired_.size() < most)
        expired_.push_back(name);
      else
        expired_[next_expired_++ % most] = name;
    }
  }
  for (const std::string& name : over) gone_(name);
  return next;
}

std::optional<std::string> InboxRegister::of_label(std::string_view label, bool reserved) {
  if (!reserved && !any()) return std::nullopt;
  const std::string name = to_lower(label);
  if (use(name)) return name;
  if (!reserved || !valid_inbox(name) || name == none) return std::nullopt;
  declare(name);
  return name;
}

std::optional<std::string> InboxRegister::of_domain(std::string_view domain) {
  if (domain.ends_with('.')) domain.remove_suffix(1);
  const auto ends_in = [&](std::string_view end) {
    return domain.size() > end.size() && iequals(domain.substr(domain.size() - end.size()), end);
  };
  if (ends_in(reserved_domain))
    return of_label(last_label(domain.substr(0, domain.size() - reserved_domain.size())), true);
  if (ends_in(".test")) return of_label(last_label(domain.substr(0, domain.size() - 5)), false);
  return std::nullopt;
}

std::string InboxRegister::of_session(const Facts& facts) {
  if (!facts.lease.empty()) return facts.lease;
  if (facts.user) {
    // `t42` or `x+t42`, with or without a domain.
    std::string_view rest = std::string_view(*facts.user).substr(0, facts.user->rfind('@'));
    while (true) {
      const std::size_t plus = rest.find('+');
      if (auto name = of_label(rest.substr(0, plus), false)) return *name;
      if (plus == std::string_view::npos) break;
      rest.remove_prefix(plus + 1);
    }
  }
  if (!facts.helo.empty()) {
    const std::string_view helo = facts.helo;
    if (helo.size() > reserved_domain.size() &&
        iequals(helo.substr(helo.size() - reserved_domain.size()), reserved_domain))
      if (auto name = of_domain(helo)) return *name;
    const std::string_view label = helo.substr(0, helo.find('.'));
    if (auto name = of_label(label.substr(0, label.find('+')), false)) return *name;
  }
  return std::string(none);
}

// It selects, and never declares.
std::optional<std::string> InboxRegister::of_header(const Moment& moment) const {
  if (moment.stage != Stage::eom || !moment.content || !any()) return std::nullopt;
  for (const std::string_view value : find_headers(*moment.content, "X-Inbox")) {
    std::string name = to_lower(trim(value));
    if (use(name)) return name;
  }
  return std::nullopt;
}

std::vector<Party> InboxRegister::parties(const Moment& moment) {
  return part(moment, MomentValues(moment).recipients());
}

std::vector<std::string> InboxRegister::of_record(const Moment& moment) {
  if (moment.facts->inbox != none) return {moment.facts->inbox};
  std::vector<std::string> names;
  const auto add = [&](std::string name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  };
  bool fell_back = false;
  const auto fall_back = [&] {
    if (!std::exchange(fell_back, true)) add(of_header(moment).value_or(std::string(none)));
  };
  if (moment.envelope != nullptr)
    for (const Recipient& recipient : moment.envelope->to) {
      auto inbox = of_domain(domain_of(recipient.address));
      if (inbox)
        add(std::move(*inbox));
      else
        fall_back();
    }
  if (names.empty()) fall_back();
  return names;
}

std::vector<Party> InboxRegister::part(const Moment& moment,
                                       std::vector<const Recipient*> recipients) {
  if (moment.facts->inbox != none) return {{moment.facts->inbox, std::move(recipients)}};
  std::vector<Party> all;
  std::optional<std::string> fallback;
  for (const Recipient* recipient : recipients) {
    auto inbox = recipient ? of_domain(domain_of(recipient->address)) : std::nullopt;
    if (!inbox) {
      if (!fallback) fallback = of_header(moment).value_or(std::string(none));
      inbox = fallback;
    }
    const auto party =
        std::find_if(all.begin(), all.end(), [&](const Party& one) { return one.inbox == *inbox; });
    if (party == all.end())
      all.push_back({std::move(*inbox), {recipient}});
    else
      party->recipients.push_back(recipient);
  }
  return all;
}

}  // namespace mailrig
