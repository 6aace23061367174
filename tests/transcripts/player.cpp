#include "transcripts/player.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "json/rule_json.hpp"
#include "smtp/limit.hpp"

namespace mailrig::transcripts {
namespace {

void set_option(smtp::Options& options, const Option& option) {
  const auto is = [&](std::string_view value) { return option.value == value; };
  if (option.name == "tls") {
    options.tls = is("starttls")   ? smtp::TlsMode::starttls
                  : is("implicit") ? smtp::TlsMode::implicit
                                   : smtp::TlsMode::none;
  } else if (option.name == "tls-required") {
    options.tls_required = is("yes");
  } else if (option.name == "protocol") {
    options.protocol = is("lmtp") ? smtp::Protocol::lmtp : smtp::Protocol::smtp;
  } else if (option.name == "profile") {
    const smtp::Profile* profile = smtp::find_profile(option.value);
    if (!profile) throw std::runtime_error("unknown profile: " + option.value);
    options.profile = *profile;
  } else if (option.name == "auth") {
    if (is("off")) options.auth.accept = smtp::AuthPolicy::Accept::off;
    options.auth.required = is("required");
  } else if (option.name == "auth-without-tls") {
    options.profile.auth_without_tls = is("530")   ? smtp::AuthWithoutTls::refuse_530
                                       : is("538") ? smtp::AuthWithoutTls::refuse_538
                                                   : smtp::AuthWithoutTls::hide;
  } else if (option.name == "user") {
    options.auth.accept = smtp::AuthPolicy::Accept::users;
    auto users = sasl::parse_users(option.value);
    if (!users) throw std::runtime_error(users.error().what);
    options.auth.users = std::make_shared<const sasl::Users>(std::move(*users));
  } else if (option.name == "off") {
    const auto extension = smtp::parse_extension(option.value);
    if (!extension) throw std::runtime_error("unknown extension: " + option.value);
    options.extensions.set(*extension, false);
  } else if (option.name == "trusted") {
    options.trusted.clear();
    if (!is("none")) options.trusted.push_back(*parse_network(option.value));
  } else if (option.name == "proxy") {
    options.proxy = is("yes");
  } else {
    throw std::runtime_error("unknown option: " + option.name);
  }
}

// A server with what a dialogue asks for, and its records.
struct Server {
  explicit Server(const Dialogue& dialogue)
      : store(limits_of(dialogue), [] { return WallTime{}; }),
        engine("mailrig.test", {[] { return WallTime{}; }, [] { return Time{}; }}) {
    options.hostname = "mailrig.test";
    options.nonce_seed = "test";
    for (const Option& option : dialogue.options) set_option(options, option);
    for (const Limit& limit : dialogue.limits) {
      if (limit.name == "room") continue;
      if (const auto wrong = smtp::set_limit(options, limit.name, limit.value))
        throw std::runtime_error(dialogue.file + ": limit " + limit.name + ": " + wrong->what);
    }
    engine.lend_by(json::read_shipped_scenario);
    for (const std::string& text : dialogue.scenarios) {
      auto read = json::read_scenario(text, "scenario");
      if (!read) throw std::runtime_error(dialogue.file + ": " + read.error().front().reason);
      engine.load(std::move(*read));
    }
    // Added one by one, newest first: so the last comes first.
    for (auto rule = dialogue.rules.rbegin(); rule != dialogue.rules.rend(); ++rule) {
      auto read = json::read_rules(*rule);
      if (!read) throw std::runtime_error(dialogue.file + ": " + read.error().front().reason);
      engine.add(std::move(*read), std::nullopt);
    }
  }

  static StoreLimits limits_of(const Dialogue& dialogue) {
    StoreLimits limits;
    for (const Limit& limit : dialogue.limits)
      if (limit.name == "room") limits.in_flight_octets = limit.value;
    return limits;
  }

  std::vector<std::shared_ptr<const Transaction>> transactions() const {
    Query query;
    query.ascending = true;
    return store.find_transactions(query).items;
  }

  smtp::Options options;
  Store store;
  Engine engine;
};

std::size_t chunk_of(Manner manner) {
  return manner == Manner::single ? 1 : manner == Manner::seven ? 7 : std::string::npos;
}

class Comparison {
 public:
  Comparison(const Dialogue& dialogue, std::vector<std::string>& differences)
      : dialogue_(dialogue), differences_(differences) {}

  void differs(int line, const std::string& what) {
    differences_.push_back(dialogue_.file + ":" + std::to_string(line) + ": " + what);
  }

  void hear(std::string octets) { heard_ += octets; }

  void expect_line(const Step& step) {
    if (heard_.empty()) return differs(step.line, "the server said nothing, not: " + step.text);
    const std::string line = take_line();
    if (!glob_matches(step.text, line))
      differs(step.line, "the server said: " + line + " -- not: " + step.text);
  }

  void expect_until(const Step& step) {
    while (!heard_.empty())
      if (glob_matches(step.text, take_line())) return;
    differs(step.line, "the server never said: " + step.text);
  }

  void expect_end() {
    if (!heard_.empty()) differs(dialogue_.steps.back().line, "the server went on: " + heard_);
  }

 private:
  std::string take_line() {
    const std::size_t end = heard_.find('\n');
    std::string line = heard_.substr(0, end);
    heard_.erase(0, end == std::string::npos ? end : end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }

  const Dialogue& dialogue_;
  std::vector<std::string>& differences_;
  std::string heard_;
};

void expect_closed(const Step& step, const Connection& connection, Comparison& comparison) {
  if (connection.open()) return comparison.differs(step.line, "the server did not close");
  const bool rst = connection.closed_how() == Close::How::rst;
  if (step.text == "rst" && !rst) comparison.differs(step.line, "closed, but not by reset");
  if (step.text == "fin" && rst) comparison.differs(step.line, "closed by reset");
}

std::string joined_recipients(const Transaction& transaction) {
  std::string text;
  for (const Recipient& recipient : transaction.envelope.to)
    text += (text.empty() ? "" : " ") + recipient.address.string();
  return text;
}

std::string kept_recipients(const Transaction& transaction) {
  std::string text;
  for (const Recipient& recipient : transaction.envelope.to)
    if (recipient.kept) text += (text.empty() ? "" : " ") + recipient.address.string();
  return text;
}

std::string joined_replies(const Transaction& transaction) {
  std::string text;
  for (const Recipient& recipient : transaction.envelope.to)
    text += (text.empty() ? "" : " ") + std::string(recipient.data_reply.view().substr(0, 3));
  return text;
}

std::string joined(const std::vector<Parameter>& parameters) {
  std::string text;
  for (const Parameter& one : parameters)
    text += (text.empty() ? "" : " ") + one.keyword + (one.value ? "=" + *one.value : "");
  return text;
}

// Of the sender, then of each recipient.
std::string joined_parameters(const Transaction& transaction) {
  std::string text = joined(transaction.envelope.from.parameters);
  for (const Recipient& recipient : transaction.envelope.to)
    text += " | " + joined(recipient.parameters);
  return text;
}

std::string marks_of(const SessionState& state) {
  std::string text;
  const auto add = [&](Mark mark, std::string_view word) {
    if (state.has(mark)) text.append(text.empty() ? "" : " ").append(word);
  };
  add(Mark::pipelined_unannounced, "pipelined");
  add(Mark::bare_newline, "bare-newline");
  add(Mark::starttls_injection, "injection");
  return text.empty() ? "none" : text;
}

void check_claim(const Claim& claim, const Server& server, const Connection& connection,
                 Comparison& comparison) {
  const auto expect = [&](const std::string& found) {
    if (found != claim.value)
      comparison.differs(claim.line, claim.what + " is " + found + ", not " + claim.value);
  };
  const auto transactions = server.transactions();
  if (claim.what == "messages") return expect(std::to_string(server.store.counts().messages));
  if (claim.what == "transactions") return expect(std::to_string(transactions.size()));
  if (claim.what == "closed-by")
    return expect(std::string(to_string(connection.record().state().closed_by)));
  const std::shared_ptr<const Facts> facts = connection.record().facts();
  if (claim.what == "user") return expect(facts->user.value_or("(none)"));
  if (claim.what == "mechanism") return expect(facts->mechanism.value_or("(none)"));
  if (claim.what == "client") return expect(facts->ip + " " + std::to_string(facts->client_port));
  if (claim.what == "marks") return expect(marks_of(connection.record().state()));
  if (claim.what == "tls") return expect(connection.record().facts()->tls.value_or(""));
  if (claim.what == "note" || claim.what == "no-note") {
    const auto events = connection.record().transcript([&](std::uint64_t number) {
      const auto found = server.store.transaction(number);
      const auto* transaction = std::get_if<std::shared_ptr<const Transaction>>(&found);
      return transaction ? *transaction : nullptr;
    });
    const bool said = std::any_of(events.begin(), events.end(), [&](const Event& event) {
      return glob_matches(claim.value, event.masked());
    });
    if (said != (claim.what == "note"))
      comparison.differs(
          claim.line,
          (said ? "a" : "no") + std::string(" line of the transcript says ") + claim.value);
    return;
  }
  if (claim.which == 0 || claim.which > transactions.size())
    return comparison.differs(claim.line, "there is no such transaction");
  const Transaction& transaction = *transactions[claim.which - 1];
  if (claim.what == "data-replies") return expect(joined_replies(transaction));
  if (claim.what == "kept-for") return expect(kept_recipients(transaction));
  if (claim.what == "parameters") return expect(joined_parameters(transaction));
  if (claim.what == "xforward") return expect(joined(transaction.facts->forwarded));
  if (claim.what == "outcome") return expect(transaction.outcome.string());
  if (claim.what == "recipients") return expect(joined_recipients(transaction));
  expect(transaction.content ? std::string(transaction.content->octets()) : "(no content)");
}

// What the client or the driver does at this step.
void perform(const Step& step, Server& server, Connection& connection, std::size_t chunk) {
  if (step.kind == Step::Kind::advance)
    server.engine.advance({"default"}, *parse_duration(step.text));
  if (step.kind == Step::Kind::state) {
    const std::size_t blank = step.text.find(' ');
    server.engine.set_state(step.text.substr(0, blank), "default", step.text.substr(blank + 1));
  }
  if (!connection.open()) return;
  if (step.kind == Step::Kind::client) connection.send(step.text, chunk);
  if (step.kind == Step::Kind::burst) connection.send(step.text, std::string::npos);
  if (step.kind == Step::Kind::idle) connection.idle();
  if (step.kind == Step::Kind::shutdown) connection.shutdown();
  if (step.kind == Step::Kind::tls) connection.start_tls(step.text);
}

bool speaks_first(const Dialogue& dialogue) {
  return !dialogue.steps.empty() && (dialogue.steps.front().kind == Step::Kind::client ||
                                     dialogue.steps.front().kind == Step::Kind::burst);
}

}  // namespace

Connection::Connection(const smtp::Options& options, Store& store, Behavior& behavior, bool early)
    : early_(early) {
  Facts facts;
  facts.listener = "smtp";
  facts.ip = "127.0.0.1";
  record_ = store.open_session(std::move(facts), now_);
  session_ = smtp::make_session(options, store, behavior, record_);
  run();
}

void Connection::run() {
  bool last = false;  // what was written
  while (open_) {
    const Action action = session_->next(now_);
    const auto* const closes = std::get_if<Close>(&action);
    if (last && !(closes && closes->how == Close::How::fin))
      throw std::logic_error("no close by fin follows the last Write");
    if (const auto* read = std::get_if<Read>(&action)) {
      reading_ = *read;
      // The moment in which early talk is listened for.
      if (early_ || read->timeout > Milliseconds(10) || !read->wake_on_change) return;
      now_ += read->timeout;
      session_->interrupted(Interruption::idle, now_);
      continue;
    }
    if (const auto* write = std::get_if<Write>(&action)) {
      if (held_ || write->delay.forever) {
        unsent_ = write->octets.size();
        reading_.reset();
        return;
      }
      now_ += write->delay.time;
      const std::size_t cut = write->pace.cut;
      said_ += cut > 0 ? write->octets.substr(0, cut) : write->octets;
      last = write->last;
      session_->wrote(std::exchange(early_, false), now_);
    } else if (closes) {
      open_ = false;
      how_ = closes->how;
      asked_ = closes->asked;
      last_ = last;
      session_->closed(Ending::carried_out, 0, now_);
    } else {
      handshake_ = std::get<StartTls>(action);
      reading_.reset();
      return;
    }
  }
}

void Connection::send(std::string_view octets, std::size_t chunk) {
  while (!octets.empty() && open_ && reading_) {
    const std::span<char> room = session_->prepare();
    const std::size_t n = std::min({room.size(), octets.size(), chunk});
    std::copy_n(octets.data(), n, room.data());
    octets.remove_prefix(n);
    now_ += std::chrono::microseconds(10);
    session_->commit(n, now_);
    run();
  }
}

void Connection::idle() {
  if (!reading_) return;
  now_ += reading_->timeout;
  session_->interrupted(Interruption::idle, now_);
  run();
}

void Connection::start_tls(std::string_view version) {
  if (!handshake_) throw std::runtime_error("the server asks for no handshake");
  handshake_.reset();
  session_->tls_started({version.empty() ? "TLSv1.3" : std::string(version), "", "", ""}, now_);
  run();
}

void Connection::fail_tls(std::string_view plaintext) {
  if (!handshake_) throw std::runtime_error("the server asks for no handshake");
  handshake_.reset();
  TlsFailure failure;
  failure.plaintext = plaintext;
  failure.why = "no handshake";
  session_->tls_failed(failure, now_);
  open_ = false;
  session_->closed(Ending::aborted, 0, now_);
}

void Connection::shutdown() {
  session_->interrupted(Interruption::shutdown, now_);
  run();
}

void Connection::leave(bool lose) {
  if (!open_) return;
  open_ = false;
  session_->closed(lose ? Ending::client_reset : Ending::client_fin, unsent_, now_);
}

std::string Connection::said() { return std::exchange(said_, {}); }

std::vector<std::string> play(const Dialogue& dialogue, Manner manner) {
  std::vector<std::string> differences;
  Comparison comparison(dialogue, differences);
  Server server(dialogue);
  Connection connection(server.options, server.store, server.engine, speaks_first(dialogue));
  if (manner == Manner::whole) connection.send(dialogue.client_octets(), std::string::npos);
  for (const Step& step : dialogue.steps) {
    if (manner != Manner::whole) perform(step, server, connection, chunk_of(manner));
    comparison.hear(connection.said());
    if (step.kind == Step::Kind::server) comparison.expect_line(step);
    if (step.kind == Step::Kind::server_until) comparison.expect_until(step);
    if (step.kind == Step::Kind::closed) expect_closed(step, connection, comparison);
  }
  connection.leave(false);
  comparison.expect_end();
  for (const Claim& claim : dialogue.claims) check_claim(claim, server, connection, comparison);
  return differences;
}

std::vector<std::string> play_cut(const Dialogue& dialogue) {
  std::vector<std::string> differences;
  Comparison comparison(dialogue, differences);
  for (std::size_t cut = 0; cut < dialogue.steps.size(); ++cut) {
    const Step& last = dialogue.steps[cut];
    if (last.kind != Step::Kind::client && last.kind != Step::Kind::burst) continue;
    for (const bool lose : {false, true}) {
      Server server(dialogue);
      Connection connection(server.options, server.store, server.engine, speaks_first(dialogue));
      for (std::size_t i = 0; i < cut; ++i)
        perform(dialogue.steps[i], server, connection, std::string::npos);
      if (lose && connection.open()) connection.hold_writes();
      perform(last, server, connection, std::string::npos);
      const std::string said = connection.said();
      connection.leave(lose);

      const StoreCounts counts = server.store.counts();
      if (counts.open_sessions != 0) comparison.differs(last.line, "cut here, it stays open");
      if (counts.in_flight_octets != 0)
        comparison.differs(last.line, "cut here, octets stay in flight");
      // A rule may acknowledge in words of its own.
      const bool plain = dialogue.rules.empty() && dialogue.scenarios.empty();
      for (const auto& transaction : server.transactions()) {
        const std::string id = make_id('t', transaction->number);
        const bool acknowledged = said.find("kept as " + id + "\r\n") != std::string::npos;
        const bool kept = transaction->message != 0;
        if (transaction->outcome.empty())
          comparison.differs(last.line, "cut here, " + id + " has no outcome");
        if (acknowledged && plain && (!kept || transaction->outcome != "250"))
          comparison.differs(last.line, "cut here, " + id + " was acknowledged but not kept");
        if (kept && !acknowledged && plain && transaction->outcome != "unacked")
          comparison.differs(last.line, "cut here, " + id + " is " + transaction->outcome.string() +
                                            ", but its reply did not leave");
      }
    }
  }
  return differences;
}

}  // namespace mailrig::transcripts
