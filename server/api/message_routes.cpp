#include "api/message_routes.hpp"

#include "api/entries.hpp"
#include "api/filter.hpp"
#include "api/findings.hpp"
#include "api/messages.hpp"
#include "api/paging.hpp"
#include "api/parts.hpp"
#include "api/route_row.hpp"
#include "api/waiting.hpp"

namespace mailrig::api {
namespace {

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

}  // namespace

std::span<const Route> message_routes() {
  static const auto messages = message_filters(), pages = paging_parameters(),
                    waits = list_waiting_parameters(), latest = latest_waiting_parameters(),
                    entries = entry_parameters(), places = entry_places(),
                    findings = finding_parameters();
  static const std::span<const QueryParameter> extent = extent_parameters,
                                               envelope = envelope_parameters, all = all_parameters,
                                               remote = remote_parameters, as = as_parameters;
  static const Route table[] = {
      row(get, "/v1/messages", list_messages, "listMessages", "Messages, or wait for some",
          {messages, pages, waits}, none, "", ok("MessageList")),
      row(post, "/v1/messages", put_message, "putMessage",
          "Put a message in: a whole mail, or JSON to make one of", {envelope}, mail_or_json,
          "NewMessage", answers({201, json_type, "WholeMessage"})),
      row(patch, "/v1/messages", patch_messages, "patchMessages", "Mark or tag what matches",
          {messages}, json, "MessagePatch", ok("Patched")),
      row(del, "/v1/messages", delete_messages, "deleteMessages", "Delete what matches",
          {messages, all}, none, "", ok("Deleted")),
      row(get, "/v1/messages/{id}", get_message, "getMessage", "One message, or `latest`",
          {messages, latest, extent}, none, "", ok("WholeMessage")),
      row(patch, "/v1/messages/{id}", patch_message, "patchMessage", "Mark or tag one message",
          {messages, extent}, json, "MessagePatch", ok("WholeMessage")),
      row(del, "/v1/messages/{id}", delete_message, "deleteMessage", "Delete one message",
          {messages}, none, "", ok("Deleted")),
      row(get, "/v1/messages/{id}/raw", get_message_raw, "getMessageRaw",
          "Its octets as sent, or as the listener's profile has them", {messages, latest, as}, none,
          "", answers({200, mail_type, ""})),
      row(get, "/v1/messages/{id}/trace", get_message_trace, "getMessageTrace",
          "The trace fields that a receiver would put in front of it", {messages, latest}, none, "",
          answers({200, plain_type, ""})),
      row(get, "/v1/messages/{id}/headers", get_message_headers, "getMessageHeaders",
          "Its headers, decoded and raw", {messages, latest}, none, "", ok("Headers")),
      row(get, "/v1/messages/{id}/text", get_message_text, "getMessageText",
          "Its text, or what its HTML says, decoded", {messages, latest}, none, "",
          answers({200, plain_type, ""})),
      row(get, "/v1/messages/{id}/html", get_message_html, "getMessageHtml",
          "Its HTML as a sandboxed page", {messages, latest, remote}, none, "",
          answers({200, "text/html", ""})),
      row(get, "/v1/messages/{id}/parts/{n}", get_message_part, "getMessagePart",
          "A part's content, decoded, to be saved", {messages, latest}, none, "",
          answers({200, "*/*", ""})),
      row(get, "/v1/messages/{id}/inline/{n}", get_message_inline, "getMessageInline",
          "A part that is a raster image, to be shown by the HTML", {messages, latest}, none, "",
          answers({200, "image/*", ""})),
      row(get, "/v1/findings", list_findings, "listFindings",
          "Rules that mails and sessions broke, with the octets that prove it",
          {messages, findings}, none, "", ok("FindingList")),
      row(get, "/v1/entries", list_entries, "listEntries",
          "What an inbox shows: messages, refused transactions, sessions that failed before any",
          {messages, entries}, none, "", ok("EntryList")),
      row(del, "/v1/entries", delete_entries, "deleteEntries",
          "Take entries from it: messages are deleted, the rest stays on record",
          {messages, places}, none, "", ok("Deleted")),
  };
  return table;
}

}  // namespace mailrig::api
