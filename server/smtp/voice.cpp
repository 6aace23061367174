#include "smtp/voice.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mailrig::smtp {
namespace {

std::string_view without_crlf(std::string_view octets) {
  if (octets.ends_with('\n')) octets.remove_suffix(1);
  if (octets.ends_with('\r')) octets.remove_suffix(1);
  return octets;
}

// 334 and its like ask for a line. RFC 5321 §4.2.1; 354 asks for mail data instead.
bool asks_for_line(const Reply& reply) { return reply.severity() == 3 && reply.code() != 354; }

Said said_of(const Reply& reply) {
  Said said;
  said.code = reply.code();
  said.text = without_crlf(reply.octets);
  said.content = said.code == 354;
  said.whole = said.code != 0;
  return said;
}

// Decided, but nobody hears of it.
Said unsaid(Said said) {
  said.text = {};
  said.whole = said.content = false;
  return said;
}

std::string describe(const TlsPlan& plan) {
  std::string text = "handshake";
  if (!plan.certificate.empty()) text += " with certificate " + plan.certificate;
  if (!plan.min.empty()) text += " from TLS " + plan.min;
  if (!plan.max.empty()) text += " up to TLS " + plan.max;
  if (!plan.fail.empty()) text += " fails: " + plan.fail;
  return text;
}

std::string describe(const Verdict& verdict) {
  std::string text;
  const auto add = [&](std::string_view part) {
    if (!text.empty()) text += ", then ";
    text += part;
  };
  if (verdict.delay.forever)
    add("delay for ever");
  else if (verdict.delay.any())
    add("delay " + std::to_string(verdict.delay.time.count()) + " ms");
  if (verdict.replies && verdict.replies->empty()) add("silence");
  if (verdict.pace.any()) add("reply at a pace of its own");
  if (!verdict.capabilities.empty()) add("capabilities edited");
  if (verdict.tls) add(describe(*verdict.tls));
  if (verdict.accept) add(*verdict.accept ? "take it" : "do not take it");
  if (verdict.read_stop) add("read nothing");
  if (verdict.read_rate > 0) add("read " + std::to_string(verdict.read_rate) + " octets a second");
  if (verdict.then) add("close " + std::string(to_string(verdict.then->how)));
  return text;
}

}  // namespace

std::string_view to_string(Close::How how) {
  static constexpr std::array<std::string_view, 4> words{"fin", "rst", "half", "truncate"};
  return words[static_cast<std::size_t>(how)];
}

Voice::Voice(Store& store, Behavior& behavior, std::shared_ptr<SessionRecord> record)
    : store_(store), behavior_(behavior), record_(std::move(record)), facts_(record_->facts()) {}

void Voice::learn(Facts&& facts) {
  facts.inbox = behavior_.inbox_of(facts);
  record_->learn(std::move(facts));
  facts_ = record_->facts();
}

Said Voice::answer(Moment moment, Time now) {
  moment.now = now;
  moment.facts = facts_.get();
  if (const Transaction* open = record_->open()) {
    moment.transaction = open->number;
    if (!moment.envelope) moment.envelope = &open->envelope;
  }
  if (!enhanced_ && moment.planned) {
    plain_ = moment.planned->without_enhanced();
    moment.planned = &plain_;
  }
  if (!behavior_.concerns(moment)) return say_planned(moment);
  Verdict verdict = behavior_.decide(moment);
  for (const std::string& note : verdict.notes)
    record_->append(now, Who::rig, EventKind::note, note, 0, outbox_.offset(), moment.stage);
  if (verdict.rule.empty() && verdict.trace.empty() && !verdict.replies && !verdict.then &&
      !verdict.delay.any() && !verdict.pace.any() && !verdict.accept &&
      verdict.capabilities.empty() && !verdict.tls && !verdict.read_stop && verdict.read_rate == 0)
    return say_planned(moment);

  note_rules(verdict);
  stage_ = moment.stage;
  replies_.clear();
  owed_ = 0;
  if (verdict.replies)
    replies_ = *verdict.replies;
  else if (moment.planned && !verdict.capabilities.empty() && edit_)
    replies_.push_back(edit_(*moment.planned, verdict.capabilities));
  else if (moment.planned)
    replies_.push_back(*moment.planned);
  // A list that ends in 3yz asks for a line. The mechanism takes it, if one was to begin; else what
  // was planned answers it.
  if (verdict.replies && !replies_.empty() && asks_for_line(replies_.back()) && moment.planned)
    replies_.push_back(*moment.planned);

  if (!verdict.rule.empty()) {
    read_rate_ = verdict.read_rate;
    read_stop_ = verdict.read_stop;
  }
  if (verdict.tls) tls_plan_ = *verdict.tls;
  delay_ = verdict.delay;
  hold_ = delay_.any() ? verdict.hold : std::string();
  pace_ = verdict.pace;
  then_ = verdict.then;
  note_fault(verdict, moment, replies_.empty());
  Said said = decide_said(verdict);
  said.by_rule = verdict.replies.has_value();
  if (outbox_.closing()) {  // decided, so that it counts; but nothing is said behind a close
    replies_.clear();
    return unsaid(said);
  }
  say_next(now, &verdict);
  return said;
}

// The way of nearly all replies: nothing to explain, nothing to copy.
Said Voice::say_planned(const Moment& moment) {
  if (!moment.planned) return {};
  const Reply& reply = *moment.planned;
  Said said = said_of(reply);
  if (outbox_.closing()) return unsaid(said);
  say(reply, said.code, moment.stage, moment.now);
  said.end = outbox_.offset();
  return said;
}

void Voice::say(const Reply& given, std::optional<Stage> stage, Time now) {
  if (!outbox_.closing()) say(given, given.code(), stage, now);
}

void Voice::say(const Reply& given, int code, std::optional<Stage> stage, Time now) {
  const bool strip = !enhanced_ && &given != &plain_;
  if (strip) plain_ = given.without_enhanced();
  const Reply& reply = strip ? plain_ : given;
  record_->append(now, Who::server, EventKind::reply, without_crlf(reply.octets),
                  reply.octets.size(), outbox_.offset(), stage);
  if (code >= 400) note_refusal();
  outbox_.say(reply.octets);
}

void Voice::note_refusal() {
  ++refusals_;
  record_->note_failure();
}

void Voice::note_rules(const Verdict& verdict) {
  const auto fired = [&](std::string_view rule) {
    record_->note_rule(rule);
    store_.note_rule_fired(rule, facts_->session);
  };
  bool traced = false;
  for (const TraceEntry& entry : verdict.trace) {
    if (entry.gate != Gate::fired) continue;
    fired(entry.rule);
    traced = traced || entry.rule == verdict.rule;
  }
  if (!traced && !verdict.rule.empty()) fired(verdict.rule);
}

void Voice::note_fault(const Verdict& verdict, const Moment& moment, bool carries_trace) {
  Event event;
  event.text = describe(verdict);
  if (event.text.empty() && !carries_trace) return;
  event.at = record_->since_begin(moment.now);
  event.who = Who::rig;
  event.kind = verdict.rule.empty() ? EventKind::note : EventKind::fault;
  if (event.text.empty()) event.text = "nothing to say";
  event.offset = outbox_.offset();
  event.stage = moment.stage;
  event.rule = verdict.rule;
  if (carries_trace) event.trace = verdict.trace;
  record_->append(event);
}

Said Voice::decide_said(const Verdict& verdict) {
  Said said;
  std::uint64_t end = outbox_.offset();
  for (const Reply& reply : replies_) {
    end += reply.octets.size();
    said = said_of(reply);
    if (!asks_for_line(reply)) break;
  }
  said.end = end;
  if (pace_.cut > 0 && end - outbox_.offset() > pace_.cut) said.whole = false;
  if (delay_.forever) said.whole = false;
  said.accept = verdict.accept;
  return said;
}

// Says replies up to one that asks the client for a line, or all; the close comes behind the last.
void Voice::say_next(Time now, const Verdict* verdict) {
  if (replies_.empty() && delay_.any()) outbox_.say("", delay_, {});
  for (bool wait = false; owes() && !wait;) {
    const Reply& reply = replies_[owed_++];
    Event event;
    event.at = record_->since_begin(now);
    event.who = Who::server;
    event.kind = EventKind::reply;
    event.text = without_crlf(reply.octets);
    event.octets = reply.octets.size();
    event.offset = outbox_.offset();
    event.stage = stage_;
    if (verdict) {
      event.rule = verdict->rule;
      event.trace = std::exchange(verdict, nullptr)->trace;
    }
    record_->append(event);
    if (reply.severity() >= 4) note_refusal();
    if (delay_.any() || pace_.any())
      outbox_.say(reply.octets, std::exchange(delay_, {}), pace_);
    else
      outbox_.say(reply.octets);
    wait = asks_for_line(reply) && owes();
  }
  if (!owes() && then_) outbox_.close(*std::exchange(then_, std::nullopt));
}

void Voice::pay(Time now) { say_next(now, nullptr); }

}  // namespace mailrig::smtp
