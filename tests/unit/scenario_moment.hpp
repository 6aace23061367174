// Moments for tests of rules: one session, one transaction, and what a test changes of them.
#pragma once

#include <initializer_list>
#include <string>

#include "session/behavior.hpp"

namespace mailrig {

struct Scene {
  Scene() {
    facts.session = 12;
    facts.ip = "192.0.2.77";
    facts.port = 1025;
    facts.helo = "client.test";
    envelope.from.address = "a@x.test";
  }

  Scene& to(std::initializer_list<const char*> addresses, bool valid = true) {
    for (const char* address : addresses) {
      Recipient recipient;
      recipient.address = address;
      recipient.valid = valid;
      envelope.to.push_back(recipient);
    }
    return *this;
  }

  // An event of a transaction.
  Moment at(Stage stage) const {
    Moment moment;
    moment.stage = stage;
    moment.now = now;
    moment.facts = &facts;
    moment.planned = &planned;
    moment.transaction = 4;
    moment.envelope = &envelope;
    if (stage == Stage::eom) moment.content = content;
    return moment;
  }

  Moment rcpt(const Recipient& recipient) const {
    Moment moment = at(Stage::rcpt);
    moment.recipient = &recipient;
    return moment;
  }

  // An event outside any transaction.
  Moment outside(Stage stage, std::string_view arg = "") const {
    Moment moment = at(stage);
    moment.transaction = 0;
    moment.envelope = nullptr;
    moment.arg = arg;
    return moment;
  }

  Time now{};
  Facts facts;
  Envelope envelope;
  std::string content = "Subject: Hello\r\n\r\nBody\r\n";
  Reply planned = Reply::raw("250 Ok\r\n");
};

inline Recipient recipient(std::string address) {
  Recipient one;
  one.address = std::move(address);
  return one;
}

}  // namespace mailrig
