// Which fields can have a value at which stage: what makes `subject` at `rcpt` an error when a rule
// is read, rather than a rule that never fires.
#include <initializer_list>

#include "scenario/rule.hpp"

namespace mailrig {
namespace {

using Stages = std::uint32_t;

constexpr Stages bit(Stage stage) { return Stages{1} << static_cast<unsigned>(stage); }
constexpr Stages stages(std::initializer_list<Stage> list) {
  Stages all = 0;
  for (const Stage stage : list) all |= bit(stage);
  return all;
}

constexpr Stages kGreetings = stages({Stage::ehlo, Stage::helo});
// Commands that may come inside or outside a transaction.
constexpr Stages kAnywhere =
    stages({Stage::rset, Stage::noop, Stage::vrfy, Stage::quit, Stage::command});
constexpr Stages kContent = stages({Stage::data, Stage::body, Stage::eom});
constexpr Stages kMail = bit(Stage::mail) | bit(Stage::rcpt) | kContent;
constexpr Stages kCommands =
    kGreetings | kAnywhere |
    stages({Stage::starttls, Stage::auth, Stage::mail, Stage::rcpt, Stage::data});
constexpr Stages kAfterConnect =
    kCommands | kContent | stages({Stage::login, Stage::tls, Stage::idle});
// Everything of a connection; `listen` has none.
constexpr Stages kConnection = kAfterConnect | bit(Stage::connect);

constexpr Stages where(Field field) {
  switch (field) {
    case Field::arg:
    case Field::verb:
      return kCommands;
    case Field::port:
      return kConnection | bit(Stage::listen);
    case Field::ip:
    case Field::tls:
      return kConnection;
    case Field::helo:
      return kAfterConnect;
    case Field::user:
      return kGreetings | kAnywhere | kMail | bit(Stage::login);
    case Field::mechanism:
      return kGreetings | kAnywhere | kMail | stages({Stage::login, Stage::auth});
    case Field::from:
    case Field::from_domain:
      return kMail | kAnywhere;
    case Field::to:
    case Field::to_domain:
      return bit(Stage::rcpt) | kContent | kAnywhere;
    case Field::size:
      return kMail;
    case Field::bytes:
      return stages({Stage::body, Stage::eom});
    case Field::pregreet:
      return kAfterConnect;
    case Field::header:
    case Field::subject:
    case Field::body:
    case Field::finding:
      // At `body` only the beginning is there, and none of it at the first octet.
      return bit(Stage::eom);
    default:
      return 0;  // what only records have
  }
}

}  // namespace

bool available(Field field, Stage stage) { return (where(field) & bit(stage)) != 0; }

bool available(const KeyPart& part, Stage stage) {
  switch (part.kind) {
    case KeyPart::Kind::field:
      return available(part.field.field, stage);
    case KeyPart::Kind::ip_prefix:
      return available(Field::ip, stage);
    case KeyPart::Kind::session:
      return (kConnection & bit(stage)) != 0;
    case KeyPart::Kind::transaction:
      return available(Field::from, stage);
    case KeyPart::Kind::global:
      return true;
  }
  return false;
}

}  // namespace mailrig
