#include "smtp/sender.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/encoding.hpp"

namespace mailrig::smtp {
namespace {

// RFC 5321 §4.5.2, and CRLF at the end, which the final dot needs.
std::string stuffed(std::string_view content) {
  std::string out;
  out.reserve(content.size() + content.size() / 64 + 8);
  bool line_begins = true;
  for (const char c : content) {
    if (line_begins && c == '.') out += '.';
    out += c;
    line_begins = c == '\n';
  }
  if (!out.ends_with("\r\n") && !out.empty()) out += "\r\n";
  return out += ".\r\n";
}

}  // namespace

Client::Step Sender::next() {
  if (!words_.empty()) return Step::say;
  if (securing_) return Step::secure;
  return ended_ ? Step::end : Step::hear;
}

void Sender::show(Who who, std::string_view text, Time at) const {
  if (options_.show) options_.show({who, text, at});
}

void Sender::said(Time now) {
  for (const std::string& line : shown_) show(Who::client, line, now);
  shown_.clear();
  words_.clear();
}

void Sender::say(std::string line, Expect expect, std::size_t secret_from) {
  shown_.push_back(secret_from < line.size() ? line.substr(0, secret_from) + "****" : line);
  words_ += std::move(line) + "\r\n";
  expected_.push_back(expect);
}

void Sender::heard(std::string_view octets, Time now) {
  replies_.add(octets);
  while (!ended_) {
    const auto reply = replies_.reply();
    if (!reply) break;
    greeted_ = true;
    for (const std::string& line : reply->lines) show(Who::server, line, now);
    if (expected_.empty()) {
      fail("the server spoke out of turn: " + reply->text(), reply->code, now);
      return;
    }
    const Expect expect = expected_.front();
    expected_.pop_front();
    take(expect, *reply, now);
  }
  if (replies_.too_long()) fail("the server's reply is longer than 64 KiB", 0, now);
}

void Sender::take(Expect expect, const ClientReply& reply, Time now) {
  // RFC 5321 §3.8: 421 may answer anything and ends the connection.
  if (reply.code == 421 && expect != Expect::quit) {
    attempt_.reply = reply.text();
    return fail("the server closes: " + reply.text(), reply.code, now);
  }
  const bool good = reply.first_digit() == 2;
  switch (expect) {
    case Expect::greeting:
      return good ? introduce() : fail("the server greets with " + reply.text(), reply.code, now);
    case Expect::ehlo:
      // RFC 5321 §3.2: who does not know EHLO knows HELO.
      if (!good && reply.first_digit() == 5 && !options_.lmtp)
        return say("HELO " + options_.helo, Expect::helo);
      [[fallthrough]];
    case Expect::helo:
      if (!good) return fail("the server refuses the greeting: " + reply.text(), reply.code, now);
      offered_.clear();
      for (std::size_t i = 1; i < reply.lines.size(); ++i)
        offered_.push_back(reply.lines[i].substr(std::min<std::size_t>(4, reply.lines[i].size())));
      return prepare(now);
    case Expect::starttls:
      if (!good) return fail("the server refuses STARTTLS: " + reply.text(), reply.code, now);
      securing_ = true;
      return;
    case Expect::auth:
      if (reply.code == 334) return answer_challenge(reply);
      if (!good) return fail("the server refuses the login: " + reply.text(), reply.code, now);
      authenticated_ = true;
      return prepare(now);
    case Expect::mail:
      return took_mail(reply, now);
    case Expect::rcpt:
      return took_rcpt(reply, now);
    case Expect::data:
      return took_data(reply, now);
    case Expect::content:
      return took_content(reply, now);
    case Expect::rset:
      return begin(now);
    case Expect::quit:
      ended_ = true;
      return;
  }
}

void Sender::introduce() { say((options_.lmtp ? "LHLO " : "EHLO ") + options_.helo, Expect::ehlo); }

void Sender::secured(std::string_view version, Time now) {
  show(Who::rig, "TLS is up: " + std::string(version), now);
  securing_ = false;
  if (!secure_ && expected_.empty()) introduce();  // RFC 3207 §4.2: all is forgotten
  secure_ = true;
}

bool Sender::offers(std::string_view keyword) const {
  return std::any_of(offered_.begin(), offered_.end(), [&](const std::string& line) {
    return iequals(std::string_view(line).substr(0, line.find(' ')), keyword);
  });
}

void Sender::prepare(Time now) {
  if (options_.starttls && !secure_) {
    if (!offers("STARTTLS")) return fail("the server does not offer STARTTLS", 0, now);
    return say("STARTTLS", Expect::starttls);
  }
  if (options_.login && !authenticated_) {
    if (!offers("AUTH")) return fail("the server does not offer AUTH", 0, now);
    return authenticate();
  }
  begin(now);
}

void Sender::authenticate() {
  const auto& login = *options_.login;
  mechanism_ = login.mechanism;
  if (mechanism_.empty()) {
    mechanism_ = "PLAIN";
    for (const std::string& line : offered_)
      if (istarts_with(line, "AUTH ") && to_lower(line).find(" plain") == std::string::npos &&
          to_lower(line).find(" login") != std::string::npos)
        mechanism_ = "LOGIN";
  }
  challenges_ = 0;
  if (mechanism_ == "LOGIN") return say("AUTH LOGIN", Expect::auth);
  using namespace std::string_literals;
  const std::string command = "AUTH PLAIN ";
  say(command + encode_base64("\0"s + login.user + "\0"s + login.password), Expect::auth,
      command.size());
}

void Sender::answer_challenge(const ClientReply&) {
  const auto& login = *options_.login;
  const std::string answer = mechanism_ != "LOGIN" ? "*"  // RFC 4954 §4: given up
                             : challenges_ == 0    ? encode_base64(login.user)
                             : challenges_ == 1    ? encode_base64(login.password)
                                                   : "*";
  ++challenges_;
  say(answer, Expect::auth, answer == "*" ? std::string::npos : 0);
}

std::string Sender::mail_line() const {
  std::string line = "MAIL FROM:<" + mail_->from + ">";
  if (offers("SIZE")) line += " SIZE=" + std::to_string(mail_->content.size());
  if (offers("8BITMIME") && !is_ascii(mail_->content)) line += " BODY=8BITMIME";
  bool foreign = !is_ascii(mail_->from);
  for (const std::string& each : mail_->to) foreign = foreign || !is_ascii(each);
  if (foreign && offers("SMTPUTF8")) line += " SMTPUTF8";
  return line;
}

void Sender::begin(Time now) {
  mail_ = options_.mail();
  if (!mail_) return quit();
  attempt_ = {};
  began_ = now;
  recipient_ = accepted_ = answered_ = 0;
  delivered_ = false;
  pipelined_ = options_.pipelining && offers("PIPELINING");
  say(mail_line(), Expect::mail);
  if (!pipelined_) return;
  while (recipient_ < mail_->to.size()) say_rcpt();
  say("DATA", Expect::data);
}

void Sender::say_rcpt() { say("RCPT TO:<" + mail_->to[recipient_++] + ">", Expect::rcpt); }

void Sender::took_mail(const ClientReply& reply, Time now) {
  if (reply.first_digit() == 2) {
    if (!pipelined_) say_rcpt();
    return;
  }
  attempt_.reply = reply.text();
  if (!pipelined_) finish(true, now);
}

void Sender::took_rcpt(const ClientReply& reply, Time now) {
  const std::string& to = mail_->to[answered_++];
  if (reply.first_digit() == 2) {
    ++accepted_;
  } else {
    attempt_.refused.emplace_back(to, reply.text());
    if (accepted_ == 0 && attempt_.reply.empty()) attempt_.reply = reply.text();
  }
  if (pipelined_) return;
  if (recipient_ < mail_->to.size()) return say_rcpt();
  if (accepted_ > 0) return say("DATA", Expect::data);
  finish(true, now);
}

void Sender::took_data(const ClientReply& reply, Time now) {
  if (reply.code == 354) return send_content();
  if (attempt_.reply.empty() || accepted_ > 0) attempt_.reply = reply.text();
  finish(true, now);
}

void Sender::send_content() {
  // RFC 2920 §3.1: 354 without a recipient takes an empty mail that goes nowhere.
  const bool wanted = accepted_ > 0;
  words_ += wanted ? stuffed(mail_->content) : ".\r\n";
  shown_.push_back(wanted ? "(" + std::to_string(mail_->content.size()) + " octets of mail, and .)"
                          : ".");
  // RFC 2033 §4.2: LMTP answers for each recipient.
  for (std::size_t i = 0; i < (options_.lmtp && wanted ? accepted_ : 1); ++i)
    expected_.push_back(Expect::content);
}

void Sender::took_content(const ClientReply& reply, Time now) {
  const bool good = reply.first_digit() == 2 && accepted_ > 0;
  delivered_ = delivered_ || good;
  if (good || !delivered_) attempt_.reply = reply.text();
  const bool last =
      std::find(expected_.begin(), expected_.end(), Expect::content) == expected_.end();
  if (!last) return;
  attempt_.accepted = delivered_;
  finish(false, now);
}

void Sender::finish(bool reset, Time now) {
  attempt_.took = std::chrono::duration_cast<std::chrono::microseconds>(now - began_);
  mail_ = nullptr;
  options_.done(attempt_);
  if (reset)
    say("RSET", Expect::rset);
  else
    begin(now);
}

void Sender::quit() { say("QUIT", Expect::quit); }

void Sender::fail(std::string why, int code, Time now) {
  show(Who::rig, why, now);
  if (failure_.empty()) {
    failure_ = std::move(why);
    failure_code_ = code;
  }
  if (mail_) {
    if (attempt_.reply.empty()) attempt_.reply = failure_;
    attempt_.took = std::chrono::duration_cast<std::chrono::microseconds>(now - began_);
    mail_ = nullptr;
    options_.done(attempt_);
  }
  words_.clear();
  shown_.clear();
  ended_ = true;
}

void Sender::lost(std::string_view why, Time now) {
  if (ended_) return;
  // RFC 5321 §4.1.1.10 wants a reply to QUIT, but nothing is lost without it.
  if (!expected_.empty() && expected_.front() == Expect::quit) {
    ended_ = true;
    return;
  }
  fail(std::string(why), 0, now);
}

}  // namespace mailrig::smtp
