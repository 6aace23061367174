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
          {"proof", proof_tree(lint::proof_of(message.content->octets(), place))}};
}

Tree example_of(const SessionRecord& session) {
  return session.read([](const SessionState& state) -> Tree {
    const Facts& facts = *state.facts;
    return {{"record", make_id('s', state.number)},
            {"at", format_rfc3339(state.began)},
            {"from", facts.helo.empty() ? facts.ip : facts.helo},
            {"subject", nullptr},
            {"part", nullptr},
            {"offset", nullptr},
            {"count", 1},
            {"proof", nullptr}};
  });
}

}  // namespace

std::string write_findings(
    const Findings& findings,
    const std::function<std::shared_ptr<const Outline>(const Message&)>& outline) {
  Tree items = Tree::array();
  for (const lint::Group& group : findings.groups) {
    Tree filter = Tree::object();
    for (const auto& [name, value] : group.filter) filter[std::string(name)] = value;
    Tree examples = Tree::array();
    for (const lint::Example& each : group.examples) {
      if (const auto* message = std::get_if<0>(&each.record))
        examples.push_back(example_of(**message, *each.place, *outline(**message)));
      else
        examples.push_back(example_of(*std::get<1>(each.record)));
    }
    items.push_back({{"rule", group.rule},
                     {"detail", group.detail},
                     {"of", group.of_sessions ? "session" : "message"},
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
