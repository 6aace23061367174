// STARTTLS (RFC 3207) and implicit TLS (RFC 8314 §3): when a handshake begins, and what the client
// said in the clear that is forgotten with it.
#include "smtp/dialog.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {

void Dialog::on_starttls(const Command& command, Moment& moment, const Line& line, Time now) {
  if (const Reply* barred = bar(Verb::starttls))
    moment.planned = barred;
  else if (secure_)
    moment.planned = &replies::tls_active;
  else if (options_.tls != TlsMode::starttls)
    moment.planned = &replies::tls_not_offered;
  else if (!command.arg.empty())
    moment.planned = &replies::no_argument;  // RFC 3207 §4: 501, no parameters allowed
  else
    moment.planned = &replies::start_tls;
  record_line(line, EventKind::command, moment.stage, std::nullopt, now);
  const Said said = voice_.answer(moment, now);
  if (said.content) return begin_content(now);
  // Whatever was planned: a client that read 220 begins a handshake.
  if (said.code != 220 || secure_ || voice_.outbox().closing()) return;
  handshake_ = Handshake::wanted;
  voice_.outbox().flush();
}

// Once the 220 has left: asks what the handshake is to be like.
void Dialog::plan_handshake(Time now) {
  handshake_ = Handshake::planned;
  Moment moment;
  moment.stage = Stage::tls;
  voice_.answer(moment, now);
}

StartTls Dialog::begin_handshake(Time now) {
  handshake_ = Handshake::underway;
  StartTls start{voice_.take_tls_plan(), {}};
  const std::string_view rest = input_.rest();
  if (rest.empty()) return start;
  if (!greeted_) {  // implicit TLS behind a PROXY header
    start.ahead = rest;
    input_.consume(rest.size());
    return start;
  }
  note_injection(rest, now);
  // CVE-2011-0411: what came in the clear must not be taken for what came inside TLS.
  if (!options_.profile.starttls_vulnerable) {
    in_offset_ += rest.size();
    input_.consume(rest.size());
  }
  return start;
}

void Dialog::note_injection(std::string_view plaintext, Time now) {
  record_->note_mark(Mark::starttls_injection);
  static constexpr std::size_t most = 1'000;
  note(std::to_string(plaintext.size()) + " octets in the clear behind STARTTLS, " +
           (options_.profile.starttls_vulnerable ? "executed inside TLS: " : "discarded: ") +
           std::string(plaintext.substr(0, most)),
       now);
}

void Dialog::tls_started(const TlsInfo& info, Time now) {
  handshake_ = Handshake::none;
  secure_ = true;
  silent_since_ = now;
  Facts facts = *voice_.facts();
  facts.tls = info.version;
  facts.tls_cipher = info.cipher;
  facts.tls_sni = info.sni;
  facts.tls_alpn = info.alpn;
  // RFC 3207 §4.2: what was learned in the clear is forgotten.
  facts.helo.clear();
  facts.esmtp = false;
  facts.user.reset();
  facts.mechanism.reset();
  voice_.learn(std::move(facts));
  forget_client(now);
  std::string text = info.version;
  if (!info.cipher.empty()) text += " " + info.cipher;
  if (!info.sni.empty()) text += " for " + info.sni;
  record_->append(now, Who::rig, EventKind::tls, text, 0, in_offset_, Stage::tls);
}

void Dialog::tls_failed(const TlsFailure& failure, Time now) {
  if (failure.from_client) {
    Facts facts = *voice_.facts();
    facts.tls_alert = failure.alert;
    voice_.learn(std::move(facts));
  }
  if (!failure.plaintext.empty() && greeted_ && handshake_ == Handshake::underway)
    note_injection(failure.plaintext, now);
  const Who who = failure.planned ? Who::rig : failure.from_client ? Who::client : Who::server;
  record_->append(now, who, EventKind::tls, failure.why, 0, in_offset_, Stage::tls);
  record_->note_failure();
  close(failure.planned       ? ClosedBy::rule
        : failure.from_client ? ClosedBy::client
                              : ClosedBy::server,
        "tls");
}

// Back to the state behind the greeting.
void Dialog::forget_client(Time now) {
  abandon_transaction(now);
  hello_ = false;
  authenticated_ = false;
  ehlo_reply_.octets.clear();  // what is offered may differ
}

}  // namespace mailrig::smtp
