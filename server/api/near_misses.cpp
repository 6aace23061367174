#include "api/near_misses.hpp"

#include <algorithm>

#include "api/filter.hpp"
#include "api/hindsight.hpp"
#include "api/near_miss.hpp"
#include "api/number.hpp"

namespace mailrig::api {
namespace {

constexpr std::size_t most_looked_at = 1'000;

constexpr QueryParameter parameters[] = {
    {"rule", R"({"type":"string"})", "id or name of a rule: where it did not fire, and why"},
    {"kind", R"({"type":"string","enum":["message","transaction","session"],"default":"message"})",
     "what the filters are about"},
    {"limit", R"({"type":"integer","minimum":1,"maximum":100,"default":3})", "how many at most"},
};

struct KindWord {
  std::string_view word;
  Searched searched;
  ChangeKind change;
};
constexpr KindWord kinds[] = {{"message", Searched::messages, ChangeKind::message},
                              {"transaction", Searched::transactions, ChangeKind::transaction},
                              {"session", Searched::sessions, ChangeKind::session}};

const KindWord* find_word(std::string_view word) {
  const auto found = std::ranges::find(kinds, word, &KindWord::word);
  return found == std::end(kinds) ? nullptr : found;
}

// The rule of that id, or the only one of that name.
Result<Rule, Problem> find_rule(const Engine& engine, const std::string& word) {
  if (auto status = engine.find(word)) return std::move(status->rule);
  std::vector<Rule> named;
  for (RuleStatus& status : engine.list())
    if (status.rule.name == word) named.push_back(std::move(status.rule));
  if (named.size() == 1) return std::move(named.front());
  if (named.empty()) {
    Problem problem = unknown_id("rule", word);
    problem.parameter = "rule";
    problem.hint = "GET /v1/rules lists them";
    return problem;
  }
  std::string ids;
  for (const Rule& each : named) ids += (ids.empty() ? "" : ", ") + each.id;
  return bad_parameter("rule", "several rules are called \"" + word + "\"", "by id: " + ids);
}

std::string answer_of(const std::vector<NearRecord>& found) {
  return "{\"items\":" + json::write_near_misses(found) + "}";
}

Answer of_rule(const Context& context, const std::string& word, const Query& query,
               std::size_t most) {
  const auto rule = find_rule(context.engine(), word);
  if (!rule) return to_response(rule.error());
  Scope scope;
  scope.after = query.after;
  for (const Condition& condition : query.conditions) {
    if (condition.field.field != Field::inbox)
      return to_response(bad_parameter(to_string(condition.field),
                                       "beside rule only inbox and after narrow what is looked at",
                                       "leave it out: the differences name what did not match"));
    scope.inbox = condition.pattern;
  }
  Evidence evidence = gather(context.store(), scope, Lines::read);
  if (evidence.sessions.size() > most_looked_at)
    evidence.sessions.erase(evidence.sessions.begin(), evidence.sessions.end() - most_looked_at);
  return json_response(answer_of(hindsight(*rule, evidence, most)));
}

}  // namespace

std::span<const QueryParameter> near_miss_parameters() { return parameters; }

Answer get_near_misses(const Context& context) {
  const auto kind = find(context.query, "kind");
  const KindWord* word = find_word(kind.value_or("message"));
  if (!word)
    return to_response(bad_parameter("kind", "\"" + std::string(*kind) + "\" is no kind of record",
                                     "message, transaction or session"));
  const auto query = read_filters(context.query, word->searched, context.store().wall_now());
  if (!query) return to_response(query.error());
  std::size_t most = 3;
  if (const auto limit = find(context.query, "limit")) {
    const auto number = read_number("limit", *limit, 1, 100);
    if (!number) return to_response(number.error());
    most = *number;
  }
  if (const auto rule = find(context.query, "rule")) {
    if (kind)
      return to_response(bad_parameter("kind", "rule and kind are given both",
                                       "a rule's records follow from its stages"));
    return of_rule(context, std::string(*rule), *query, most);
  }
  if (query->conditions.empty())
    return to_response(bad_parameter("rule", "there is nothing to come close to",
                                     "give rule=…, or filters such as to=bob@x.test"));
  return json_response(answer_of(near_misses(context.store(), *query, word->change, most)));
}

}  // namespace mailrig::api
