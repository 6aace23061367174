#include "json/finding_json.hpp"

#include "json/nullable.hpp"
#include "json/reading_json.hpp"
#include "mail/date.hpp"
#include "mail/utf8.hpp"

namespace mailrig::json {
namespace {

constexpr std::size_t most_text = 400;  // octets of a name or subject

Tree example_of(const Message& message, const Diagnostic& place, const Outline& outline) {
  const std::string_view from = outline.from.first.empty()
                                    ? message.envelope().from.address.view()
                                    : std::string_view(outline.from.first.front().address);
  return {{"record", make_id('m', message.number)},
          {"at", format_rfc3339(message.received)},
          {"from", cut_utf8(std::string(from), most_text)},
          {"subject", outline.subject ? Tree(cut_utf8(*outline.subject, most_text)) : Tree()},
          {"part", place.part + 1},
          {"offset", place.offset},
          {"count", place.count},
          {"proof", proof_tree(lint::proof_of(message.content()->octets(), place))},
          {"line", nullptr},
          {"note", nullptr}};
}

Tree example_of(const SessionState& state, const std::optional<lint::Sighting>& sighting) {
  const Facts& facts = *state.facts;
  return {{"record", make_id('s', state.number)},
          {"at", format_rfc3339(state.began)},
          {"from", cut_utf8(facts.helo.empty() ? facts.ip : facts.helo, most_text)},
          {"subject", nullptr},
          {"part", nullptr},
          {"offset", nullptr},
          {"count", 1},
          {"proof", nullptr},
          {"line", sighting ? Tree(sighting->line) : Tree()},
          {"note", sighting ? Tree(cut_utf8(sighting->text, most_text)) : Tree()}};
}

Tree example_of(const lint::Group& group, const lint::Example& example, const Evidence& evidence) {
  if (const auto* message = std::get_if<0>(&example.record))
    return example_of(**message, *example.place, *evidence.outline(**message));
  const SessionRecord& session = *std::get<1>(example.record);
  return example_of(session.state(),
                    lint::sighting_of(*group.conduct, evidence.transcript(session)));
}

}  // namespace

std::string write_findings(const Findings& findings, const Evidence& evidence) {
  Tree items = Tree::array();
  for (const lint::Group& group : findings.groups) {
    Tree filter = Tree::object();
    for (const auto& [name, value] : group.filter) filter[std::string(name)] = value;
    Tree examples = Tree::array();
    for (const lint::Example& each : group.examples)
      examples.push_back(example_of(group, each, evidence));
    items.push_back({{"rule", group.rule},
                     {"detail", group.detail},
                     {"of", group.conduct ? "session" : "message"},
                     {"filter", std::move(filter)},
                     {"records", group.records},
                     {"places", group.places},
                     {"examples", std::move(examples)}});
  }
  return write_document({{"items", std::move(items)},
                         {"messages", findings.messages},
                         {"sessions", findings.sessions},
                         {"seq", findings.seq}});
}

}  // namespace mailrig::json
