#include "api/sessions.hpp"

#include "api/list.hpp"
#include "api/number.hpp"
#include "api/one.hpp"
#include "api/transcript.hpp"

namespace mailrig::api {
namespace {

using Found = std::shared_ptr<SessionRecord>;
using json::Secrets;

Result<Secrets, Problem> read_reveal(const Parameters& query) {
  const auto given = find(query, "reveal");
  if (!given) return Secrets::masked;
  const auto flag = read_flag("reveal", *given);
  if (!flag) return flag.error();
  return *flag ? Secrets::revealed : Secrets::masked;
}

// Text is for people, and the default.
bool wants_json(const Request& request) {
  const std::string_view accept = request.header("Accept").value_or("");
  const std::size_t json = accept.find("application/json");
  return json < accept.find("text/plain");
}

}  // namespace

std::string Kind<SessionRecord>::summary(const SessionRecord& session, const Outlines&) {
  return json::write_session(session.state());
}

Answer list_sessions(const Context& context) { return list<SessionRecord>(context); }

Answer get_session(const Context& context) {
  const auto secrets = read_reveal(context.query);
  if (!secrets) return to_response(secrets.error());
  return one<SessionRecord>(
      context, [&store = context.store(), secrets = *secrets](const Found& session) {
        return json_response(
            json::write_whole_session(session->state(), conversation(store, *session), secrets));
      });
}

Answer get_transcript(const Context& context) {
  const auto secrets = read_reveal(context.query);
  if (!secrets) return to_response(secrets.error());
  const bool as_json = wants_json(context.request);
  return one<SessionRecord>(
      context, [&store = context.store(), secrets = *secrets, as_json](const Found& session) {
        const SessionState state = session->state();
        const auto events = conversation(store, *session);
        Response response;
        response.headers.emplace_back("Vary", "Accept");
        if (as_json) {
          response.body = json::write_transcript(state, events, secrets);
        } else {
          response.content_type = "text/plain; charset=utf-8";
          response.body = transcript_text(state, events, secrets);
        }
        return response;
      });
}

}  // namespace mailrig::api
