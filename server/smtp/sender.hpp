// Sends mail over one connection: greeting, EHLO, STARTTLS, AUTH, and one transaction after the
// other (RFC 5321 §3; LMTP: RFC 2033).
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "smtp/client.hpp"
#include "smtp/reply_reader.hpp"

namespace mailrig::smtp {

struct Outgoing {
  std::string from;  // empty: <>
  std::vector<std::string> to;
  std::string content;  // with CRLF line ends; dots are doubled when it is sent
};

// What came of one mail.
struct Attempt {
  bool accepted = false;                                     // for at least one recipient
  std::string reply;                                         // the one that decided
  std::vector<std::pair<std::string, std::string>> refused;  // recipients and their replies
  std::chrono::microseconds took{0};                         // from MAIL to the last reply
};

struct SenderOptions {
  std::string helo = "localhost";
  bool lmtp = false;
  bool starttls = false;    // required then
  bool pipelining = false;  // MAIL, RCPT and DATA in one piece, if the server offers it (RFC 2920)
  struct Login {
    std::string user, password;
    std::string mechanism;  // PLAIN or LOGIN; empty: what the server offers, PLAIN first
  };
  std::optional<Login> login;
  // The next mail, or null: then QUIT. It stays until the next call.
  std::function<const Outgoing*()> mail;
  std::function<void(const Attempt&)> done;
  Show show;  // may be empty
};

class Sender final : public Client {
 public:
  explicit Sender(SenderOptions options) : options_(std::move(options)) {
    expected_.push_back(Expect::greeting);
  }

  // Why the connection was of no use, in words; empty if it did all it was to do.
  const std::string& failure() const { return failure_; }
  // The server answered something: it was there at least.
  bool greeted() const { return greeted_; }
  // The code of the reply behind failure(); 0 if it was none.
  int failure_code() const { return failure_code_; }

  Step next() override;
  std::string_view words() const override { return words_; }
  void said(Time now) override;
  void heard(std::string_view octets, Time now) override;
  void secured(std::string_view version, Time now) override;
  void lost(std::string_view why, Time now) override;

 private:
  enum class Expect : std::uint8_t {
    greeting,
    ehlo,
    helo,
    starttls,
    auth,
    mail,
    rcpt,
    data,
    content,
    rset,
    quit
  };

  void say(std::string line, Expect expect, std::size_t secret_from = std::string::npos);
  void take(Expect expect, const ClientReply& reply, Time now);
  void introduce();
  void prepare(Time now);  // STARTTLS, AUTH, or the first mail
  void authenticate();
  void answer_challenge(const ClientReply& reply);
  void begin(Time now);
  void say_rcpt();
  void took_mail(const ClientReply& reply, Time now);
  void took_rcpt(const ClientReply& reply, Time now);
  void took_data(const ClientReply& reply, Time now);
  void took_content(const ClientReply& reply, Time now);
  void send_content();
  void finish(bool reset, Time now);
  void quit();
  void fail(std::string why, int code, Time now);
  bool offers(std::string_view keyword) const;
  std::string mail_line() const;
  void show(Who who, std::string_view text, Time at) const;

  SenderOptions options_;
  ReplyReader replies_;
  std::deque<Expect> expected_;
  std::string words_;
  std::vector<std::string> shown_;  // of words_, as they may be shown
  std::vector<std::string> offered_;
  bool secure_ = false, authenticated_ = false, greeted_ = false, securing_ = false, ended_ = false;
  int challenges_ = 0;
  std::string mechanism_;

  const Outgoing* mail_ = nullptr;
  bool pipelined_ = false;
  std::size_t recipient_ = 0, accepted_ = 0, answered_ = 0;
  bool delivered_ = false;
  Attempt attempt_;
  Time began_{};
  std::string failure_;
  int failure_code_ = 0;
};

}  // namespace mailrig::smtp
