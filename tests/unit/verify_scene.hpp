// A store with a clock of its own, mails that come into it, and expectations to be judged there.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "verify/verdict.hpp"

namespace mailrig {

struct VerifyScene {
  using seconds = std::chrono::seconds;
  using milliseconds = std::chrono::milliseconds;

  explicit VerifyScene(StoreLimits limits = {}) : store(limits, [this] { return wall; }) {}

  void pass(milliseconds time) {
    wall += time;
    steady += time;
  }

  std::shared_ptr<SessionRecord> connect() {
    Facts facts;
    facts.listener = "smtp";
    facts.ip = "192.0.2.77";
    facts.helo = "client.test";
    return store.open_session(std::move(facts), steady);
  }

  void command(SessionRecord& session, std::string_view text, std::optional<Stage> stage) {
    session.append(steady, Who::client, EventKind::command, text, text.size(), 0, stage);
  }

  void close(SessionRecord& session) {
    session.note_quit();
    store.close_session(session, ClosedBy::client, "quit", steady);
  }

  struct Attempt {
    std::vector<std::string> to = {"bob@y.test"};
    std::string outcome = "250";  // of the whole
    std::string raw = "Message-ID: <1@x>\r\nSubject: Hello\r\n\r\nbody\r\n";
    bool kept = true;
    std::string refused = {};  // a recipient that is answered 452
    std::string rule = {};     // that answered
  };

  // A transaction in a session of its own; its number.
  std::uint64_t attempt(const Attempt& what) {
    const auto session = connect();
    const std::uint64_t number = attempt_in(*session, what);
    close(*session);
    return number;
  }

  std::uint64_t attempt_in(SessionRecord& session, const Attempt& what) {
    store.begin_transaction(session, {"a@x.test", {}}, steady);
    command(session, "MAIL FROM:<a@x.test>", Stage::mail);
    for (const std::string& address : what.to) {
      command(session, "RCPT TO:<" + address + ">", Stage::rcpt);
      const bool good = address != what.refused;
      const std::string reply = good ? "250 2.1.5 Ok" : "452 4.2.2 over quota";
      say(session, reply, Stage::rcpt, good ? "" : what.rule);
      session.add_recipient({address, {}, reply, good, good});
    }
    const std::string reply = what.outcome + " done";
    if (what.refused.empty()) say(session, reply, Stage::eom, what.rule);
    return store
        .finish_transaction(session, what.outcome, reply,
                            what.raw.empty() ? nullptr : std::make_shared<const Content>(what.raw),
                            what.kept, steady)
        .transaction;
  }

  void say(SessionRecord& session, const std::string& reply, std::optional<Stage> stage,
           const std::string& rule) {
    Event event;
    event.at = session.since_begin(steady);
    event.who = Who::server;
    event.kind = EventKind::reply;
    event.text = reply;
    event.stage = stage;
    event.rule = rule;
    if (!rule.empty()) event.trace.push_back({rule, "full", "bob@y.test", 1, {}, Gate::fired, ""});
    session.append(event);
  }

  static Condition condition(std::string_view field, std::string_view pattern) {
    const auto name = parse_field(field);
    return {*name, *Pattern::parse(pattern, name->field)};
  }

  static Expectation expect(Subject subject, std::string_view to = "") {
    Expectation expectation;
    expectation.name = "it";
    expectation.subject = subject;
    if (!to.empty()) expectation.match.push_back(condition("to", to));
    return expectation;
  }
  static Expectation per_recipient(Subject subject, std::string_view to = "") {
    Expectation expectation = expect(subject, to);
    expectation.per.push_back({{Field::to, {}}, 0});
    return expectation;
  }
  static Bounds bounds(std::string_view text) {
    return *Bounds::parse(text, Bounds::Numbers::whole);
  }
  static std::vector<Pattern> outcomes(const std::vector<std::string>& texts) {
    std::vector<Pattern> all;
    for (const std::string& text : texts) all.push_back(*Pattern::parse(text, Field::outcome));
    return all;
  }

  // What is said now, without waiting.
  ExpectationResult judge(Expectation expectation, const Scope& scope = {}) {
    Verification verification({std::move(expectation)}, wall, Watching::whole);
    verification.look(gather(store, scope, Lines::read), scope, wall, Verification::Time::last);
    return verification.results().at(0);
  }

  WallTime wall{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
  Time steady{seconds{1'000}};
  Store store;
};

}  // namespace mailrig
