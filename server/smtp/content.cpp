// Mail data, from 354 to the answer to its end (RFC 5321 §4.1.1.4).
#include <charconv>
#include <utility>

#include "smtp/dialog.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {

void Dialog::begin_content(Time now) {
  content_ = true;
  voice_.outbox().flush();  // RFC 2920 §3.2: the reply to DATA is not held back
  body_at_.reset();
  cut_at_.reset();
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
  return ended && !cut_at_;
}

// To be called once what came behind the end is in safety.
void Dialog::end_content(Time now) {
  on_end_of_data(now);
  data_.clear();
  content_ = false;
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
  // Written anew each time without allocating: this is the reply of every message.
  char number[24];
  const char* const end =
      std::to_chars(number, number + sizeof number, record_->open()->number).ptr;
  queued_.octets.assign("250 2.0.0 Ok: kept as t");
  queued_.octets.append(number, static_cast<std::size_t>(end - number)).append("\r\n");
  return &queued_;
}

void Dialog::record_content(Time now) {
  record_->append(now, Who::client, EventKind::data, "", data_.octets(), in_offset_,
                  to_string(Stage::eom));
  for (const LookAlike kind : data_.look_alikes())
    note("look-alike end of data: " + std::string(to_string(kind)), now);
  in_offset_ += data_.wire_octets();
}

void Dialog::on_end_of_data(Time now) {
  record_content(now);
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
  if (!delivery_.open()) return;
  const bool keep = delivery_.keeps(said) && data_.fault() == DataReader::Fault::none;
  // Visible to every reader before the driver gets the reply.
  const Outbox::Ack ack =
      delivery_.finish(said, std::make_shared<const Content>(data_.take()), keep, now);
  if (said.whole) voice_.outbox().acknowledges(ack);
}

}  // namespace mailrig::smtp
