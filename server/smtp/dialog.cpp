#include "smtp/dialog.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "smtp/capabilities.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {

std::unique_ptr<Session> make_session(const Options& options, Store& store, Behavior& behavior,
                                      std::shared_ptr<SessionRecord> record) {
  return std::make_unique<Dialog>(options, store, behavior, std::move(record));
}

Dialog::Dialog(const Options& options, Store& store, Behavior& behavior,
               std::shared_ptr<SessionRecord> record)
    : options_(options),
      store_(store),
      behavior_(behavior),
      record_(std::move(record)),
      input_(options.limits.command_line + kLargestIncrement),
      voice_(store, behavior, record_),
      delivery_(store, behavior, *record_),
      data_(store, options.limits.message) {
  greeting_ = Reply::make(220, "", options.hostname + " ESMTP mailrig");
  voice_.edit_ehlo_by(&edit_ehlo);
  trusted_ = contains(options.trusted, record_->facts()->ip);
  if (options.tls == TlsMode::implicit) handshake_ = Handshake::wanted;
}

Action Dialog::next(Time now) {
  Outbox& outbox = voice_.outbox();
  while (true) {
    if (outbox.blocked() || outbox.full()) return outbox.next();
    if (handshake_ == Handshake::wanted) {
      plan_handshake(now);
    } else if (handshake_ == Handshake::planned) {
      return begin_handshake(now);
    } else if (!greeted_) {
      greet(now);
    } else if (content_ && !voice_.owes()) {
      feed_rest(now);
      if (content_ && !outbox.blocked()) {
        if (!outbox.empty()) return outbox.next();
        return read(now);
      }
    } else if (const std::optional<Line> line = input_.take()) {
      on_line(*line, now);
    } else {
      // RFC 2920 §3.2: replies wait for one another only while there are commands to answer.
      if (!outbox.empty()) return outbox.next();
      return read(now);
    }
  }
}

void Dialog::greet(Time now) {
  greeted_ = true;
  silent_since_ = now;
  Moment moment;
  moment.stage = Stage::connect;
  moment.planned = &greeting_;
  refused_ = voice_.answer(moment, now).refused();
}

Read Dialog::read(Time now) {
  const auto since = std::chrono::duration_cast<Milliseconds>(now - silent_since_);
  Milliseconds left = options_.limits.idle - since;
  deadline_ = Deadline::limit;
  Moment moment;
  moment.stage = Stage::idle;
  moment.now = now;
  moment.facts = voice_.facts().get();
  moment.silence = silence_offered_;
  const Alarm alarm = behavior_.alarm(moment);
  silence_ = options_.limits.idle;
  if (alarm.idle && *alarm.idle > silence_offered_ && *alarm.idle - since < left) {
    silence_ = *alarm.idle;
    left = silence_ - since;
    deadline_ = Deadline::silence;
  }
  if (alarm.at && std::chrono::ceil<Milliseconds>(*alarm.at - now) < left) {
    left = std::chrono::ceil<Milliseconds>(*alarm.at - now);
    deadline_ = Deadline::ask_again;
  }
  Read read;
  read.timeout = std::max(left, Milliseconds(1));
  read.rate = voice_.read_rate();
  read.stop = voice_.read_stop();
  read.wake_on_change = true;
  return read;
}

std::span<char> Dialog::prepare() {
  return content_ && !voice_.owes() ? data_.prepare() : input_.prepare();
}

void Dialog::commit(std::size_t n, Time now) {
  in_ += n;
  silent_since_ = now;
  silence_offered_ = {};
  if (!content_ || voice_.owes()) {
    input_.commit(n);
    return;
  }
  if (!on_content(n, now)) return;
  input_.give_back(data_.behind());
  end_content(now);
}

// What came behind DATA in one piece with it: RFC 2920 §3.1 forbids clients to send it, but it is
// mail data.
void Dialog::feed_rest(Time now) {
  while (content_ && !input_.rest().empty() && !voice_.outbox().blocked()) {
    const std::string_view rest = input_.rest();
    const std::span<char> room = data_.prepare();
    const std::size_t n = std::min(room.size(), rest.size());
    std::memcpy(room.data(), rest.data(), n);
    const bool ended = on_content(n, now);
    input_.consume(ended ? n - data_.behind().size() : n);
    if (ended) end_content(now);
  }
}

void Dialog::wrote(bool early_input, Time now) {
  Outbox& outbox = voice_.outbox();
  // RFC 5321 §4.3.1: the client SHOULD wait for the greeting.
  if (early_input && !greeting_left_) {
    note("the client spoke before the greeting", now);
    Facts facts = *voice_.facts();
    facts.pregreet = true;
    voice_.learn(std::move(facts));
  }
  greeting_left_ = true;
  outbox.wrote();
  if (silence_offered_.count() == 0) silent_since_ = now;  // what breaks a silence is a client
  record_->add_octets(in_ - std::exchange(in_recorded_, in_),
                      outbox.left() - std::exchange(out_recorded_, outbox.left()));
}

void Dialog::interrupted(Interruption why, Time now) {
  switch (why) {
    case Interruption::changed:
      return;  // next() asks the alarm again
    case Interruption::shutdown:
      voice_.say(replies::shutdown, "", now);
      voice_.outbox().close({});
      close(ClosedBy::shutdown, "shutdown");
      return;
    case Interruption::idle:
      break;
  }
  if (deadline_ == Deadline::ask_again) return;
  Moment moment;
  moment.stage = Stage::idle;
  if (deadline_ == Deadline::limit) moment.planned = &replies::idle;
  moment.silence = silence_offered_ = silence_;
  voice_.answer(moment, now);
  if (deadline_ == Deadline::limit && !voice_.outbox().closing()) {
    voice_.outbox().close({});
    close(ClosedBy::server, "timeout");
  }
}

void Dialog::note(std::string_view text, Time now) {
  record_->append(now, Who::rig, EventKind::note, text, 0, in_offset_, "");
}

void Dialog::close(ClosedBy by, std::string_view how) {
  closed_by_ = by;
  closed_how_ = how;
}

void Dialog::closed(Ending ending, std::size_t unsent, Time now) {
  const Outbox& outbox = voice_.outbox();
  for (const Outbox::Ack& ack : outbox.unsent(unsent))
    store_.correct_outcome(ack.transaction, ack.kept ? outcome::unacked : outcome::lost);
  const std::uint64_t left = outbox.left(unsent);
  record_->add_octets(in_ - in_recorded_, left - out_recorded_);

  if (ending == Ending::client_fin || ending == Ending::client_reset) {
    if (!quit_ || !outbox.closing())
      close(ClosedBy::client, ending == Ending::client_fin ? "fin" : "rst");
  } else if (ending == Ending::aborted && closed_by_ == ClosedBy::open) {
    close(ClosedBy::shutdown, "aborted");
  } else if (closed_by_ == ClosedBy::open && outbox.closing()) {
    close(ClosedBy::rule, to_string(outbox.closing()->how));
  }
  const Who who = closed_by_ == ClosedBy::client   ? Who::client
                  : closed_by_ == ClosedBy::server ? Who::server
                                                   : Who::rig;
  record_->append(now, who, EventKind::close, closed_how_, 0, who == Who::client ? in_ : left, "");

  std::shared_ptr<const Content> content;
  if (content_) {
    record_content(now);
    if (Content cut_off = data_.take(cut_at_); cut_off.size() > 0)
      content = std::make_shared<const Content>(std::move(cut_off));
  }
  delivery_.abandon(outcome::lost, std::move(content), now);
  data_.clear();
  if (commands_ && !quit_ && closed_by_ != ClosedBy::shutdown) record_->note_failure();

  Moment moment;
  moment.stage = Stage::closed;
  moment.now = now;
  moment.facts = voice_.facts().get();
  behavior_.decide(moment);
  store_.close_session(*record_, closed_by_, closed_how_, now);
}

}  // namespace mailrig::smtp
