#include "wire/catalogue/stage.hpp"

#include <openssl/ssl.h>

#include <array>
#include <cerrno>
#include <sstream>
#include <thread>

#include "match/duration.hpp"
#include "transcripts/dialogue.hpp"

namespace mailrig::wire {
namespace {

using namespace std::chrono_literals;
using transcripts::glob_matches;
using transcripts::unescape;

RigOptions options() {
  RigOptions options;
  options.addresses = {"127.0.0.1"};
  options.smtp_port = options.submission_port = options.smtps_port = options.http_port = 0;
  options.threads = 1;
  options.hostname = "mailrig.test";
  return options;
}

// Octets so that a failure can be read.
std::string shown(std::string_view octets) {
  std::string text = "\"";
  for (const char c : octets) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(c);
    if (c == '\r')
      text += "\\r";
    else if (c == '\n')
      text += "\\n";
    else if (value < 32 || value > 126)
      text += std::string("\\x") + digits[value / 16] + digits[value % 16];
    else
      text += c;
  }
  return text + '"';
}

std::string word(std::string& text) {
  const std::size_t blank = std::min(text.find(' '), text.size());
  std::string first = text.substr(0, blank);
  text.erase(0, blank + 1);
  return first;
}

std::chrono::milliseconds duration(const std::string& text) {
  const auto parsed = parse_duration(text);
  if (!parsed) throw std::runtime_error(parsed.error().what);
  return *parsed;
}

// Those of the transactions of a list, in order; a recipient's own stands last in its object.
std::string outcomes(const std::string& body) {
  constexpr std::string_view key = "\"outcome\":\"";
  std::string all;
  for (std::size_t at = body.find(key); at != std::string::npos; at = body.find(key, at + 1)) {
    const std::size_t from = at + key.size(), end = body.find('"', from);
    if (end == std::string::npos || body.substr(end, 2) == "\"}") continue;
    if (!all.empty()) all += ' ';
    all += body.substr(from, end - from);
  }
  return all;
}

}  // namespace

// What may stand at the beginning of a line.
struct Stage::Verb {
  std::string_view name;
  std::string (Stage::*play)(const std::string& argument);
};

std::string Stage::play(const Line& line) {
  static constexpr std::array verbs{
      Verb{"rule", &Stage::add_rule},          // {json}; the newest is asked first
      Verb{"scenario", &Stage::put_scenario},  // {json}; asked top down
      Verb{"disarm", &Stage::disarm},          // every rule is removed
      Verb{"advance", &Stage::advance},        // 5m: the policy clock jumps
      Verb{"listener", &Stage::use_listener},  // smtp, submission (STARTTLS), smtps: for `connect`
      Verb{"connect", &Stage::connect},        // [refused|ignored]
      Verb{"greet", &Stage::greet},            // connect, and the usual until EHLO was answered
      Verb{"client", &Stage::turn_to},         // 1, 2 …: what follows is of that one
      Verb{"C:", &Stage::say_line},            // TEXT and CRLF
      Verb{"C!", &Stage::say_octets},          // octets, with the escapes of transcripts
      Verb{"leave", &Stage::leave},            // the client resets
      Verb{"S:", &Stage::see_line},            // the next line, and CRLF, is as this glob says
      Verb{"S..:", &Stage::see_lines_to},      // lines up to one like that
      Verb{"S!", &Stage::see_octets},          // exactly these octets
      Verb{"quiet", &Stage::see_nothing},      // 200ms: nothing comes for so long, no end either
      Verb{"took", &Stage::see_time},          // 200ms [10s]: since the client acted last
      Verb{"fin", &Stage::see_fin},            // no more, and FIN; inside TLS with close_notify
      Verb{"rst", &Stage::see_reset},          // no more, and RST
      Verb{"truncated", &Stage::see_truncation},  // TLS ends without close_notify
      Verb{"tls", &Stage::shake_hands},  // [only VERSION] [fails REASON]: verified against the CA
      Verb{"deliver", &Stage::deliver},  // FROM TO GLOB: a mail, up to its last reply
      Verb{"flood", &Stage::flood},      // MEBIBYTES: the client cannot get rid of so many
      Verb{"then", &Stage::claim},       // outcomes A B … | messages N [to] | transcript GLOB
  };
  for (const Verb& verb : verbs)
    if (verb.name == line.verb) return (this->*verb.play)(line.argument);
  return "there is no such verb";
}

Stage::Stage() : rig_(options()) { rig_.start(); }

HttpReply Stage::ask(const std::string& method, const std::string& target,
                     const std::string& body) {
  return request(rig_.http_port(), method, target, "application/json", body);
}

bool Stage::Guest::send(std::string_view octets) {
  acted = Clock::now();
  return tls ? tls->send(octets) : plain.send(octets);
}

std::string Stage::Guest::line() { return tls ? tls->line() : plain.line(); }

std::string Stage::Guest::exactly(std::size_t octets) {
  return tls ? tls->exactly(octets) : plain.exactly(octets);
}

std::string Stage::add_rule(const std::string& json) {
  const HttpReply added = ask("POST", "/v1/rules", json);
  return added.status == 201 ? "" : added.body;
}

std::string Stage::put_scenario(const std::string& json) {
  const HttpReply put = ask("PUT", "/v1/scenarios/scene", json);
  return put.status == 200 ? "" : put.body;
}

std::string Stage::disarm(const std::string&) {
  const HttpReply gone = ask("DELETE", "/v1/rules?all=true", "");
  return gone.status == 200 ? "" : gone.body;
}

std::string Stage::advance(const std::string& time) {
  const HttpReply moved = ask("POST", "/v1/clock", R"({"all":true,"advance":")" + time + "\"}");
  return moved.status == 200 ? "" : moved.body;
}

std::string Stage::use_listener(const std::string& name) {
  listener_ = name;
  return rig_.port(name) ? "" : "there is no such listener";
}

std::string Stage::connect(const std::string& how) {
  const std::uint16_t port = rig_.port(listener_);
  if (how.empty()) {
    guests_.push_back(std::make_unique<Guest>(port));
    current_ = guests_.size() - 1;
    return guest().plain.connected() ? "" : "no connection";
  }
  attempts_.push_back(std::make_unique<Attempt>(port));
  Attempt& attempt = *attempts_.back();
  if (how == "ignored") return attempt.over(300ms) ? "the attempt was answered" : "";
  if (how != "refused") return "connect, connect refused or connect ignored";
  if (!attempt.over(patience)) return "the attempt was not answered";
  return attempt.error() == ECONNREFUSED ? "" : "the attempt was not refused";
}

std::string Stage::greet(const std::string&) {
  if (std::string failure = connect(""); !failure.empty()) return failure;
  if (const std::string said = reply(); !said.starts_with("220 ")) return shown(said);
  say_line("EHLO client.example");
  const std::string said = reply();
  return said.starts_with("250-") ? "" : shown(said);
}

std::string Stage::turn_to(const std::string& number) {
  current_ = std::stoul(number) - 1;
  return current_ < guests_.size() ? "" : "there is no such client";
}

std::string Stage::say(const std::string& octets) {
  return guest().send(octets) ? "" : "it could not be sent";
}

std::string Stage::say_octets(const std::string& text) { return say(unescape(text)); }

std::string Stage::leave(const std::string&) {
  guest().plain.reset();
  return "";
}

std::string Stage::reply() {
  std::string first;
  for (;;) {
    std::string line = guest().line();
    if (first.empty()) first = line.substr(0, line.find('\r'));
    if (line.size() < 4 || line[3] != '-') return first;
  }
}

std::string Stage::see_line(const std::string& glob) {
  const std::string line = guest().line();
  if (!line.ends_with("\r\n")) return "no whole line came: " + shown(line);
  return glob_matches(glob, std::string_view(line).substr(0, line.size() - 2)) ? "" : shown(line);
}

std::string Stage::see_lines_to(const std::string& glob) {
  for (;;) {
    const std::string line = guest().line();
    if (!line.ends_with("\r\n")) return "no such line came";
    if (glob_matches(glob, std::string_view(line).substr(0, line.size() - 2))) return "";
  }
}

std::string Stage::see_octets(const std::string& text) {
  const std::string wanted = unescape(text), came = guest().exactly(wanted.size());
  return came == wanted ? "" : shown(came);
}

std::string Stage::see_nothing(const std::string& time) {
  return guest().plain.readable(duration(time)) ? "something came, or the end" : "";
}

std::string Stage::see_time(const std::string& bounds) {
  const auto passed =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - guest().acted);
  std::string rest = bounds;
  const auto least = duration(word(rest));
  const auto most = rest.empty() ? std::chrono::milliseconds(patience) : duration(rest);
  // A timer may fire within the millisecond before it is due.
  return passed + 1ms >= least && passed <= most ? "" : std::to_string(passed.count()) + " ms";
}

std::string Stage::see_fin(const std::string&) {
  Guest& one = guest();
  const std::string rest = one.tls ? one.tls->until_end() : one.plain.until_end();
  if (!rest.empty()) return "before it came " + shown(rest);
  if (one.tls) return one.tls->ended_well() ? "" : one.tls->error();
  return !one.plain.ended() ? "no end came" : one.plain.was_reset() ? "a reset came" : "";
}

std::string Stage::see_reset(const std::string&) {
  Guest& one = guest();
  const std::string rest = one.tls ? one.tls->until_end() : one.plain.until_end();
  if (!rest.empty()) return "before it came " + shown(rest);
  if (one.tls) return one.tls->error() == "connection lost" ? "" : one.tls->error();
  return one.plain.was_reset() ? "" : "no reset came";
}

std::string Stage::see_truncation(const std::string&) {
  Guest& one = guest();
  if (!one.tls) return "there is no TLS";
  const std::string rest = one.tls->until_end();
  if (!rest.empty()) return "before it came " + shown(rest);
  if (one.tls->ended_well()) return "close_notify came";
  return one.tls->error() == "unexpected eof while reading" ? "" : one.tls->error();
}

std::string Stage::shake_hands(const std::string& how) {
  std::string rest = how;
  TlsWish wish;
  wish.trust = rig_.ca_pem();
  std::string version, reason;
  while (!rest.empty()) {
    const std::string next = word(rest);
    if (next == "only") {
      version = word(rest);
      wish.least = wish.most = version == "1.0"   ? TLS1_VERSION
                               : version == "1.1" ? TLS1_1_VERSION
                               : version == "1.2" ? TLS1_2_VERSION
                                                  : TLS1_3_VERSION;
    } else if (next == "fails") {
      reason = std::exchange(rest, "");
    } else {
      return "tls [only VERSION] [fails REASON]";
    }
  }
  Guest& one = guest();
  one.acted = Clock::now();
  auto tls = std::make_unique<TlsClient>(one.plain, wish);
  if (tls->error() != reason) return "the handshake ended with " + shown(tls->error());
  if (!reason.empty()) return "";
  if (!version.empty() && tls->version() != "TLSv" + version) return tls->version();
  one.tls = std::move(tls);
  return "";
}

std::string Stage::deliver(const std::string& mail) {
  std::string glob = mail;
  const std::string from = word(glob), to = word(glob);
  const std::array<std::string, 4> steps{"MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">", "DATA",
                                         "Subject: order\r\n\r\nThank you.\r\n."};
  std::string said;
  for (const std::string& step : steps) {
    if (std::string failure = say_line(step); !failure.empty()) return failure;
    said = reply();
    if (said.empty() || said[0] > '3') break;
  }
  const std::string ends = said;
  if (!said.empty() && said[0] > '3' && !said.starts_with("421")) {
    say_line("RSET");
    if (!reply().starts_with("250")) return "RSET failed";
  }
  return glob_matches(glob, ends) ? "" : shown(ends);
}

std::string Stage::flood(const std::string& mebibytes) {
  const std::string line = std::string(998, 'x') + "\r\n";
  const std::size_t most = std::stoul(mebibytes) << 20;
  const int socket = guest().plain.socket();
  std::size_t taken = 0;
  while (taken < most) {
    pollfd one{socket, POLLOUT, 0};
    if (::poll(&one, 1, 500) != 1) return "";
    const ssize_t sent = ::send(socket, line.data(), line.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) return "the connection ended";
    if (sent > 0) taken += static_cast<std::size_t>(sent);
  }
  return "all of it was taken";
}

std::string Stage::claim(const std::string& what) {
  std::string rest = what;
  const std::string noun = word(rest);
  if (noun == "outcomes") {
    const auto count = 1 + std::count(rest.begin(), rest.end(), ' ');
    const HttpReply list =
        get(rig_.http_port(), "/v1/transactions?order=asc&wait=20s&count=" + std::to_string(count));
    const std::string seen = outcomes(list.body);
    return seen == rest ? "" : seen + " " + list.body;
  }
  if (noun == "messages") {
    const std::string count = word(rest);
    const std::string filter = rest.empty() ? "" : "&to=" + rest;
    const HttpReply list = get(rig_.http_port(), "/v1/messages?limit=0" + filter);
    return list.body.find("\"total\":" + count + ",") != std::string::npos ? "" : list.body;
  }
  if (noun == "transcript") {
    const auto until = Clock::now() + patience;
    std::string text;
    do {
      std::this_thread::yield();
      text = get(rig_.http_port(), "/v1/sessions/latest/transcript").body;
      if (glob_matches("*" + rest + "*", text)) return "";
    } while (Clock::now() < until);
    return text;
  }
  return "then outcomes A B …, then messages N [to], or then transcript GLOB";
}

}  // namespace mailrig::wire
