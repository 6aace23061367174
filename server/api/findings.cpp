#include "api/findings.hpp"

#include <algorithm>

#include "api/filter.hpp"
#include "api/number.hpp"
#include "api/transcript.hpp"
#include "api/work.hpp"
#include "json/finding_json.hpp"
#include "match/suggestion.hpp"

namespace mailrig::api {
namespace {

constexpr std::size_t all = static_cast<std::size_t>(-1);

constexpr QueryParameter parameters[] = {
    {"rule", R"({"type":"string"})", "name of a rule: only that one"},
    {"examples", R"({"type":"integer","minimum":0,"maximum":100,"default":1})",
     "records shown of each rule, the newest"},
};

// What is looked at, and what is shown of it.
struct Extent {
  Query messages;
  std::optional<Query> sessions;
  std::string rule;  // empty: all
  std::size_t examples = 1;
};

// The same for sessions; nothing if a filter is given that they do not have. What `q` looks for
// stands in mails.
std::optional<Query> of_sessions(const Parameters& given, WallTime now) {
  const auto known = session_filters();
  const auto fits = [&](const auto& parameter) {
    return !has_filters({parameter}) ||
           (parameter.first != "q" &&
            std::ranges::find(known, parameter.first, &QueryParameter::name) != known.end());
  };
  if (!std::ranges::all_of(given, fits)) return std::nullopt;
  auto query = read_filters(given, Searched::sessions, now);
  if (!query) return std::nullopt;
  return *query;
}

Result<Extent, Problem> read_extent(const Context& context) {
  const WallTime now = context.store().wall_now();
  auto messages = read_filters(context.query, Searched::messages, now);
  if (!messages) return messages.error();
  Extent extent{std::move(*messages), of_sessions(context.query, now), "", 1};
  extent.messages.limit = all;
  if (extent.sessions) extent.sessions->limit = all;
  if (const auto rule = find(context.query, "rule")) {
    if (std::ranges::find(lint::rule_names(), *rule) == lint::rule_names().end())
      return bad_parameter("rule", "\"" + std::string(*rule) + "\" is no rule",
                           suggest(*rule, lint::rule_names()));
    extent.rule = *rule;
  }
  if (const auto examples = find(context.query, "examples")) {
    const auto number = read_number("examples", *examples, 0, 100);
    if (!number) return number.error();
    extent.examples = *number;
  }
  return extent;
}

// Every message and session that matches, newest first.
json::Findings look_at(const Store& store, const Outlines& outlines, const Extent& extent,
                       const Stop& stop) {
  json::Findings findings;
  lint::Grouping grouping(extent.examples, extent.rule);
  const auto messages = store.find_messages(extent.messages, &stop);
  findings.seq = messages.seq;
  for (const auto& message : messages.items) {
    if (stop) break;
    grouping.add(message, outlines.kinds(*message));
  }
  findings.messages = messages.items.size();
  if (extent.sessions) {
    const auto sessions = store.find_sessions(*extent.sessions, &stop);
    for (const auto& session : sessions.items) grouping.add(session);
    findings.sessions = sessions.items.size();
  }
  findings.groups = grouping.take();
  return findings;
}

}  // namespace

std::span<const QueryParameter> finding_parameters() { return parameters; }

Answer list_findings(const Context& context) {
  const auto extent = read_extent(context);
  if (!extent) return to_response(extent.error());
  const Store& store = context.store();
  std::uint64_t effort = store.effort(ChangeKind::message, extent->messages);
  if (extent->sessions) effort += store.effort(ChangeKind::session, *extent->sessions);
  return answer_by(
      context, effort,
      [&store, &outlines = context.outlines(), extent = *extent](const Stop& stop) {
        const json::Evidence evidence{
            [&](const Message& message) { return outlines.of(message); },
            [&](const SessionRecord& session) { return conversation(store, session); }};
        return json_response(
            json::write_findings(look_at(store, outlines, extent, stop), evidence));
      });
}

}  // namespace mailrig::api
