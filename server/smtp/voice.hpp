// Where planned replies meet rules: offers each event to the behaviour, says what comes of it, and
// writes down what was said and why. Knows nothing of what the replies mean.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "session/behavior.hpp"
#include "smtp/outbox.hpp"
#include "store/store.hpp"

namespace mailrig::smtp {

// What the client was told. Protocol state follows this, not what was planned.
struct Said {
  int code = 0;           // of the deciding reply: the first that is not an interim 3yz; 0: none
  std::string_view text;  // that reply without CRLF; valid until the next answer
  bool content = false;   // a 354 went out: what follows is mail data
  bool whole = false;     // the deciding reply leaves whole, unless the connection fails
  std::uint64_t end = 0;  // offset in the output behind the deciding reply
  std::optional<bool> accept;
  bool by_rule = false;  // a rule decided what to say, if only silence

  int severity() const { return code / 100; }
  bool positive() const { return severity() == 2; }
  bool refused() const { return severity() == 4 || severity() == 5; }
};

class Voice {
 public:
  Voice(Store& store, Behavior& behavior, std::shared_ptr<SessionRecord> record);

  // Asks what to do and does it. Fills in the moment's time, facts, transaction and envelope.
  Said answer(Moment moment, Time now);
  // Says it without asking. Nothing is said behind a close.
  void say(const Reply& reply, std::optional<Stage> stage, Time now);
  // Replaces what is known of the client.
  void learn(Facts&& facts);
  const std::shared_ptr<const Facts>& facts() const { return facts_; }

  // A reply ended in 3yz and more are to be said: the client's next line only calls for them.
  bool owes() const { return owed_ < replies_.size(); }
  bool owes_secret() const { return stage_ == Stage::auth || stage_ == Stage::login; }
  void pay(Time now);

  // The EHLO reply with the edits of a rule, given the planned one.
  using Edit = Reply (*)(const Reply& planned, const std::vector<CapabilityEdit>& edits);
  void edit_ehlo_by(Edit edit) { edit_ = edit; }

  // What the last answer wants a handshake to be like.
  TlsPlan take_tls_plan() { return std::exchange(tls_plan_, {}); }

  // Whether a delay under way should go on: no longer once the rule behind it is gone.
  bool holds() const { return hold_.empty() || behavior_.holds(hold_); }

  Outbox& outbox() { return outbox_; }
  // 4yz and 5yz said so far.
  unsigned refusals() const { return refusals_; }
  // Enhanced status codes are left out of what is planned (RFC 2034 §4 wants them offered).
  void leave_out_enhanced_codes() { enhanced_ = false; }
  // How the client's octets are to be read, by the last rule that said so.
  std::uint64_t read_rate() const { return read_rate_; }
  bool read_stop() const { return read_stop_; }

 private:
  Said say_planned(const Moment& moment);
  void note_refusal();
  void note_rules(const Verdict& verdict);
  void note_fault(const Verdict& verdict, const Moment& moment, bool carries_trace);
  Said decide_said(const Verdict& verdict);
  void say_next(Time now, const Verdict* verdict);
  void say(const Reply& given, int code, std::optional<Stage> stage, Time now);

  Store& store_;
  Behavior& behavior_;
  std::shared_ptr<SessionRecord> record_;
  std::shared_ptr<const Facts> facts_;
  Outbox outbox_;
  Edit edit_ = nullptr;

  // The replies of the last answer that a rule had a part in.
  std::vector<Reply> replies_;
  std::size_t owed_ = 0;  // those from here on are not said yet
  Stage stage_ = Stage::connect;
  Delay delay_;
  std::string hold_;  // of the verdict that delays; empty if nothing is delayed
  Pace pace_;
  std::optional<Close> then_;

  bool enhanced_ = true;
  Reply plain_;  // what was planned, without enhanced codes
  unsigned refusals_ = 0;
  TlsPlan tls_plan_;
  std::uint64_t read_rate_ = 0;
  bool read_stop_ = false;
};

std::string_view to_string(Close::How how);

}  // namespace mailrig::smtp
