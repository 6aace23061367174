// SMTP as a state machine over the parts beside this file: lines in, replies out, in the order of
// RFC 5321 §4.1.4.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/input.hpp"
#include "session/sasl.hpp"
#include "smtp/command.hpp"
#include "smtp/data_reader.hpp"
#include "smtp/delivery.hpp"
#include "smtp/envelope.hpp"
#include "smtp/session.hpp"
#include "smtp/voice.hpp"
#include "store/spare_blocks.hpp"

namespace mailrig::smtp {

class Dialog final : public Session, public Recycled<Dialog> {
 public:
  Dialog(const Options& options, Store& store, Behavior& behavior,
         std::shared_ptr<SessionRecord> record);

  // --- dialog.cpp: octets and time ---
  Action next(Time now) override;
  std::span<char> prepare() override;
  void commit(std::size_t n, Time now) override;
  void wrote(bool early_input, Time now) override;
  void interrupted(Interruption why, Time now) override;
  void overheard(std::string_view octets, Time now) override;
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
  Action leave(Time now);
  void be_over(Time now);
  void greet(Time now);
  bool listens_before_greeting();
  Milliseconds patience() const;
  void limit_errors(Time now);
  void hang_up(std::string_view why);
  void feed_rest(Time now);
  void note(std::string_view text, Time now);
  void close(ClosedBy by, std::string_view how);

  // --- handshake.cpp: STARTTLS (RFC 3207) and implicit TLS (RFC 8314 §3) ---
  void on_starttls(const Command& command, Moment& moment, const Line& line, Time now);
  void plan_handshake(Time now);
  StartTls begin_handshake(Time now);
  void note_injection(std::string_view plaintext, Time now);
  void forget_client(Time now);

  // --- origin.cpp: PROXY, XCLIENT, XFORWARD ---
  // Whether the connection comes from Options::trusted. Asked before any of these says otherwise.
  bool trusted();
  bool read_proxy_header(Time now);
  const Reply* plan_attributes(Verb verb);
  void on_xclient(const Command& command, Moment& moment, const Line& line, Time now);
  void on_xforward(const Command& command, Moment& moment, const Line& line, Time now);
  void forget_forwarded();

  // --- auth.cpp: AUTH and what follows it (RFC 4954) ---
  void on_auth(const Command& command, Moment& moment, const Line& line, Time now);
  const Reply* plan_auth(const Command& command, std::optional<std::string>& initial) const;
  void on_auth_line(const Line& line, Time now);
  void go_on_with(sasl::Step step, Time now);
  void answer_login(const Reply& planned, const std::string& user, bool known, Time now);

  // --- bdat.cpp: mail data in chunks (RFC 3030) ---
  // BDAT under way: so many octets are still to come.
  struct Chunk {
    std::string line;  // the command, without CRLF
    std::uint64_t size = 0, left = 0;
    bool first = false, last = false;
    bool discard = false;   // what comes is thrown away
    bool answered = false;  // the reply was decided, and waits for the end of the chunk
    bool closes = false;    // the connection cannot go on behind it
  };
  void on_bdat(const Command& command, Moment& moment, const Line& line, Time now);
  const Reply* plan_bdat(const Command& command);
  void answer_first_chunk(const Moment& moment, Chunk& chunk, bool for_want, Time now);
  void repeat_for_recipients(const Said& said, Time now);
  void fail_transaction(const Said& said, Time now);
  bool feed_chunk(Time now);  // true once it is all there, or the connection closes
  void on_chunk(std::size_t n, Time now);
  void record_chunk(Time now);
  void end_chunk(Time now);
  void answer_chunk(const Chunk& chunk, Time now);
  bool keeps_chunk() const { return chunk_ && !chunk_->discard; }

  // --- pipelining.cpp: what the client sends before it may (RFC 2920 §3.1) ---
  bool sends_ahead(const Command& command) const;
  // What refuses a command for it; null: nothing.
  const Reply* mind_pipelining(const Command& command, Time now);

  // --- commands.cpp: one function a command; the check, the answer, what it changes ---
  void on_line(const Line& line, Time now);
  void on_owed_line(const Line& line, Time now);
  void on_command(const Command& command, Moment& moment, const Line& line, Time now);
  void on_hello(const Command& command, Moment& moment, const Line& line, Time now);
  void on_mail(const Command& command, Moment& moment, const Line& line, Time now);
  void on_rcpt(const Command& command, Moment& moment, const Line& line, Time now);
  void on_data(const Command& command, Moment& moment, const Line& line, Time now);
  void on_quit(const Command& command, Moment& moment, const Line& line, Time now);
  void record_line(const Line& line, EventKind kind, std::optional<Stage> stage,
                   std::optional<std::size_t> secret, Time now);
  // What refuses the command before its own check does; null: nothing.
  const Reply* bar(Verb verb) const;
  const Reply* plan_simple(const Command& command);
  const Reply* plan_etrn(const Command& command);
  bool at_mail_limit() const;
  bool knows_domain(std::string_view address) const;
  bool one_domain_more(std::string_view address) const;
  void note_domain(std::string_view address);

  // --- content.cpp: mail data, from 354 to the answer to its end ---
  void begin_content(Time now);
  void watch_body(Time now);
  bool on_content(std::size_t n, Time now);  // true once it has ended
  void end_content(Time now);
  void record_content(Time now);
  void note_look_alikes(Time now);
  void offer_body(Time now);
  void on_end_of_data(Time now);
  const Reply* plan_end_of_data();
  const Reply* mind_content();
  void abort_at_stray(Time now);
  // `each`: by LMTP for each recipient.
  void answer_end_of_data(bool each, Time now);
  const Reply* plan_without_recipients() const;
  // LMTP (RFC 2033 §4.2): one reply for each recipient that stands.
  void answer_each_recipient(Time now);
  // The transaction ends without an answer to its content.
  void abandon_transaction(Time now);

  const Options& options_;
  Store& store_;
  Behavior& behavior_;
  std::shared_ptr<SessionRecord> record_;
  Input input_;
  Voice voice_;
  Delivery delivery_;
  DataReader data_;

  // How a listener greets, and what it answers to HELO.
  struct Welcome {
    std::string hostname;
    Protocol protocol{};
    Reply greeting, hello;
  };
  // Most sessions are of the listener of the one before on their thread.
  static std::shared_ptr<const Welcome> welcome_of(const Options& options);
  const std::shared_ptr<const Welcome> welcome_;
  Reply ehlo_reply_, queued_, challenge_;
  bool proxy_pending_ = false;  // the connection begins with a PROXY header
  bool greeted_ = false;        // the greeting was said
  bool listened_ = false;       // for early talk
  bool greeting_left_ = false;
  bool refused_ = false;         // it was no 2yz: only QUIT is left (RFC 5321 §3.1)
  bool hello_ = false;           // EHLO or HELO took effect
  bool secure_ = false;          // TLS is up
  std::optional<bool> trusted_;  // once it was asked
  Handshake handshake_ = Handshake::none;
  bool content_ = false;        // the client sends mail data
  bool content_again_ = false;  // even its end was answered with 354
  bool quit_ = false;
  bool over_ = false;      // rules have heard of the end
  bool commands_ = false;  // there was one
  bool bare_lf_noted_ = false;

  std::uint64_t in_offset_ = 0;  // of the first octet that no line and no data has taken
  std::uint64_t in_ = 0;         // octets received
  std::uint64_t in_recorded_ = 0, out_recorded_ = 0;

  Time silent_since_{};
  Deadline deadline_ = Deadline::limit;
  Milliseconds silence_offered_{0};  // the longest, since the client was last heard
  Milliseconds silence_{0};          // what is offered when the deadline comes

  // AUTH under way: the mechanism takes the client's lines.
  std::unique_ptr<sasl::Exchange> exchange_;
  sasl::Mechanism mechanism_{};
  bool authenticated_ = false;
  std::uint64_t nonces_ = 0;

  std::optional<Chunk> chunk_;
  bool chunking_ = false;  // a first chunk was taken in this transaction

  std::size_t mails_ = 0;             // MAIL commands
  std::vector<std::string> domains_;  // of recipients, as far as the listener limits them
  bool pipelining_ = false;           // EHLO announced it
  bool pipelining_noted_ = false;
  std::uint64_t ahead_until_ = 0;    // what comes before this octet was sent too early
  bool content_ahead_ = false;       // mail data was there before the 354
  std::uint64_t strays_looked_ = 0;  // content up to here has none that aborts
  bool minds_content_ = false;       // the profile looks for something in mail data
  Reply stray_reply_;                // what refuses mail data for the profile's sake

  // While content_: where to offer `body` next, and what stands for the reply at the end.
  std::optional<std::uint64_t> body_at_;
  std::optional<std::uint64_t> cut_at_;  // a rule closed at this octet
  std::optional<Said> early_;
  std::string early_text_;

  ClosedBy closed_by_ = ClosedBy::open;
  std::string_view closed_how_;
};

}  // namespace mailrig::smtp
