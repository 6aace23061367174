// The commands of SMTP (RFC 5321 §4.1.1): a check plans the reply, the answer decides, and what
// was said takes effect.
#include <algorithm>
#include <array>

#include "mail/address.hpp"
#include "mail/ascii.hpp"
#include "smtp/capabilities.hpp"
#include "smtp/dialog.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {

namespace {

// What a browser that was led here says first.
bool is_http(std::string_view word) {
  static constexpr std::array<std::string_view, 7> verbs{"GET",    "HEAD",    "POST",   "PUT",
                                                         "DELETE", "OPTIONS", "CONNECT"};
  return std::find(verbs.begin(), verbs.end(), word) != verbs.end();
}

// RFC 5321 §2.3.5: a fully qualified domain name; §4.1.4: or an address literal.
bool is_qualified(std::string_view name) {
  return valid_address_literal(name) ||
         (valid_domain(name) && name.find('.') != std::string_view::npos);
}

}  // namespace

void Dialog::record_line(const Line& line, EventKind kind, std::optional<Stage> stage,
                         std::optional<std::size_t> secret, Time now) {
  if (line.bare_lf) record_->note_mark(Mark::bare_newline);
  if ((line.bare_lf || line.bare_cr) && !bare_lf_noted_) {
    bare_lf_noted_ = true;
    note(line.bare_lf ? "a line ended in LF instead of CRLF" : "a line ended in CR instead of CRLF",
         now);
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
  if (exchange_) {
    on_auth_line(line, now);
    return;
  }
  const Command command = parse_command(line.text);
  Moment moment;
  moment.verb = command.word;
  moment.line = line.text;
  moment.arg = command.arg;
  if (line.too_long || line.octets > line_limit(command.verb, options_)) {
    // Offered as any other verb: its arguments are not all there.
    moment.stage = Stage::command;
    moment.planned =
        command.verb == Verb::auth ? &replies::auth_line_too_long : &replies::line_too_long;
    record_line(line, EventKind::command, moment.stage, secret_of(command, line.text), now);
    voice_.answer(moment, now);
    return;
  }
  moment.stage = stage_of(command.verb);
  if (const Reply* refusal = mind_pipelining(command, now)) {
    moment.planned = refusal;
    record_line(line, EventKind::command, moment.stage, secret_of(command, line.text), now);
    voice_.answer(moment, now);
    if (refusal != &replies::sent_ahead) hang_up("pipelining");
    return;
  }
  on_command(command, moment, line, now);
}

void Dialog::on_owed_line(const Line& line, Time now) {
  const bool secret = voice_.owes_secret();
  record_line(line, secret ? EventKind::auth : EventKind::command, {},
              secret ? std::optional<std::size_t>(0) : std::nullopt, now);
  voice_.pay(now);
}

void Dialog::on_command(const Command& command, Moment& moment, const Line& line, Time now) {
  switch (command.verb) {
    case Verb::ehlo:
    case Verb::helo:
    case Verb::lhlo:
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
    case Verb::auth:
      return on_auth(command, moment, line, now);
    case Verb::bdat:
      return on_bdat(command, moment, line, now);
    case Verb::xclient:
      return on_xclient(command, moment, line, now);
    case Verb::xforward:
      return on_xforward(command, moment, line, now);
    default:
      break;
  }
  moment.planned = plan_simple(command);
  record_line(line, EventKind::command, moment.stage, std::nullopt, now);
  if (command.verb == Verb::rset) record_->note_rset();
  const Said said = voice_.answer(moment, now);
  if (command.verb == Verb::rset && said.positive()) abandon_transaction(now);
  if (moment.planned == &replies::http && !said.by_rule) hang_up("http");
  if (said.content) begin_content(now);
}

const Reply* Dialog::bar(Verb verb) const {
  // RFC 5321 §3.1: after a refusing greeting, 503 to all but QUIT.
  if (refused_) return verb == Verb::quit ? nullptr : &replies::refused_greeting;
  // RFC 3207 §4: 530 to every command other than NOOP, EHLO, STARTTLS or QUIT.
  if (options_.tls_required && !secure_ && verb != Verb::noop && verb != Verb::ehlo &&
      verb != Verb::lhlo && verb != Verb::starttls && verb != Verb::quit)
    return &replies::tls_first;
  if (options_.auth.required && !authenticated_) {
    // RFC 4954 §6: 530 to any command that needs it.
    switch (verb) {
      case Verb::mail:
      case Verb::rcpt:
      case Verb::data:
      case Verb::bdat:
      case Verb::vrfy:
      case Verb::expn:
      case Verb::etrn:
        return &replies::auth_required;
      default:
        break;
    }
  }
  return nullptr;
}

// The commands that change nothing, and RSET.
const Reply* Dialog::plan_simple(const Command& command) {
  if (const Reply* barred = bar(command.verb)) return barred;
  const auto offered = [&](Extension one) { return options_.extensions.has(one); };
  switch (command.verb) {
    case Verb::rset:
      return command.arg.empty() ? &replies::ok : &replies::no_argument;
    case Verb::noop:
      return &replies::ok;
    case Verb::vrfy:
      return command.arg.empty() ? &replies::argument_missing : &replies::cannot_verify;
    case Verb::expn:
      if (!offered(Extension::expn)) return &replies::not_offered;
      return command.arg.empty() ? &replies::argument_missing : &replies::cannot_expand;
    case Verb::help:
      return offered(Extension::help) ? &replies::help : &replies::not_offered;
    case Verb::etrn:
      return plan_etrn(command);
    default:
      return is_http(command.word) && options_.profile.http_closes ? &replies::http
                                                                   : &replies::unknown_command;
  }
}

const Reply* Dialog::plan_etrn(const Command& command) {
  if (!options_.extensions.has(Extension::etrn)) return &replies::unknown_command;
  // RFC 1985 §5: illegal between MAIL and the end of its data.
  if (delivery_.begun()) return &replies::in_transaction;
  std::string_view node = command.arg;
  if (node.empty()) return &replies::etrn_syntax;
  const bool queue = node.starts_with('#');  // §5.3: its syntax is the server's own affair
  if (queue || node.starts_with('@')) node.remove_prefix(1);
  const bool qualified = valid_domain(node) && node.find('.') != std::string_view::npos;
  // The reply names it, and has a limit of its own (§4.5.3.1.5 of RFC 5321).
  if (node.empty() || node.size() > 255 || (!queue && !qualified)) return &replies::etrn_bad_node;
  queued_ =
      Reply::make(250, "2.0.0", "OK, queuing for node " + std::string(command.arg) + " started");
  return &queued_;
}

void Dialog::on_hello(const Command& command, Moment& moment, const Line& line, Time now) {
  const bool esmtp = command.verb != Verb::helo;
  // RFC 2033 §4.1: LMTP knows LHLO alone, SMTP all but LHLO.
  const bool foreign = (command.verb == Verb::lhlo) != (options_.protocol == Protocol::lmtp);
  if (esmtp && ehlo_reply_.octets.empty())
    ehlo_reply_ = ehlo_reply(options_, {secure_, trusted(), store_.wall_now()});
  const Reply& planned = esmtp ? ehlo_reply_ : welcome_->hello;
  const Reply* const barred = bar(command.verb);
  moment.planned = barred                ? barred
                   : foreign             ? &replies::unknown_command
                   : command.arg.empty() ? &replies::hello_without_name
                                         : &planned;
  const int code = options_.profile.hello_fqdn;
  if (code != 0 && moment.planned == &planned && !is_qualified(command.arg)) {
    queued_ = Reply::make(code, "", "Your name is no fully qualified domain name");
    moment.planned = &queued_;
  }
  // Rules see the name that is being offered.
  if (!command.arg.empty() && !foreign &&
      (voice_.facts()->helo != command.arg || voice_.facts()->esmtp != esmtp)) {
    Facts facts = *voice_.facts();
    facts.helo = command.arg;
    facts.esmtp = esmtp;
    voice_.learn(std::move(facts));
  }
  record_line(line, EventKind::command, moment.stage, std::nullopt, now);
  const Said said = voice_.answer(moment, now);
  if (said.positive()) {
    // RFC 5321 §4.1.4: a later EHLO does what RSET does.
    abandon_transaction(now);
    hello_ = true;
    pipelining_ = esmtp && options_.extensions.has(Extension::pipelining);
  }
  if (said.content) begin_content(now);
}

void Dialog::on_mail(const Command& command, Moment& moment, const Line& line, Time now) {
  Envelope offered;
  MailParameters parameters;
  Finding finding;
  check_mail(command.arg, {options_, store_, secure_}, offered.from, parameters, finding);
  const Reply* const barred = bar(Verb::mail);
  const bool may_mail = hello_ || !options_.profile.hello_required;
  moment.planned = barred              ? barred
                   : !may_mail         ? &replies::hello_first
                   : delivery_.begun() ? &replies::nested_mail
                   : at_mail_limit()   ? &replies::too_many_mails
                                       : finding.planned;
  const bool in_order = may_mail && !delivery_.begun() && !barred;
  if (in_order) {
    delivery_.offer(std::move(offered.from), now);
    if (!voice_.facts()->forwarded.empty()) forget_forwarded();
  } else {
    moment.envelope = &offered;
  }
  record_line(line, EventKind::command, moment.stage, std::nullopt, now);
  if (finding.spaced_colon) note("white space behind the colon of MAIL FROM:", now);
  if (finding.bare_address) note("an address without angle brackets", now);
  const Said said = voice_.answer(moment, now);
  if (in_order) {
    delivery_.answer_mail(said, parameters, now);
  } else if (said.positive()) {  // out of order, but a rule took it
    delivery_.offer(std::move(offered.from), now);
    delivery_.answer_mail(said, parameters, now);
  }
  ++mails_;  // RFC 9422, MAILMAX: refused ones count as well
  if (said.content) begin_content(now);
}

void Dialog::on_rcpt(const Command& command, Moment& moment, const Line& line, Time now) {
  Recipient recipient;
  Finding finding;
  check_rcpt(command.arg, {options_, store_, secure_}, delivery_.parameters().utf8, recipient,
             finding);
  moment.planned = finding.planned;
  if (const Reply* barred = bar(Verb::rcpt))
    moment.planned = barred;
  else if (!delivery_.begun())
    moment.planned = hello_ ? &replies::mail_first : &replies::hello_first;
  else if (delivery_.valid_recipients() >= options_.limits.recipients)
    moment.planned = &replies::too_many_recipients;  // RFC 5321 §4.5.3.1.10
  else if (chunking_)
    moment.planned = &replies::rcpt_after_bdat;
  else if (options_.limits.recipient_domains > 0 && finding.planned == &replies::recipient_ok &&
           one_domain_more(recipient.address))
    moment.planned = &replies::too_many_domains;  // RFC 9422, RCPTDOMAINMAX
  moment.recipient = &recipient;
  record_line(line, EventKind::command, moment.stage, std::nullopt, now);
  if (finding.spaced_colon) note("white space behind the colon of RCPT TO:", now);
  if (finding.bare_address) note("an address without angle brackets", now);
  const Said said = voice_.answer(moment, now);
  if (said.positive() && options_.limits.recipient_domains > 0) note_domain(recipient.address);
  if (delivery_.open())
    delivery_.answer_rcpt(said, std::move(recipient), options_.limits.recipients);
  if (said.content) begin_content(now);
}

bool Dialog::at_mail_limit() const {
  return options_.limits.mails > 0 && mails_ >= options_.limits.mails;
}

bool Dialog::knows_domain(std::string_view address) const {
  return std::any_of(domains_.begin(), domains_.end(),
                     [&](std::string_view each) { return iequals(each, domain_of(address)); });
}

// The session's recipients are of as many domains as may be, and this one is of another.
bool Dialog::one_domain_more(std::string_view address) const {
  return domains_.size() >= options_.limits.recipient_domains && !knows_domain(address);
}

void Dialog::note_domain(std::string_view address) {
  // A rule may take more than may be.
  if (domains_.size() < options_.limits.recipient_domains && !knows_domain(address))
    domains_.emplace_back(domain_of(address));
}

// RFC 5321 §3.3: 503 where there was no RCPT, 554 where all were refused. RFC 2033 §4.2: 503.
const Reply* Dialog::plan_without_recipients() const {
  return delivery_.has_recipients() && options_.protocol == Protocol::smtp
             ? &replies::no_valid_recipients
             : &replies::rcpt_first;
}

void Dialog::on_data(const Command& command, Moment& moment, const Line& line, Time now) {
  bool for_want = false;
  if (const Reply* barred = bar(Verb::data)) {
    moment.planned = barred;
  } else if (!delivery_.begun()) {
    moment.planned = hello_ ? &replies::mail_first : &replies::hello_first;
  } else if (!command.arg.empty()) {
    moment.planned = &replies::no_argument;
  } else if (chunking_) {
    moment.planned = &replies::data_after_bdat;  // RFC 3030 §2
  } else if (delivery_.parameters().binary) {
    moment.planned = &replies::binary_needs_bdat;  // RFC 3030 §3
  } else if (delivery_.valid_recipients() == 0) {
    for_want = true;
    moment.planned = plan_without_recipients();
  } else if (!data_.begin(delivery_.parameters().size)) {
    moment.planned = &replies::no_room;
  } else {
    moment.planned = &replies::start_data;
  }
  record_line(line, EventKind::command, moment.stage, std::nullopt, now);
  const Said said = voice_.answer(moment, now);
  if (said.content) {
    begin_content(now);
    return;
  }
  content_ahead_ = false;
  if (!chunking_) data_.clear();
  if (delivery_.open()) delivery_.answer_data(said, for_want && !said.by_rule);
}

void Dialog::on_quit(const Command& command, Moment& moment, const Line& line, Time now) {
  moment.planned = command.arg.empty() ? &replies::bye : &replies::no_argument;
  record_line(line, EventKind::command, moment.stage, std::nullopt, now);
  const Said said = voice_.answer(moment, now);
  quit_ = true;
  record_->note_quit();
  if (said.positive()) {
    abandon_transaction(now);
    if (!voice_.outbox().closing()) {
      Close asked;
      asked.asked = true;
      voice_.outbox().close(asked);
      close(ClosedBy::client, "quit");
    }
  }
  if (said.content) begin_content(now);
}

}  // namespace mailrig::smtp
