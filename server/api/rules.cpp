#include "api/rules.hpp"

#include <charconv>
#include <set>

#include "api/number.hpp"
#include "json/record_json.hpp"
#include "json/rule_json.hpp"

namespace mailrig::api {
namespace {

constexpr Milliseconds longest_ttl{std::chrono::hours(24 * 365)};

// What the query says of the rules in the body.
struct RuleOptions {
  std::optional<Milliseconds> ttl;
  std::optional<std::int64_t> seed;
};

Result<RuleOptions, Problem> read_options(const Parameters& query) {
  RuleOptions options;
  if (const auto ttl = find(query, "ttl")) {
    auto time = read_duration("ttl", *ttl, longest_ttl);
    if (!time) return time.error();
    if (time->count() == 0)
      return bad_parameter("ttl", "ttl=" + std::string(*ttl) + " is over at once", "ttl=10m");
    options.ttl = *time;
  }
  if (const auto seed = find(query, "seed")) {
    std::int64_t number = 0;
    const char* end = seed->data() + seed->size();
    const auto [stop, error] = std::from_chars(seed->data(), end, number);
    if (error != std::errc() || stop != end)
      return bad_parameter("seed", "seed=" + std::string(*seed) + " is not a whole number",
                           "seed=42");
    options.seed = number;
  }
  return options;
}

void apply(const RuleOptions& options, Rule& rule) {
  if (options.seed) rule.seed = *options.seed;
}

// Names tell rules apart in transcripts and verdicts, so one post must not use one twice.
std::optional<Problem> check_names(const std::vector<Rule>& rules) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].name.empty() || names.insert(rules[i].name).second) continue;
    Problem problem;
    problem.status = 409;
    problem.type = "duplicate-name";
    problem.title = "Two rules have one name";
    problem.detail = "the name \"" + rules[i].name + "\" is used twice";
    problem.hint = "give each rule a name of its own, or none";
    problem.pointer = "/" + std::to_string(i) + "/name";
    return problem;
  }
  return std::nullopt;
}

Problem of_a_file(const std::string& id) {
  Problem problem;
  problem.status = 409;
  problem.type = "rule-of-a-file";
  problem.title = "The rule belongs to a scenario file";
  problem.detail = "rule \"" + id + "\" was loaded with its file and changes only with it";
  problem.hint = "start without that --scenario, or add a rule of your own: it comes before";
  return problem;
}

json::List to_list(const std::vector<RuleStatus>& rules, std::uint64_t seq) {
  json::List list;
  for (const RuleStatus& rule : rules) list.items.push_back(json::write_rule(rule));
  list.total = rules.size();
  list.seq = seq;
  return list;
}

bool is_array(std::string_view body) {
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && body[first] == '[';
}

}  // namespace

Answer list_rules(const Context& context) {
  return json_response(json::write_list(to_list(context.engine().list(), context.store().seq())));
}

Answer add_rules(const Context& context) {
  const auto options = read_options(context.query);
  if (!options) return to_response(options.error());
  auto rules = json::read_rules(context.request.body);
  if (!rules) return to_response(bad_body(rules.error()));
  if (auto problem = check_names(*rules)) return to_response(*problem);
  for (Rule& rule : *rules) apply(*options, rule);
  const auto ids = context.engine().add(std::move(*rules), options->ttl);
  context.rules_changed();
  std::vector<RuleStatus> added;
  for (const std::string& id : ids)
    if (auto status = context.engine().find(id)) added.push_back(std::move(*status));
  const bool many = is_array(context.request.body) || added.size() != 1;
  Response response = json_response(many ? json::write_list(to_list(added, context.store().seq()))
                                         : json::write_rule(added.front()),
                                    201);
  if (!ids.empty())
    response.headers.emplace_back("Location", "/v1/rules/" + encode_segment(ids.front()));
  return response;
}

Answer delete_rules(const Context& context) {
  if (const auto all = find(context.query, "all")) {
    const auto flag = read_flag("all", *all);
    if (!flag) return to_response(flag.error());
    if (*flag) {
      const std::size_t removed = context.engine().remove_all();
      context.rules_changed();
      return json_response(json::write_numbers({{"deleted", removed}}));
    }
  }
  return to_response(
      {.type = "no-filter",
       .title = "This would delete everything",
       .detail = "there is no id",
       .hint = "DELETE /v1/rules/{id}, or all=true to remove every rule added by API"});
}

Answer get_rule(const Context& context) {
  const auto status = context.engine().find(context.id());
  if (!status) return to_response(unknown_id("rule", context.id()));
  return json_response(json::write_rule(*status));
}

Answer put_rule(const Context& context) {
  const auto options = read_options(context.query);
  if (!options) return to_response(options.error());
  auto rule = json::read_rule(context.request.body);
  if (!rule) return to_response(bad_body(rule.error()));
  apply(*options, *rule);
  if (!context.engine().replace(context.id(), std::move(*rule), options->ttl)) {
    if (context.engine().find(context.id())) return to_response(of_a_file(context.id()));
    Problem problem = unknown_id("rule", context.id());
    problem.hint = "ids are made by the server: POST /v1/rules adds a rule";
    return to_response(problem);
  }
  context.rules_changed();
  return get_rule(context);
}

Answer delete_rule(const Context& context) {
  switch (context.engine().remove(context.id())) {
    case Engine::Removal::removed:
      context.rules_changed();
      return json_response(json::write_numbers({{"deleted", 1}}));
    case Engine::Removal::from_file:
      return to_response(of_a_file(context.id()));
    case Engine::Removal::unknown:
      break;
  }
  return to_response(unknown_id("rule", context.id()));
}

}  // namespace mailrig::api
