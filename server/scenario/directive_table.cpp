// Directives as they come in with events, each read once.
#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/header.hpp"
#include "scenario/directive.hpp"
#include "scenario/moment_value.hpp"

namespace mailrig {
namespace {

std::string_view local_part(std::string_view address) {
  return address.substr(0, address.rfind('@'));
}
std::string_view first_label(std::string_view name) {
  return name.substr(0, name.find_first_of(". "));
}

bool has_plus(std::string_view text) { return text.find('+') != std::string_view::npos; }

// Whether the header block has a line that may be X-SMTP-Fault: asked of every mail.
bool may_have_header(std::string_view content) {
  static constexpr std::string_view name = "X-SMTP-Fault:";
  for (std::size_t at = 0; at < content.size();) {
    const char c = content[at];
    if (c == '\r' || c == '\n') return false;  // the end of the header
    if ((c == 'X' || c == 'x') && iequals(content.substr(at, name.size()), name)) return true;
    const std::size_t end = content.find('\n', at);
    if (end == std::string_view::npos) return false;
    at = end + 1;
  }
  return false;
}

}  // namespace

bool DirectiveTable::concerns(const Moment& moment) const {
  const Envelope* envelope = moment.envelope;
  switch (moment.stage) {
    case Stage::mail:
      return envelope != nullptr && has_plus(envelope->from.address);
    case Stage::rcpt:
      return (moment.recipient != nullptr && has_plus(moment.recipient->address)) ||
             (envelope != nullptr && has_plus(envelope->from.address));
    case Stage::login:
      return moment.facts->user && has_plus(*moment.facts->user);
    case Stage::ehlo:
      return has_plus(moment.arg);
    case Stage::starttls:
      return has_plus(moment.facts->helo);
    case Stage::data:
    case Stage::rset:
    case Stage::quit:
      return any_.load(std::memory_order_relaxed) && envelope != nullptr;
    case Stage::eom:
      return (any_.load(std::memory_order_relaxed) && envelope != nullptr) ||
             (moment.content && may_have_header(*moment.content));
    default:
      return false;
  }
}

DirectiveTable::Found DirectiveTable::find(const Moment& moment, const ScenarioSource& scenarios) {
  Found found;
  const std::lock_guard lock(mutex_);
  const auto address = [&](Field field, std::string_view value, Stage first) {
    if (has_plus(value))
      look_up(field, local_part(value), value, moment, moment.stage == first, scenarios, found);
  };
  if (moment.stage == Stage::login) {
    look_up(Field::user, local_part(*moment.facts->user), *moment.facts->user, moment, true,
            scenarios, found);
  } else if (moment.stage == Stage::ehlo) {
    const std::string_view name = moment.arg.substr(0, moment.arg.find(' '));
    look_up(Field::helo, first_label(name), name, moment, true, scenarios, found);
  } else if (moment.stage == Stage::starttls) {
    const std::string_view name = moment.facts->helo;
    look_up(Field::helo, first_label(name), name, moment, false, scenarios, found);
  } else if (moment.envelope != nullptr) {
    address(Field::from, moment.envelope->from.address, Stage::mail);
    for (const Recipient* one : MomentValues(moment).recipients())
      if (one != nullptr) address(Field::to, one->address, Stage::rcpt);
  }
  if (moment.stage == Stage::eom && moment.content && may_have_header(*moment.content))
    for (const std::string_view value : find_headers(*moment.content, "X-SMTP-Fault"))
      look_up(Field::header, trim(value), trim(value), moment, true, scenarios, found);
  return found;
}

void DirectiveTable::look_up(Field field, std::string_view name, std::string_view value,
                             const Moment& moment, bool first_seen, const ScenarioSource& scenarios,
                             Found& found) {
  if (value.size() > 1'000) return;  // no directive is so long
  const std::string key = std::to_string(static_cast<int>(field)) + ' ' +
                          (field == Field::header ? std::string(value) : to_lower(value));
  const Entry& entry = entry_of(key, field, name, value, scenarios);
  for (const auto& armed : entry.rules)
    if (armed->rule.on.front() == moment.stage &&
        std::find(found.rules.begin(), found.rules.end(), armed) == found.rules.end())
      found.rules.push_back(armed);
  if (first_seen) found.notes.insert(found.notes.end(), entry.notes.begin(), entry.notes.end());
}

DirectiveTable::Entry& DirectiveTable::entry_of(const std::string& key, Field field,
                                                std::string_view name, std::string_view value,
                                                const ScenarioSource& scenarios) {
  if (const auto known = index_.find(key); known != index_.end()) {
    entries_.splice(entries_.begin(), entries_, known->second);
    return entries_.front();
  }
  if (entries_.size() >= most) {
    index_.erase(entries_.back().key);
    entries_.pop_back();
  }
  Entry& entry = entries_.emplace_front();
  entry.key = key;
  index_.emplace(entry.key, entries_.begin());
  const ScenarioSource borrowing = [&](std::string_view scenario) {
    entry.borrowed = true;
    return scenarios ? scenarios(scenario) : std::nullopt;
  };
  const auto take = [&](Result<std::vector<Rule>> rules) {
    if (!rules) {
      entry.notes.push_back(rules.error().what);
      return;
    }
    for (Rule& rule : *rules)
      entry.rules.push_back(
          std::make_shared<Armed>(std::move(rule), nullptr, entry.rules.size(), std::nullopt));
    any_.store(true, std::memory_order_relaxed);
  };
  if (field == Field::header)
    take(compile_fault_header(value, borrowing));
  else
    for (const DirectiveText& text : directives_in(name))
      take(compile_directive(text, field, value, borrowing));
  return entry;
}

void DirectiveTable::drop_borrowed() {
  const std::lock_guard lock(mutex_);
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const auto next = std::next(entry);
    if (entry->borrowed) {
      index_.erase(entry->key);
      entries_.erase(entry);
    }
    entry = next;
  }
}

void DirectiveTable::forget(std::optional<std::string_view> inbox) {
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_)
    for (const auto& armed : entry.rules) {
      if (inbox)
        armed->counter.forget_inbox(*inbox);
      else
        armed->counter.forget_all();
    }
}

}  // namespace mailrig
