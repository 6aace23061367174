// The commands of SMTP (RFC 5321 §4.1.1): a check plans the reply, the answer decides, and what
// was said takes effect.
#include <algorithm>

#include "smtp/capabilities.hpp"
#include "smtp/dialog.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {

void Dialog::record_line(const Line& line, EventKind kind, std::string_view stage,
                         std::optional<std::size_t> secret, Time now) {
  if (line.bare_lf && !bare_lf_noted_) {
    bare_lf_noted_ = true;
    note("a line ended in LF instead of CRLF", now);
  }
  if (secret) {
    Event event;
    event.at = record_->since_begin(now);
    event.who = Who::client;
    event.kind = kind;
    event.text = line.text;
    event.octets = line.octets;
    event.offset = in_offset_;
    event.stage = stage;
    event.secret_from = secret;
    record_->append(event);
  } else {
    record_->append(now, Who::client, kind, line.text, line.octets, in_offset_, stage);
  }
  in_offset_ += line.octets;
  commands_ = true;
}

void Dialog::on_line(const Line& line, Time now) {
  if (voice_.owes()) {
    on_owed_line(line, now);
    return;
  }
  const Command command = parse_command(line.text);
  Moment moment;
  moment.verb = command.word;
  moment.line = line.text;
  moment.arg = command.arg;
  if (line.too_long || line.octets > line_limit(command.verb, options_.limits.command_line)) {
    // Offered as any other verb: its arguments are not all there.
    moment.stage = Stage::command;
    moment.planned = &replies::line_too_long;
    record_line(line, EventKind::command, to_string(moment.stage), secret_of(command, line.text),
                now);
    voice_.answer(moment, now);
    return;
  }
  moment.stage = stage_of(command.verb);
  on_command(command, moment, line, now);
}

void Dialog::on_owed_line(const Line& line, Time now) {
  const bool secret = voice_.owes_secret();
  record_line(line, secret ? EventKind::auth : EventKind::command, "",
              secret ? std::optional<std::size_t>(0) : std::nullopt, now);
  voice_.pay(now);
}

void Dialog::on_command(const Command& command, Moment& moment, const Line& line, Time now) {
  switch (command.verb) {
    case Verb::ehlo:
    case Verb::helo:
      return on_hello(command, moment, line, now);
    case Verb::mail:
      return on_mail(command, moment, line, now);
    case Verb::rcpt:
      return on_rcpt(command, moment, line, now);
    case Verb::data:
      return on_data(command, moment, line, now);
    case Verb::quit:
      return on_quit(command, moment, line, now);
    case Verb::starttls:
      return on_starttls(command, moment, line, now);
    default:
      break;
  }
  moment.planned = plan_simple(command);
  record_line(line, command.verb == Verb::auth ? EventKind::auth : EventKind::command,
              to_string(moment.stage), secret_of(command, line.text), now);
  const Said said = voice_.answer(moment, now);
  if (command.verb == Verb::rset && said.positive())
    delivery_.abandon(outcome::aborted, nullptr, now);
  if (said.content) begin_content(now);
}

const Reply* Dialog::bar(Verb verb) const {
  // RFC 5321 §3.1: after a refusing greeting, 503 to all but QUIT.
  if (refused_) return verb == Verb::quit ? nullptr : &replies::refused_greeting;
  // RFC 3207 §4: 530 to every command other than NOOP, EHLO, STARTTLS or QUIT.
  if (options_.tls_required && !secure_ && verb != Verb::noop && verb != Verb::ehlo &&
      verb != Verb::starttls && verb != Verb::quit)
    return &replies::tls_first;
  return nullptr;
}

// The commands that change nothing, and RSET.
const Reply* Dialog::plan_simple(const Command& command) const {
  if (const Reply* barred = bar(command.verb)) return barred;
  switch (command.verb) {
    case Verb::rset:
      return command.arg.empty() ? &replies::ok : &replies::no_argument;
    case Verb::noop:
      return &replies::ok;
    case Verb::vrfy:
      return command.arg.empty() ? &replies::argument_missing : &replies::cannot_verify;
    case Verb::help:
      return &replies::help;
    case Verb::auth:
      return &replies::auth_not_offered;
    case Verb::expn:
      return &replies::not_offered;
    default:
      return &replies::unknown_command;
  }
}

void Dialog::on_hello(const Command& command, Moment& moment, const Line& line, Time now) {
  const bool esmtp = command.verb == Verb::ehlo;
  Reply& planned = esmtp ? ehlo_reply_ : helo_reply_;
  if (planned.octets.empty())
    planned = esmtp ? ehlo_reply(options_, {secure_, trusted_, store_.wall_now()})
                    : Reply::make(250, "", options_.hostname);
  const Reply* const barred = bar(command.verb);
  moment.planned = barred ? barred : command.arg.empty() ? &replies::hello_without_name : &planned;
  // Rules see the name that is being offered.
  if (!command.arg.empty() &&
      (voice_.facts()->helo != command.arg || voice_.facts()->esmtp != esmtp)) {
    Facts facts = *voice_.facts();
    facts.helo = command.arg;
    facts.esmtp = esmtp;
    voice_.learn(std::move(facts));
  }
  record_line(line, EventKind::command, to_string(moment.stage), std::nullopt, now);
  const Said said = voice_.answer(moment, now);
  if (said.positive()) {
    // RFC 5321 §4.1.4: a later EHLO does what RSET does.
    delivery_.abandon(outcome::aborted, nullptr, now);
    hello_ = true;
  }
  if (said.content) begin_content(now);
}

void Dialog::on_mail(const Command& command, Moment& moment, const Line& line, Time now) {
  Envelope offered;
  MailParameters parameters;
  Finding finding;
  check_mail(command.arg, options_.limits.message, offered.from, parameters, finding);
  const Reply* const barred = bar(Verb::mail);
  moment.planned = barred              ? barred
                   : !hello_           ? &replies::hello_first
                   : delivery_.begun() ? &replies::nested_mail
                                       : finding.planned;
  const bool in_order = hello_ && !delivery_.begun() && !barred;
  if (in_order)
    delivery_.offer(std::move(offered.from), now);
  else
    moment.envelope = &offered;
  record_line(line, EventKind::command, to_string(moment.stage), std::nullopt, now);
  if (finding.spaced_colon) note("white space behind the colon of MAIL FROM:", now);
  const Said said = voice_.answer(moment, now);
  if (in_order) {
    delivery_.answer_mail(said, parameters, now);
  } else if (said.positive()) {  // out of order, but a rule took it
    delivery_.offer(std::move(offered.from), now);
    delivery_.answer_mail(said, parameters, now);
  }
  if (said.content) begin_content(now);
}

void Dialog::on_rcpt(const Command& command, Moment& moment, const Line& line, Time now) {
  Recipient recipient;
  Finding finding;
  check_rcpt(command.arg, delivery_.parameters().utf8, recipient, finding);
  moment.planned = finding.planned;
  if (const Reply* barred = bar(Verb::rcpt))
    moment.planned = barred;
  else if (!delivery_.begun())
    moment.planned = hello_ ? &replies::mail_first : &replies::hello_first;
  else if (delivery_.valid_recipients() >= options_.limits.recipients)
    moment.planned = &replies::too_many_recipients;  // RFC 5321 §4.5.3.1.10
  moment.recipient = &recipient;
  record_line(line, EventKind::command, to_string(moment.stage), std::nullopt, now);
  if (finding.spaced_colon) note("white space behind the colon of RCPT TO:", now);
  const Said said = voice_.answer(moment, now);
  if (delivery_.open())
    delivery_.answer_rcpt(said, std::move(recipient), options_.limits.recipients);
  if (said.content) begin_content(now);
}

void Dialog::on_data(const Command& command, Moment& moment, const Line& line, Time now) {
  bool for_want = false;
  if (const Reply* barred = bar(Verb::data)) {
    moment.planned = barred;
  } else if (!delivery_.begun()) {
    moment.planned = hello_ ? &replies::mail_first : &replies::hello_first;
  } else if (!command.arg.empty()) {
    moment.planned = &replies::no_argument;
  } else if (delivery_.valid_recipients() == 0) {
    // RFC 5321 §3.3: 503 where there was no RCPT, 554 where all were refused.
    for_want = true;
    moment.planned =
        delivery_.has_recipients() ? &replies::no_valid_recipients : &replies::rcpt_first;
  } else if (!data_.begin(delivery_.parameters().size)) {
    moment.planned = &replies::no_room;
  } else {
    moment.planned = &replies::start_data;
  }
  record_line(line, EventKind::command, to_string(moment.stage), std::nullopt, now);
  const Said said = voice_.answer(moment, now);
  if (said.content) {
    begin_content(now);
    return;
  }
  data_.clear();
  if (delivery_.open())
    delivery_.answer_data(said, for_want && said.text == moment.planned->text());
}

void Dialog::on_quit(const Command& command, Moment& moment, const Line& line, Time now) {
  moment.planned = command.arg.empty() ? &replies::bye : &replies::no_argument;
  record_line(line, EventKind::command, to_string(moment.stage), std::nullopt, now);
  const Said said = voice_.answer(moment, now);
  quit_ = true;
  record_->note_quit();
  if (said.positive()) {
    delivery_.abandon(outcome::aborted, nullptr, now);
    if (!voice_.outbox().closing()) {
      voice_.outbox().close({});
      close(ClosedBy::client, "quit");
    }
  }
  if (said.content) begin_content(now);
}

}  // namespace mailrig::smtp
