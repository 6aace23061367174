// Who the client says it is beside its connection: PROXY headers, and Postfix's XCLIENT and
// XFORWARD. Believed from trusted addresses only.
#include "session/proxy_header.hpp"
#include "smtp/attributes.hpp"
#include "smtp/dialog.hpp"
#include "smtp/replies.hpp"

namespace mailrig::smtp {

bool Dialog::trusted() {
  if (!trusted_) trusted_ = contains(options_.trusted, voice_.facts()->ip);
  return *trusted_;
}

// True once the header is there, and the session may begin or is over.
bool Dialog::read_proxy_header(Time now) {
  const auto refuse = [&](std::string_view why) {
    note(why, now);
    record_->note_failure();
    voice_.outbox().close({});
    close(ClosedBy::server, "proxy");
    proxy_pending_ = false;
    return true;
  };
  if (!trusted()) return refuse("no PROXY header is taken from this address");
  const ProxyHeader header = parse_proxy_header(input_.rest());
  if (header.state == ProxyHeader::State::incomplete) return false;
  if (header.state == ProxyHeader::State::malformed)
    return refuse("PROXY header malformed: " + header.why);
  proxy_pending_ = false;
  input_.consume(header.length);
  in_offset_ += header.length;
  if (header.local) {
    note("PROXY header for a connection of the proxy's own", now);
    return true;
  }
  Facts facts = *voice_.facts();
  note("PROXY header from " + facts.ip + ": client " + header.source + " port " +
           std::to_string(header.source_port) + ", to " + header.destination + " port " +
           std::to_string(header.destination_port),
       now);
  facts.ip = header.source;
  facts.client_port = header.source_port;
  voice_.learn(std::move(facts));
  return true;
}

const Reply* Dialog::plan_attributes(Verb verb) {
  if (const Reply* barred = bar(verb)) return barred;
  const bool offered =
      options_.extensions.has(verb == Verb::xclient ? Extension::xclient : Extension::xforward);
  if (!offered) return &replies::unknown_command;
  if (!trusted()) return &replies::not_trusted;
  return delivery_.begun() ? &replies::in_transaction : nullptr;
}

void Dialog::on_xclient(const Command& command, Moment& moment, const Line& line, Time now) {
  Reply own;
  Facts facts = *voice_.facts();
  moment.planned = plan_attributes(Verb::xclient);
  if (!moment.planned) {
    moment.planned = &welcome_->greeting;
    const auto attributes = parse_xclient(command.arg);
    const auto changed =
        attributes ? apply_xclient(facts, *attributes) : Result<Facts>(attributes.error());
    if (changed) {
      facts = *changed;
    } else {
      own = Reply::make(501, "5.5.4", "XCLIENT: " + changed.error().what);
      moment.planned = &own;
    }
  }
  record_line(line, EventKind::command, moment.stage, std::nullopt, now);
  const bool as_planned = moment.planned == &welcome_->greeting;
  const Said said = voice_.answer(moment, now);
  if (said.content) return begin_content(now);
  if (!as_planned || !said.positive()) return;
  // The session begins anew, as if the client had just connected.
  forget_client(now);
  authenticated_ = facts.user.has_value();
  voice_.learn(std::move(facts));
}

void Dialog::on_xforward(const Command& command, Moment& moment, const Line& line, Time now) {
  Reply own;
  Facts facts = *voice_.facts();
  moment.planned = plan_attributes(Verb::xforward);
  if (!moment.planned) {
    moment.planned = &replies::ok;
    const auto attributes = parse_xforward(command.arg);
    if (!attributes) {
      own = Reply::make(501, "5.5.4", "XFORWARD: " + attributes.error().what);
      moment.planned = &own;
    } else {
      for (const Parameter& attribute : *attributes) {
        std::erase_if(facts.forwarded.edit(),
                      [&](const Parameter& old) { return old.keyword == attribute.keyword; });
        facts.forwarded.edit().push_back(attribute);
      }
    }
  }
  record_line(line, EventKind::command, moment.stage, std::nullopt, now);
  const bool as_planned = moment.planned == &replies::ok;
  const Said said = voice_.answer(moment, now);
  if (said.content) return begin_content(now);
  // They hold for the next transaction.
  if (as_planned && said.positive()) voice_.learn(std::move(facts));
}

// XFORWARD holds for one transaction, whose record has it now.
void Dialog::forget_forwarded() {
  Facts facts = *voice_.facts();
  facts.forwarded = {};
  voice_.learn(std::move(facts));
}

}  // namespace mailrig::smtp
