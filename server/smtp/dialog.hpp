// SMTP as a state machine over the parts beside this file: lines in, replies out, in the order of
// RFC 5321 §4.1.4.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "session/input.hpp"
#include "smtp/command.hpp"
#include "smtp/data_reader.hpp"
#include "smtp/delivery.hpp"
#include "smtp/envelope.hpp"
#include "smtp/session.hpp"
#include "smtp/voice.hpp"

namespace mailrig::smtp {

class Dialog final : public Session {
 public:
  Dialog(const Options& options, Store& store, Behavior& behavior,
         std::shared_ptr<SessionRecord> record);

  // --- dialog.cpp: octets and time ---
  Action next(Time now) override;
  std::span<char> prepare() override;
  void commit(std::size_t n, Time now) override;
  void wrote(bool early_input, Time now) override;
  void interrupted(Interruption why, Time now) override;
  bool holds() const override { return voice_.holds(); }
  void closed(Ending ending, std::size_t unsent, Time now) override;
  // --- handshake.cpp ---
  void tls_started(const TlsInfo& info, Time now) override;
  void tls_failed(const TlsFailure& failure, Time now) override;

 private:
  enum class Deadline : std::uint8_t { limit, silence, ask_again };
  enum class Handshake : std::uint8_t { none, wanted, planned, underway };

  // --- dialog.cpp ---
  Read read(Time now);
  void greet(Time now);
  void feed_rest(Time now);
  void note(std::string_view text, Time now);
  void close(ClosedBy by, std::string_view how);

  // --- handshake.cpp: STARTTLS (RFC 3207) and implicit TLS (RFC 8314 §3) ---
  void on_starttls(const Command& command, Moment& moment, const Line& line, Time now);
  void plan_handshake(Time now);
  StartTls begin_handshake(Time now);
  void note_injection(std::string_view plaintext, Time now);
  void forget_client(Time now);

  // --- commands.cpp: one function a command; the check, the answer, what it changes ---
  void on_line(const Line& line, Time now);
  void on_owed_line(const Line& line, Time now);
  void on_command(const Command& command, Moment& moment, const Line& line, Time now);
  void on_hello(const Command& command, Moment& moment, const Line& line, Time now);
  void on_mail(const Command& command, Moment& moment, const Line& line, Time now);
  void on_rcpt(const Command& command, Moment& moment, const Line& line, Time now);
  void on_data(const Command& command, Moment& moment, const Line& line, Time now);
  void on_quit(const Command& command, Moment& moment, const Line& line, Time now);
  void record_line(const Line& line, EventKind kind, std::string_view stage,
                   std::optional<std::size_t> secret, Time now);
  // What refuses the command before its own check does; null: nothing.
  const Reply* bar(Verb verb) const;
  const Reply* plan_simple(const Command& command) const;

  // --- content.cpp: mail data, from 354 to the answer to its end ---
  void begin_content(Time now);
  bool on_content(std::size_t n, Time now);  // true once it has ended
  void end_content(Time now);
  void record_content(Time now);
  void offer_body(Time now);
  void on_end_of_data(Time now);
  const Reply* plan_end_of_data();

  const Options& options_;
  Store& store_;
  Behavior& behavior_;
  std::shared_ptr<SessionRecord> record_;
  Input input_;
  Voice voice_;
  Delivery delivery_;
  DataReader data_;

  Reply greeting_, ehlo_reply_, helo_reply_, queued_;
  bool greeted_ = false;  // the greeting was said
  bool greeting_left_ = false;
  bool refused_ = false;  // it was no 2yz: only QUIT is left (RFC 5321 §3.1)
  bool hello_ = false;    // EHLO or HELO took effect
  bool secure_ = false;   // TLS is up
  bool trusted_ = false;  // the connection comes from Options::trusted
  Handshake handshake_ = Handshake::none;
  bool content_ = false;        // the client sends mail data
  bool content_again_ = false;  // even its end was answered with 354
  bool quit_ = false;
  bool commands_ = false;  // there was one
  bool bare_lf_noted_ = false;

  std::uint64_t in_offset_ = 0;  // of the first octet that no line and no data has taken
  std::uint64_t in_ = 0;         // octets received
  std::uint64_t in_recorded_ = 0, out_recorded_ = 0;

  Time silent_since_{};
  Deadline deadline_ = Deadline::limit;
  Milliseconds silence_offered_{0};  // the longest, since the client was last heard
  Milliseconds silence_{0};          // what is offered when the deadline comes

  // While content_: where to offer `body` next, and what stands for the reply at the end.
  std::optional<std::uint64_t> body_at_;
  std::optional<std::uint64_t> cut_at_;  // a rule closed at this octet
  std::optional<Said> early_;
  std::string early_text_;

  ClosedBy closed_by_ = ClosedBy::open;
  std::string_view closed_how_;
};

}  // namespace mailrig::smtp
