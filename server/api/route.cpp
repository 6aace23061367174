#include "api/route.hpp"

#include "api/entries.hpp"
#include "api/events.hpp"
#include "api/filter.hpp"
#include "api/info.hpp"
#include "api/messages.hpp"
#include "api/openapi.hpp"
#include "api/paging.hpp"
#include "api/parts.hpp"
#include "api/rules.hpp"
#include "api/sessions.hpp"
#include "api/steering_routes.hpp"
#include "api/test_mail.hpp"
#include "api/transactions.hpp"
#include "api/verify_routes.hpp"
#include "api/waiting.hpp"

namespace mailrig::api {
namespace {

constexpr std::string_view text = R"({"type":"string"})";
constexpr std::string_view flag = R"({"type":"string","enum":["true","false"]})";

constexpr QueryParameter envelope_parameters[] = {
    {"inbox", text, "inbox it goes to; default if left out"},
    {"from", text, "envelope sender; <>, or that of the JSON, if left out"},
    {"to", text, "envelope recipient; at least one, here or in the JSON", Times::any},
};
constexpr QueryParameter all_parameters[] = {{"all", flag, "true: everything"}};
constexpr QueryParameter remote_parameters[] = {
    {"remote", R"({"type":"string","enum":["0","1"]})", "1: what the mail names is loaded"}};
constexpr QueryParameter extent_parameters[] = {
    {"brief", flag, "true: text and html are null; /text and /html have them"},
    {"checksums", flag, "true: MD5, SHA-1 and SHA-256 of each part's octets"}};
constexpr QueryParameter as_parameters[] = {
    {"as", R"({"type":"string","enum":["sent","received"]})",
     "received: bare CR, LF and NUL turned into what the listener's profile makes of them"}};
constexpr QueryParameter reveal_parameters[] = {{"reveal", flag, "true: secrets are shown"}};
constexpr QueryParameter rule_parameters[] = {
    {"ttl", text, "the rule goes after so long: 10m"},
    {"seed", R"({"type":"integer"})", "what chance is drawn from"},
    {"inbox", text, "only events of this inbox"},
};
constexpr QueryParameter inbox_parameters[] = {{"inbox", text, "of this inbox"}};
constexpr QueryParameter event_parameters[] = {
    {"after", R"({"type":"integer","minimum":0})", "begin after this seq; now if left out"}};

constexpr QueryParameter test_mail_parameters[] = {
    {"listener", text, "name of the listener; the first in the clear if left out"}};

constexpr std::string_view json_type = "application/json", plain = "text/plain",
                           mail_type = "message/rfc822";
constexpr auto get = Method::get, post = Method::post, put = Method::put, patch = Method::patch,
               del = Method::delete_;

constexpr Successes answers(Success first, Success second = {}) { return {first, second}; }
constexpr Successes ok(std::string_view schema) { return answers({200, json_type, schema}); }

// A GET without parameters.
constexpr Route plain_get(std::string_view path, Handler handler, std::string_view name,
                          std::string_view summary, Successes answers) {
  return {Method::get, path, handler, name, summary, {}, BodyKind::none, "", answers};
}

}  // namespace

std::string_view to_string(Method method) {
  static constexpr std::string_view words[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
  return words[static_cast<std::size_t>(method)];
}

const QueryParameter* Route::find(std::string_view parameter) const {
  for (const auto& group : parameters)
    for (const QueryParameter& each : group)
      if (each.name == parameter || (each.name.ends_with(':') && parameter.starts_with(each.name)))
        return &each;
  return nullptr;
}

std::span<const Route> routes() {
  static const auto messages = message_filters(), transactions = transaction_filters(),
                    sessions = session_filters(), pages = paging_parameters(),
                    waits = list_waiting_parameters(), latest = latest_waiting_parameters(),
                    entries = entry_parameters(), places = entry_places();
  static const std::span<const QueryParameter> extent = extent_parameters;
  static const std::span<const QueryParameter> envelope = envelope_parameters, all = all_parameters,
                                               remote = remote_parameters, as = as_parameters,
                                               reveal = reveal_parameters, rule = rule_parameters,
                                               inboxes = inbox_parameters, place = event_parameters,
                                               test_mail = test_mail_parameters;
  constexpr auto none = BodyKind::none, json = BodyKind::json, mail = BodyKind::mail_or_json;
  static const Route others[] = {
      {get,
       "/v1/messages",
       list_messages,
       "listMessages",
       "Messages, or wait for some",
       {messages, pages, waits},
       none,
       "",
       ok("MessageList")},
      {post,
       "/v1/messages",
       put_message,
       "putMessage",
       "Put a message in: a whole mail, or JSON to make one of",
       {envelope},
       mail,
       "NewMessage",
       answers({201, json_type, "WholeMessage"})},
      {patch,
       "/v1/messages",
       patch_messages,
       "patchMessages",
       "Mark or tag what matches",
       {messages},
       json,
       "MessagePatch",
       ok("Patched")},
      {del,
       "/v1/messages",
       delete_messages,
       "deleteMessages",
       "Delete what matches",
       {messages, all},
       none,
       "",
       ok("Deleted")},
      {get,
       "/v1/messages/{id}",
       get_message,
       "getMessage",
       "One message, or `latest`",
       {messages, latest, extent},
       none,
       "",
       ok("WholeMessage")},
      {patch,
       "/v1/messages/{id}",
       patch_message,
       "patchMessage",
       "Mark or tag one message",
       {messages},
       json,
       "MessagePatch",
       ok("WholeMessage")},
      {del,
       "/v1/messages/{id}",
       delete_message,
       "deleteMessage",
       "Delete one message",
       {messages},
       none,
       "",
       ok("Deleted")},
      {get,
       "/v1/messages/{id}/raw",
       get_message_raw,
       "getMessageRaw",
       "Its octets as sent, or as the listener's profile has them",
       {messages, latest, as},
       none,
       "",
       answers({200, mail_type, ""})},
      {get,
       "/v1/messages/{id}/trace",
       get_message_trace,
       "getMessageTrace",
       "The trace fields that a receiver would put in front of it",
       {messages, latest},
       none,
       "",
       answers({200, plain, ""})},
      {get,
       "/v1/messages/{id}/headers",
       get_message_headers,
       "getMessageHeaders",
       "Its headers, decoded and raw",
       {messages, latest},
       none,
       "",
       ok("Headers")},
      {get,
       "/v1/messages/{id}/text",
       get_message_text,
       "getMessageText",
       "Its text, or what its HTML says, decoded",
       {messages, latest},
       none,
       "",
       answers({200, plain, ""})},
      {get,
       "/v1/messages/{id}/html",
       get_message_html,
       "getMessageHtml",
       "Its HTML as a sandboxed page",
       {messages, latest, remote},
       none,
       "",
       answers({200, "text/html", ""})},
      {get,
       "/v1/messages/{id}/parts/{n}",
       get_message_part,
       "getMessagePart",
       "A part's content, decoded, to be saved",
       {messages, latest},
       none,
       "",
       answers({200, "*/*", ""})},
      {get,
       "/v1/messages/{id}/inline/{n}",
       get_message_inline,
       "getMessageInline",
       "A part that is a raster image, to be shown by the HTML",
       {messages, latest},
       none,
       "",
       answers({200, "image/*", ""})},
      {get,
       "/v1/entries",
       list_entries,
       "listEntries",
       "What an inbox shows: messages, refused transactions, sessions that failed before any",
       {messages, entries},
       none,
       "",
       ok("EntryList")},
      {del,
       "/v1/entries",
       delete_entries,
       "deleteEntries",
       "Take entries from it: messages are deleted, the rest stays on record",
       {messages, places},
       none,
       "",
       ok("Deleted")},

      {get,
       "/v1/transactions",
       list_transactions,
       "listTransactions",
       "Mail transactions, refused ones too",
       {transactions, pages, waits},
       none,
       "",
       ok("TransactionList")},
      {get,
       "/v1/transactions/{id}",
       get_transaction,
       "getTransaction",
       "One transaction, or `latest`",
       {transactions, latest},
       none,
       "",
       ok("WholeTransaction")},
      {get,
       "/v1/transactions/{id}/raw",
       get_transaction_raw,
       "getTransactionRaw",
       "Its content's octets as sent",
       {transactions, latest},
       none,
       "",
       answers({200, mail_type, ""})},
      {get,
       "/v1/sessions",
       list_sessions,
       "listSessions",
       "Connections",
       {sessions, pages, waits},
       none,
       "",
       ok("SessionList")},
      {get,
       "/v1/sessions/{id}",
       get_session,
       "getSession",
       "One connection, or `latest`",
       {sessions, latest, reveal},
       none,
       "",
       ok("WholeSession")},
      {get,
       "/v1/sessions/{id}/transcript",
       get_transcript,
       "getTranscript",
       "Its conversation, as text or JSON",
       {sessions, latest, reveal},
       none,
       "",
       answers({200, plain, ""}, {200, json_type, "Transcript"})},
      {get,
       "/v1/rules",
       list_rules,
       "listRules",
       "Rules in the order of evaluation",
       {},
       none,
       "",
       ok("RuleList")},
      {post,
       "/v1/rules",
       add_rules,
       "addRules",
       "Add a rule, or an array in order",
       {rule},
       json,
       "NewRules",
       answers({201, json_type, "RuleOrList"})},
      {del,
       "/v1/rules",
       delete_rules,
       "deleteRules",
       "Remove rules added by API: of an inbox, or all",
       {all, inboxes},
       none,
       "",
       ok("Deleted")},
      {get,
       "/v1/rules/{id}",
       get_rule,
       "getRule",
       "One rule with its hits",
       {},
       none,
       "",
       ok("Rule")},
      {put,
       "/v1/rules/{id}",
       put_rule,
       "putRule",
       "Replace a rule; its counters start anew",
       {rule},
       json,
       "rule",
       ok("Rule")},
      {del,
       "/v1/rules/{id}",
       delete_rule,
       "deleteRule",
       "Remove a rule",
       {},
       none,
       "",
       ok("Deleted")},
      {get,
       "/v1/events",
       follow_events,
       "followEvents",
       "Server-sent events",
       {place},
       none,
       "",
       answers({200, "text/event-stream", ""})},
      {post,
       "/v1/test-mail",
       send_test_mail,
       "sendTestMail",
       "Send a mail to a listener of this server, through its real port",
       {test_mail},
       none,
       "",
       answers({202, json_type, "SentTestMail"})},
      plain_get("/v1/info", get_info, "getInfo", "Version, listeners, limits, counts", ok("Info")),
      plain_get("/v1/openapi.json", get_openapi, "getOpenapi", "This document", ok("OpenApi")),
      plain_get("/v1/profiles", get_profiles, "getProfiles",
                "The receiver profiles that a listener may have, with their switches",
                ok("ProfileList")),
      plain_get("/v1/ca.pem", get_ca, "getCa",
                "The CA behind the server's certificate, to be trusted by clients under test",
                answers({200, "application/x-pem-file", ""})),
      plain_get("/livez", get_livez, "getLivez", "Whether it runs", answers({200, plain, ""})),
      plain_get("/readyz", get_readyz, "getReadyz", "Whether every listener is bound",
                answers({200, plain, ""}, {503, plain, ""})),
      plain_get("/metrics", get_metrics, "getMetrics", "Prometheus text",
                answers({200, plain, ""})),
      plain_get("/", get_root, "getRoot", "The main routes in short", answers({200, plain, ""})),
  };
  static const std::vector<Route> table = [] {
    std::vector<Route> all(std::begin(others), std::end(others));
    for (const auto& more : {verify_routes(), steering_routes()})
      all.insert(all.end(), more.begin(), more.end());
    return all;
  }();
  return table;
}

}  // namespace mailrig::api
