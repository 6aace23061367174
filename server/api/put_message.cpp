// POST /v1/messages: a mail put in without SMTP, as message/rfc822 or as JSON to make one of.
#include <atomic>

#include "api/messages.hpp"
#include "api/work.hpp"
#include "json/draft_json.hpp"
#include "json/message_json.hpp"
#include "mail/address.hpp"
#include "mail/ascii.hpp"

namespace mailrig::api {
namespace {

constexpr std::size_t longest_inbox = 64;

std::optional<Problem> check_inbox(std::string_view name) {
  static constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
  if (!name.empty() && name.size() <= longest_inbox &&
      name.find_first_not_of(allowed) == std::string_view::npos)
    return std::nullopt;
  return bad_parameter("inbox", "\"" + std::string(name) + "\" is not a name of an inbox",
                       "1 to 64 letters, digits, hyphens, dots and underscores");
}

std::optional<Problem> check_address(std::string_view name, const std::string& address) {
  const std::string path = '<' + address + '>';
  std::string_view rest = path;
  const auto parsed = parse_path(rest, {.allow_postmaster = true, .allow_empty = name == "from"});
  if (parsed && rest.empty() && parsed->address == address) return std::nullopt;
  return bad_parameter(
      name, "\"" + address + "\" is not an address" + (parsed ? "" : ": " + parsed.error().what),
      std::string(name) + "=bob@x.test, without name and angle brackets");
}

// The envelope that the parameters describe; it may have no recipient.
Result<Envelope, Problem> read_envelope(const Parameters& query) {
  Envelope envelope;
  for (const auto& [name, value] : query) {
    if (name != "from" && name != "to") continue;
    if (auto problem = check_address(name, value)) return *problem;
    if (name == "from")
      envelope.from.address = value;
    else
      envelope.to.push_back({value, {}, "", true, true});
  }
  return envelope;
}

// What the parameters leave out comes from the addresses of the mail.
void complete(Envelope& envelope, const json::DraftRequest& request, bool from_given) {
  if (!from_given && !request.draft.from.empty())
    envelope.from.address = request.draft.from.front().address;
  if (!envelope.to.empty()) return;
  for (const auto* const list : {&request.draft.to, &request.draft.cc})
    for (const Mailbox& each : *list) envelope.to.push_back({each.address, {}, "", true, true});
  for (const std::string& each : request.bcc) envelope.to.push_back({each, {}, "", true, true});
}

bool is_json(const Request& request) {
  return istarts_with(request.header("Content-Type").value_or(""), "application/json");
}

// Unique on this server: the time, and how often it was asked.
std::string unique_id(WallTime now) {
  static std::atomic<std::uint64_t> count{0};
  return std::to_string(now.time_since_epoch().count()) + "." + std::to_string(++count);
}

}  // namespace

Answer put_message(const Context& context) {
  auto envelope = read_envelope(context.query);
  if (!envelope) return to_response(envelope.error());
  const std::string inbox(find(context.query, "inbox").value_or("default"));
  if (auto problem = check_inbox(inbox)) return to_response(*problem);
  std::string composed;
  const std::string* octets = &context.request.body;
  if (is_json(context.request)) {
    const auto request = json::read_draft(*octets, octets->size());
    if (!request) return to_response(bad_body(request.error()));
    complete(*envelope, *request, find(context.query, "from").has_value());
    const WallTime now = context.store().wall_now();
    composed =
        compose(request->draft, std::chrono::floor<std::chrono::seconds>(now), unique_id(now));
    octets = &composed;
  }
  if (octets->empty())
    return to_response(
        bad_body({{"", "the body is empty", "send the mail: --data-binary @mail.eml"}}));
  if (envelope->to.empty())
    return to_response(
        bad_parameter("to", "there is no recipient", "add to=bob@x.test, once for each"));
  if (const auto most = context.store().limits().kept_octets; octets->size() > most / 2)
    return to_response({.status = 413,
                        .type = "body-too-large",
                        .title = "The body is too large",
                        .detail = "a message may take half of what is kept, " +
                                  std::to_string(most / 2) + " octets",
                        .hint = "raise --max-kept"});
  const auto message = context.store().add_message(std::move(*envelope), inbox,
                                                   std::make_shared<const Content>(*octets));
  return answer_by(context, octets->size(), [message, &outlines = context.outlines()](const Stop&) {
    Response response =
        json_response(json::write_whole_message(*message, outlines.whole(*message)), 201);
    response.headers.emplace_back("Location", "/v1/messages/" + make_id('m', message->number));
    return response;
  });
}

}  // namespace mailrig::api
