// Mail data, from 354 to the answer to its end (RFC 5321 §4.1.1.4).
#include <algorithm>
#include <charconv>
#include <utility>

#include "smtp/dialog.hpp"
#include "smtp/replies.hpp"
#include "smtp/strays.hpp"

namespace mailrig::smtp {

void Dialog::begin_content(Time now) {
  content_ = true;
  voice_.outbox().flush();  // RFC 2920 §3.2: the reply to DATA is not held back
  watch_body(now);
  // A rule without a bound is asked before the client has sent anything.
  if (body_at_ == 0u) offer_body(now);
}

// From here on content comes: where rules want to be asked about it.
void Dialog::watch_body(Time now) {
  body_at_.reset();
  cut_at_.reset();
  strays_looked_ = 0;
  early_.reset();
  Moment moment;
  moment.stage = Stage::body;
  moment.now = now;
  moment.facts = voice_.facts().get();
  if (const Transaction* open = record_->open()) {
    moment.transaction = open->number;
    moment.envelope = &open->envelope;
  }
  moment.content = std::string_view();
  body_at_ = behavior_.alarm(moment).octets;
}

bool Dialog::on_content(std::size_t n, Time now) {
  const bool ended = data_.commit(n);
  if (body_at_) offer_body(now);
  if (minds_content_) abort_at_stray(now);
  return ended && !cut_at_;
}

// To be called once what came behind the end is in safety.
void Dialog::end_content(Time now) {
  on_end_of_data(now);
  data_.clear();
  content_ = content_ahead_ = false;
  if (std::exchange(content_again_, false)) begin_content(now);
}

// At each octet that a rule named, with the content up to there, however it came in.
void Dialog::offer_body(Time now) {
  while (body_at_ && data_.octets() >= *body_at_ && !voice_.outbox().closing()) {
    const std::uint64_t at = *body_at_;
    body_at_.reset();
    Moment moment;
    moment.stage = Stage::body;
    moment.content = data_.content().substr(0, static_cast<std::size_t>(at));
    moment.octets = at;
    const Said said = voice_.answer(moment, now);
    if (said.code != 0) {
      early_ = said;
      early_text_ = said.text;
    }
    if (voice_.outbox().closing()) {
      cut_at_ = at;
      return;
    }
    moment.now = now;
    moment.facts = voice_.facts().get();
    moment.octets = at + 1;  // what comes next
    const std::optional<std::uint64_t> then = behavior_.alarm(moment).octets;
    if (then && *then > at) body_at_ = then;
  }
}

const Reply* Dialog::plan_end_of_data() {
  if (!delivery_.open()) return &replies::mail_first;
  switch (data_.fault()) {
    case DataReader::Fault::too_large:
      return &replies::data_too_large;
    case DataReader::Fault::no_room:
      return &replies::no_room;
    case DataReader::Fault::none:
      break;
  }
  if (delivery_.valid_recipients() == 0) return &replies::no_valid_recipients;
  if (content_ahead_) return &replies::sent_before_354;
  if (minds_content_)
    if (const Reply* refusal = mind_content()) return refusal;
  // Written anew each time, and allocated once a session: this is the reply of every message.
  char number[24];
  const char* const end =
      std::to_chars(number, number + sizeof number, record_->open()->number).ptr;
  queued_.octets.reserve(48);
  queued_.octets.assign("250 2.0.0 Ok: kept as t");
  queued_.octets.append(number, static_cast<std::size_t>(end - number)).append("\r\n");
  return &queued_;
}

void Dialog::record_content(Time now) {
  record_->append(now, Who::client, EventKind::data, "", data_.octets(), in_offset_, Stage::eom);
  if (data_.bare_lf()) record_->note_mark(Mark::bare_newline);
  if (data_.look_alikes().any()) note_look_alikes(now);
  in_offset_ += data_.wire_octets();
}

// What the profile refuses in mail data; null: nothing.
const Reply* Dialog::mind_content() {
  const Profile& profile = options_.profile;
  const Strays strays = find_strays(data_.content());
  const MailParameters& asked = delivery_.parameters();
  const auto refuse = [&](int code, std::string_view enhanced, std::string_view text) {
    stray_reply_ = Reply::make(code, enhanced, text);
    return &stray_reply_;
  };
  const auto refused = [](const Stray& stray) { return stray.what == Stray::What::reject; };
  // RFC 3030 §3: binary content has no lines.
  if (!asked.binary) {
    if (strays.bare_lf && refused(profile.bare_lf))
      return refuse(profile.bare_lf.code, "", "Bare LF in mail data");
    if (strays.bare_cr && refused(profile.bare_cr))
      return refuse(profile.bare_cr.code, "", "Bare CR in mail data");
    if (strays.nul && refused(profile.nul)) return refuse(profile.nul.code, "", "NUL in mail data");
    // RFC 5321 §4.5.3.1.6, §4.5.3.1.9
    if (profile.max_line > 0 && strays.longest_line > profile.max_line)
      return refuse(500, "5.6.0", "A line of mail data is too long");
  }
  // RFC 6152 §3
  if (strays.eight_bit && !profile.undeclared_8bit && !asked.eight_bit)
    return refuse(554, "5.6.1", "8-bit mail data without BODY=8BITMIME");
  return nullptr;
}

// `abort` closes where the stray octet is seen.
void Dialog::abort_at_stray(Time now) {
  const auto aborts = [](const Stray& stray) { return stray.what == Stray::What::abort; };
  const Profile& profile = options_.profile;
  if (!aborts(profile.bare_lf) && !aborts(profile.bare_cr) && !aborts(profile.nul)) return;
  const std::string_view content = data_.content();
  // What stands before the last octet is decided: a CR at the end may become CRLF.
  const std::size_t end = content.empty() ? 0 : content.size() - 1;
  const std::size_t begin = std::min<std::size_t>(strays_looked_, end);
  strays_looked_ = end;
  const Strays strays = find_strays(content.substr(begin > 0 ? begin - 1 : 0, end - begin + 1));
  const bool found = (strays.bare_lf && aborts(profile.bare_lf) && begin > 0) ||
                     (strays.bare_cr && aborts(profile.bare_cr)) ||
                     (strays.nul && aborts(profile.nul));
  if (!found) return;
  note("mail data has an octet that profile " + profile.name + " closes at", now);
  cut_at_ = data_.octets();
  hang_up("stray octet");
}

void Dialog::note_look_alikes(Time now) {
  for (std::size_t i = 0; i < kLookAlikes; ++i) {
    const auto kind = static_cast<LookAlike>(i);
    if (!data_.look_alikes().has(kind)) continue;
    std::string text = "look-alike end of data: " + std::string(to_string(kind));
    if (data_.ended_by() == kind) text += ", taken for the end by profile " + options_.profile.name;
    note(text, now);
  }
}

void Dialog::on_end_of_data(Time now) {
  record_content(now);
  answer_end_of_data(true, now);
}

void Dialog::answer_end_of_data(bool each, Time now) {
  if (each && options_.protocol == Protocol::lmtp && delivery_.valid_recipients() > 0) {
    answer_each_recipient(now);
    return;
  }
  Said said;
  if (early_) {
    said = *early_;
    said.text = early_text_;
  } else {
    Moment moment;
    moment.stage = Stage::eom;
    moment.content = data_.content();
    moment.planned = plan_end_of_data();
    said = voice_.answer(moment, now);
  }
  content_again_ = said.content;
  // RFC 5321 §3.8: 421, and Postfix's 521, say that the connection closes.
  if (!said.by_rule && (said.code == 421 || said.code == 521)) hang_up("mail data");
  if (!delivery_.open()) return;
  const bool keep = delivery_.keeps(said) && data_.fault() == DataReader::Fault::none;
  // Visible to every reader before the driver gets the reply.
  const Outbox::Ack ack =
      delivery_.finish(said, std::make_shared<const Content>(data_.take()), keep, now);
  if (said.whole) voice_.outbox().acknowledges(ack);
}

// All are decided, in order; then the message is stored, once; then the replies leave.
void Dialog::answer_each_recipient(Time now) {
  const Reply* const planned = early_ ? nullptr : plan_end_of_data();
  const Reply early = early_ ? Reply::raw(early_text_ + "\r\n") : Reply();
  const std::size_t count = record_->open()->envelope.to.size();
  Said taken, last;  // of those replies, the first that takes the message and the last of all
  std::string taken_text, last_text;
  bool first = true, kept = false;
  for (std::size_t i = 0; i < count; ++i) {
    const Recipient recipient = record_->open()->envelope.to[i];
    if (!recipient.valid) continue;
    Said said;
    if (early_) {
      // It was said once, before the end: the others are owed the same.
      if (!std::exchange(first, false)) voice_.say(early, Stage::eom, now);
      said = *early_;
      said.text = early_text_;
      said.end = voice_.outbox().offset();
    } else {
      Moment moment;
      moment.stage = Stage::eom;
      moment.content = data_.content();
      moment.planned = planned;
      moment.recipient = &recipient;
      said = voice_.answer(moment, now);
      while (voice_.owes()) voice_.pay(now);
    }
    const bool keep = recipient.kept && said.accept.value_or(said.positive()) &&
                      data_.fault() == DataReader::Fault::none;
    record_->answer_recipient(i, said.text, keep);
    if (keep && !std::exchange(kept, true)) {
      taken = said;
      taken_text = said.text;
    }
    last = said;
    last_text = said.text;
  }
  Said said = kept ? taken : last;
  said.text = kept ? taken_text : last_text;
  said.end = last.end;  // whole once the last has left
  const Outbox::Ack ack =
      delivery_.finish(said, std::make_shared<const Content>(data_.take()), kept, now);
  if (said.whole) voice_.outbox().acknowledges(ack);
}

void Dialog::abandon_transaction(Time now) {
  std::shared_ptr<const Content> content;
  if (chunking_) content = std::make_shared<const Content>(data_.take());
  delivery_.abandon(outcome::aborted, std::move(content), now);
  if (chunking_) data_.clear();
  chunking_ = false;
}

}  // namespace mailrig::smtp
