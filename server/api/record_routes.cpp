#include "api/record_routes.hpp"

#include "api/filter.hpp"
#include "api/paging.hpp"
#include "api/route_row.hpp"
#include "api/sessions.hpp"
#include "api/transactions.hpp"
#include "api/waiting.hpp"

namespace mailrig::api {
namespace {

constexpr QueryParameter reveal_parameters[] = {{"reveal", flag, "true: secrets are shown"}};

}  // namespace

std::span<const Route> record_routes() {
  static const auto transactions = transaction_filters(), sessions = session_filters(),
                    pages = paging_parameters(), waits = list_waiting_parameters(),
                    latest = latest_waiting_parameters();
  static const std::span<const QueryParameter> reveal = reveal_parameters;
  static const Route table[] = {
      row(get, "/v1/transactions", list_transactions, "listTransactions",
          "Mail transactions, refused ones too", {transactions, pages, waits}, none, "",
          ok("TransactionList")),
      row(get, "/v1/transactions/{id}", get_transaction, "getTransaction",
          "One transaction, or `latest`", {transactions, latest}, none, "", ok("WholeTransaction")),
      row(get, "/v1/transactions/{id}/raw", get_transaction_raw, "getTransactionRaw",
          "Its content's octets as sent", {transactions, latest}, none, "",
          answers({200, mail_type, ""})),
      row(get, "/v1/sessions", list_sessions, "listSessions", "Connections",
          {sessions, pages, waits}, none, "", ok("SessionList")),
      row(get, "/v1/sessions/{id}", get_session, "getSession", "One connection, or `latest`",
          {sessions, latest, reveal}, none, "", ok("WholeSession")),
      row(get, "/v1/sessions/{id}/transcript", get_transcript, "getTranscript",
          "Its conversation, as text or JSON", {sessions, latest, reveal}, none, "",
          answers({200, plain_type, ""}, {200, json_type, "Transcript"})),
  };
  return table;
}

}  // namespace mailrig::api
