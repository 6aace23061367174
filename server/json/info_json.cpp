#include "json/info_json.hpp"

#include "json/document.hpp"
#include "json/nullable.hpp"
#include "mail/date.hpp"

namespace mailrig::json {

std::string write_info(const Info& info) {
  Tree listeners = Tree::array();
  for (const Listener& each : info.listeners)
    listeners.push_back({{"name", each.name},
                         {"protocol", each.protocol},
                         {"address", each.address},
                         {"port", each.port},
                         {"tls", each.tls},
                         {"profile", null_if_empty(each.profile)}});
  Tree limits = Tree::object();
  for (const auto& [name, limit] : info.limits) limits[name] = limit;
  const StoreCounts& counts = info.counts;
  return write_document({{"version", info.version},
                         {"started", format_rfc3339(info.started)},
                         {"now", format_rfc3339(info.now)},
                         {"seq", counts.seq},
                         {"listeners", std::move(listeners)},
                         {"limits", std::move(limits)},
                         {"counts",
                          {{"messages", counts.messages},
                           {"transactions", counts.transactions},
                           {"sessions", counts.sessions},
                           {"openSessions", counts.open_sessions},
                           {"messagesReceived", counts.messages_received},
                           {"transactionsEnded", counts.transactions_ended},
                           {"sessionsOpened", counts.sessions_opened},
                           {"rules", info.rules},
                           {"rulesFired", counts.rules_fired},
                           {"keptOctets", counts.kept_octets},
                           {"inFlightOctets", counts.in_flight_octets},
                           {"waiters", info.waiters},
                           {"streams", info.streams}}},
                         {"evicted",
                          {{"messages", counts.evicted_messages},
                           {"transactions", counts.evicted_transactions},
                           {"sessions", counts.evicted_sessions}}}});
}

std::string write_sent_test_mail(const SentTestMail& sent) {
  return write_document(
      {{"listener", sent.listener}, {"helo", sent.helo}, {"from", sent.from}, {"to", sent.to}});
}

}  // namespace mailrig::json
