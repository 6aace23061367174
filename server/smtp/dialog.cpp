#include "smtp/dialog.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "smtp/capabilities.hpp"
#include "smtp/replies.hpp"
#include "smtp/strays.hpp"

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
      input_(longest_line(options), options.profile.command_eol),
      voice_(store, behavior, record_),
      delivery_(store, behavior, *record_),
      data_(store, options.limits.message, options.profile.end_of_data,
            options.profile.end_of_data_when),
      welcome_(welcome_of(options)) {
  if (!options.extensions.has(Extension::enhanced_codes)) voice_.leave_out_enhanced_codes();
  voice_.edit_ehlo_by(&edit_ehlo);
  proxy_pending_ = options.proxy;
  minds_content_ = minds_content(options.profile);
  if (options.tls == TlsMode::implicit) handshake_ = Handshake::wanted;
}

std::shared_ptr<const Dialog::Welcome> Dialog::welcome_of(const Options& options) {
  thread_local std::shared_ptr<const Welcome> last;
  if (last && last->hostname == options.hostname && last->protocol == options.protocol) return last;
  const std::string_view what = options.protocol == Protocol::lmtp ? " LMTP" : " ESMTP";
  Welcome welcome{options.hostname, options.protocol, {}, {}};
  welcome.greeting.octets.append("220 ").append(options.hostname).append(what);
  welcome.greeting.octets += " mailrig\r\n";
  welcome.hello.octets.append("250 ").append(options.hostname).append("\r\n");
  return last = std::make_shared<const Welcome>(std::move(welcome));
}

Action Dialog::next(Time now) {
  if (silent_since_ == Time{}) silent_since_ = now;
  Outbox& outbox = voice_.outbox();
  while (true) {
    if (chunk_ && !outbox.closing()) {
      // RFC 3030 §2: a chunk that is refused is taken and discarded before it is answered.
      if (feed_chunk(now)) continue;
      if (!chunk_->answered && !outbox.empty()) return leave(now);
      return read(now);
    }
    if (outbox.blocked() || outbox.full()) return leave(now);
    if (proxy_pending_) {
      if (!read_proxy_header(now)) return read(now);
    } else if (handshake_ == Handshake::wanted) {
      plan_handshake(now);
    } else if (handshake_ == Handshake::planned) {
      return begin_handshake(now);
    } else if (!greeted_) {
      if (listens_before_greeting()) return read(now);
      greet(now);
    } else if (content_ && !voice_.owes()) {
      feed_rest(now);
      if (content_ && !outbox.blocked()) {
        if (!outbox.empty()) return leave(now);
        return read(now);
      }
    } else if (const std::optional<Line> line = input_.take()) {
      on_line(*line, now);
      if (options_.profile.errors_before_421 > 0) limit_errors(now);
    } else {
      // RFC 2920 §3.2: replies wait for one another only while there are commands to answer.
      if (!outbox.empty()) return leave(now);
      return read(now);
    }
  }
}

// What is to be sent; or the end, which a client that stays silent behind a half-close waits for no
// longer than usual.
Action Dialog::leave(Time now) {
  Action action = voice_.outbox().next();
  if (auto* close = std::get_if<Close>(&action)) {
    close->patience = options_.limits.idle;
    if (close->how != Close::How::half) be_over(now);
  }
  return action;
}

// Rules that count open sessions hear of the end before the client does, who may come again at
// once.
void Dialog::be_over(Time now) {
  if (std::exchange(over_, true)) return;
  Moment moment;
  moment.stage = Stage::closed;
  moment.now = now;
  moment.facts = voice_.facts().get();
  behavior_.decide(moment);
}

void Dialog::overheard(std::string_view octets, Time now) {
  in_ += octets.size();
  static constexpr std::size_t most = 1'000;
  note(std::to_string(octets.size()) +
           " octets came behind the half-close: " + std::string(octets.substr(0, most)),
       now);
}

void Dialog::greet(Time now) {
  greeted_ = true;
  silent_since_ = now;
  const EarlyTalk early_talk = options_.profile.early_talk;
  const bool early = early_talk != EarlyTalk::ignore && !input_.rest().empty();
  Moment moment;
  moment.stage = Stage::connect;
  moment.planned = early ? &replies::early_talk : &welcome_->greeting;
  if (!early) {
    refused_ = voice_.answer(moment, now).refused();
    return;
  }
  note("the client spoke before the greeting", now);
  if (early_talk == EarlyTalk::close_554) voice_.answer(moment, now);
  hang_up("early talk");
}

// A profile that minds early talk waits for a moment whether there is some.
bool Dialog::listens_before_greeting() {
  if (options_.profile.early_talk == EarlyTalk::ignore || !input_.rest().empty()) return false;
  return !std::exchange(listened_, true);
}

// What this server does of its own accord behind its last reply.
void Dialog::hang_up(std::string_view why) {
  if (voice_.outbox().closing()) return;
  voice_.outbox().close({});
  close(ClosedBy::server, why);
}

// How long the client may be silent.
Milliseconds Dialog::patience() const {
  static constexpr Milliseconds moment{10};
  if (!greeted_ && listened_) return moment;
  const Profile& profile = options_.profile;
  if ((content_ || chunk_) && profile.data_timeout.count() > 0) return profile.data_timeout;
  return profile.command_timeout.count() > 0 ? profile.command_timeout : options_.limits.idle;
}

Read Dialog::read(Time now) {
  const auto since = std::chrono::duration_cast<Milliseconds>(now - silent_since_);
  const Milliseconds limit = patience();
  Milliseconds left = limit - since;
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
  // That octet is looked at before mail data is.
  if (input_.owes_lf()) return input_.prepare().first(1);
  if (content_ && !voice_.owes()) return data_.prepare();
  if (keeps_chunk()) {
    const std::span<char> room = data_.prepare();
    return room.first(static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), chunk_->left)));
  }
  return input_.prepare();
}

void Dialog::commit(std::size_t n, Time now) {
  in_ += n;
  silent_since_ = now;
  silence_offered_ = {};
  if (keeps_chunk() && !input_.owes_lf()) {
    on_chunk(n, now);
    return;
  }
  if (!content_ || voice_.owes() || input_.owes_lf()) {
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
  if (input_.drop_lf()) ++in_offset_;
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
      voice_.say(replies::shutdown, {}, now);
      voice_.outbox().close({});
      close(ClosedBy::shutdown, "shutdown");
      return;
    case Interruption::idle:
      break;
  }
  if (deadline_ == Deadline::ask_again) return;
  if (!greeted_ && listened_) return;  // nobody spoke: next() greets
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

void Dialog::limit_errors(Time now) {
  if (voice_.refusals() < options_.profile.errors_before_421 || voice_.outbox().closing()) return;
  voice_.say(replies::too_many_errors, {}, now);
  hang_up("errors");
}

void Dialog::note(std::string_view text, Time now) {
  record_->append(now, Who::rig, EventKind::note, text, 0, in_offset_, {});
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
  } else if (ending == Ending::unread) {
    note("the client reads no replies", now);
    close(ClosedBy::server, "unread");
  } else if (ending == Ending::crowded) {
    note("as many sessions hang as may (--max-hanging): this one is closed instead", now);
    close(ClosedBy::server, "crowded");
  } else if (ending == Ending::aborted && closed_by_ == ClosedBy::open) {
    close(ClosedBy::shutdown, "aborted");
  } else if (closed_by_ == ClosedBy::open && outbox.closing()) {
    close(ClosedBy::rule, to_string(outbox.closing()->how));
  }
  const Who who = closed_by_ == ClosedBy::client   ? Who::client
                  : closed_by_ == ClosedBy::server ? Who::server
                                                   : Who::rig;
  record_->append(now, who, EventKind::close, closed_how_, 0, who == Who::client ? in_ : left, {});

  std::shared_ptr<const Content> content;
  if (chunk_) record_chunk(now);
  if (content_ || chunking_) {
    if (content_) record_content(now);
    if (Content cut_off = data_.take(cut_at_); cut_off.size() > 0)
      content = std::make_shared<const Content>(std::move(cut_off));
  }
  delivery_.abandon(outcome::lost, std::move(content), now);
  data_.clear();
  if (commands_ && !quit_ && closed_by_ != ClosedBy::shutdown) record_->note_failure();

  be_over(now);
  store_.close_session(*record_, closed_by_, closed_how_, now);
}

}  // namespace mailrig::smtp
