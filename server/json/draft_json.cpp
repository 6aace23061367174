#include "json/draft_json.hpp"

#include <algorithm>
#include <array>

#include "json/document.hpp"
#include "mail/address.hpp"
#include "mail/ascii.hpp"
#include "mail/encoding.hpp"

namespace mailrig::json {
namespace {

constexpr std::size_t most_recipients = 10'000, most_attachments = 1'000, most_fields = 1'000;

bool is_address(const std::string& address) {
  const std::string path = '<' + address + '>';
  std::string_view rest = path;
  const auto parsed = parse_path(rest, {.allow_postmaster = true});
  return parsed && rest.empty() && parsed->address == address;
}

bool has_control(std::string_view text) {
  return std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; });
}

// A text that goes into the header: line ends would begin another field.
std::optional<std::string> one_line(const Node& node) {
  auto text = node.text();
  if (text && has_control(*text)) {
    node.fault("a control character or line end", "a header field takes one line of text");
    return std::nullopt;
  }
  return text;
}

void add_mailbox(const Node& node, Mailbox mailbox, std::vector<Mailbox>& list) {
  if (!is_address(mailbox.address))
    node.fault("\"" + mailbox.address + "\" is not an address", "bob@x.test, or Bob <bob@x.test>");
  list.push_back(std::move(mailbox));
}

// "Bob <bob@x.test>, c@x.test" or {"name": "Bob", "address": "bob@x.test"}
void read_mailbox(const Node& node, std::vector<Mailbox>& list) {
  if (!node.is_object()) {
    const auto text = one_line(node);
    if (!text) return;
    const auto mailboxes = parse_mailboxes(*text);
    if (mailboxes.empty()) node.fault("there is no address", "bob@x.test, or Bob <bob@x.test>");
    for (const Mailbox& each : mailboxes) add_mailbox(node, each, list);
    return;
  }
  node.fields({"name", "address"});
  const auto name = node.field("name"), address = node.field("address");
  if (!address)
    return node.fault("there is no address", R"({"name":"Bob","address":"bob@x.test"})");
  const auto text = one_line(*address);
  if (text)
    add_mailbox(*address, {name ? one_line(*name).value_or("") : std::string(), *text}, list);
}

std::vector<Mailbox> read_mailboxes(const std::optional<Node>& node) {
  std::vector<Mailbox> list;
  if (!node) return list;
  if (node->is_array()) {
    for (const Node& each : node->elements().value_or(std::vector<Node>()))
      read_mailbox(each, list);
  } else {
    read_mailbox(*node, list);
  }
  if (list.size() > most_recipients)
    node->fault("more than " + std::to_string(most_recipients) + " addresses", "give fewer");
  return list;
}

bool is_media_type(std::string_view type) {
  const std::size_t slash = type.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < type.size() &&
         type.size() <= 200 && is_ascii(type) && !has_control(type);
}

Draft::Attachment read_attachment(const Node& node) {
  Draft::Attachment attachment{{}, "application/octet-stream", {}, {}};
  if (!node.fields({"fileName", "type", "content", "contentId"})) return attachment;
  if (const auto name = node.field("fileName")) attachment.file_name = one_line(*name).value_or("");
  if (const auto type = node.field("type")) {
    attachment.type = one_line(*type).value_or("");
    if (!is_media_type(attachment.type) || istarts_with(attachment.type, "multipart/") ||
        istarts_with(attachment.type, "message/"))
      type->fault("\"" + attachment.type + "\" is no type of an attachment",
                  "such as image/png; an embedded mail is POSTed as message/rfc822");
  }
  if (const auto id = node.field("contentId")) {
    attachment.content_id = one_line(*id).value_or("");
    if (attachment.content_id.find_first_of("<> ") != std::string::npos ||
        !is_ascii(attachment.content_id))
      id->fault("not the id of a part", "logo@shop.test, without angle brackets");
  }
  const auto content = node.field("content");
  if (!content) {
    node.fault("there is no content", "\"content\": its octets in base64");
  } else if (const auto text = content->text()) {
    Diagnostics diagnostics;
    attachment.octets = decode_base64(*text, {&diagnostics, 0, 0});
    if (!diagnostics.all().empty())
      content->fault(
          "not base64, at character " + std::to_string(diagnostics.all().front().offset + 1),
          "base64 -w0 FILE makes it");
  }
  return attachment;
}

// Fields that follow from other members.
void check_field_name(const Node& node, const std::string& name) {
  static constexpr std::array<std::string_view, 9> made = {
      "From",         "To",         "Cc",
      "Bcc",          "Subject",    "MIME-Version",
      "Content-Type", "Content-ID", "Content-Transfer-Encoding"};
  const bool valid = !name.empty() && name.size() <= 76 && std::ranges::all_of(name, [](char c) {
    return c > ' ' && c <= '~' && c != ':';
  });
  if (!valid)
    node.fault("\"" + name + "\" is no name of a header field", "printable ASCII without a colon");
  else if (std::ranges::any_of(made, [&](std::string_view each) { return iequals(each, name); }))
    node.fault(name + " is made from other members",
               "from, to, cc, subject, text, html and attachments give it; or POST message/rfc822");
}

void read_headers(const Node& node, Draft& draft) {
  for (const auto& [name, value] : node.all_fields()) {
    check_field_name(value, name);
    if (value.is_array()) {
      for (const Node& each : value.elements().value_or(std::vector<Node>()))
        draft.headers.emplace_back(name, one_line(each).value_or(""));
    } else {
      draft.headers.emplace_back(name, one_line(value).value_or(""));
    }
  }
  if (draft.headers.size() > most_fields)
    node.fault("more than " + std::to_string(most_fields) + " header fields", "give fewer");
}

void read_members(const Node& root, DraftRequest& request) {
  Draft& draft = request.draft;
  draft.from = read_mailboxes(root.field("from"));
  draft.to = read_mailboxes(root.field("to"));
  draft.cc = read_mailboxes(root.field("cc"));
  for (const Mailbox& each : read_mailboxes(root.field("bcc"))) request.bcc.push_back(each.address);
  if (const auto subject = root.field("subject")) draft.subject = one_line(*subject);
  if (const auto text = root.field("text")) draft.text = text->text();
  if (const auto html = root.field("html")) draft.html = html->text();
  if (const auto headers = root.field("headers")) {
    if (headers->is_object())
      read_headers(*headers, draft);
    else
      headers->wrong_type("an object");
  }
  if (const auto attachments = root.field("attachments")) {
    const auto members = attachments->elements();
    if (members && members->size() > most_attachments)
      attachments->fault("more than " + std::to_string(most_attachments) + " attachments", "");
    for (const Node& each : members.value_or(std::vector<Node>()))
      draft.attachments.push_back(read_attachment(each));
  }
}

}  // namespace

Result<DraftRequest, Faults> read_draft(std::string_view text, std::size_t most) {
  const auto tree = read_document(text, {.octets = most});
  if (!tree) return tree.error();
  Faults faults;
  const Node root(*tree, faults);
  DraftRequest request;
  if (root.fields({"from", "to", "cc", "bcc", "subject", "text", "html", "attachments", "headers"}))
    read_members(root, request);
  if (!faults.empty()) return faults;
  return request;
}

std::string_view draft_schema() {
  return R"json({
"NewMailboxes": {"description": "Bob <bob@x.test>, or an object; one or several",
  "oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Mailbox"},
    {"type": "array", "items": {"oneOf": [{"type": "string"},
      {"$ref": "#/components/schemas/Mailbox"}]}}]},
"NewMessage": {"type": "object", "additionalProperties": false,
  "description": "the mail is put together from this; recipients are to, cc and bcc",
  "properties": {
    "from": {"$ref": "#/components/schemas/NewMailboxes"},
    "to": {"$ref": "#/components/schemas/NewMailboxes"},
    "cc": {"$ref": "#/components/schemas/NewMailboxes"},
    "bcc": {"$ref": "#/components/schemas/NewMailboxes"},
    "subject": {"type": "string"},
    "text": {"type": "string"},
    "html": {"type": "string"},
    "headers": {"type": "object", "description": "more fields; a list is a field each",
      "additionalProperties": {"oneOf": [{"type": "string"},
        {"type": "array", "items": {"type": "string"}}]}},
    "attachments": {"type": "array", "maxItems": 1000, "items": {"type": "object",
      "required": ["content"], "additionalProperties": false, "properties": {
        "fileName": {"type": "string"},
        "type": {"type": "string", "default": "application/octet-stream"},
        "content": {"type": "string", "description": "base64"},
        "contentId": {"type": "string", "description": "the HTML shows it as cid:…"}}}}}}
})json";
}

}  // namespace mailrig::json
