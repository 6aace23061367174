#include "json/gate_json.hpp"

namespace mailrig::json {
namespace {

std::optional<Nth> read_nth(const Node& node) {
  const bool number = node.tree().is_number_integer();
  if (!number && !node.is_text()) {
    node.wrong_type("a number or a string such as \"1-2\"");
    return std::nullopt;
  }
  const auto nth = Nth::parse(number ? node.tree().dump() : *node.text());
  if (!nth) {
    node.fault(nth.error().what, "write 1, \"1-2\", \"4-\", \"*/10\" or \"1,3\"");
    return std::nullopt;
  }
  return *nth;
}

std::optional<double> read_chance(const Node& node) {
  const auto chance = node.number();
  if (!chance) return std::nullopt;
  if (*chance >= 0 && *chance <= 1) return chance;
  node.fault("chance is a number from 0 (never) to 1 (always)",
             *chance > 1 && *chance <= 100 ? "for percents divide by 100" : "");
  return std::nullopt;
}

std::optional<std::uint64_t> read_times(const Node& node) {
  const auto times = node.integer();
  if (!times) return std::nullopt;
  if (*times >= 1) return static_cast<std::uint64_t>(*times);
  node.fault("times is how often the rule may fire for a key, from 1",
             "a rule that never fires is better left out");
  return std::nullopt;
}

// A text that `parse` understands.
template <class Parse>
auto read_text(const Node& node, std::string_view example, Parse parse)
    -> std::optional<std::decay_t<decltype(*parse(std::string_view()))>> {
  if (node.tree().is_number()) {
    node.fault("unit required: did you mean \"" + node.tree().dump() + "s\"?",
               "units are ms, s, m, h, d, as in " + std::string(example));
    return std::nullopt;
  }
  const auto text = node.text();
  if (!text) return std::nullopt;
  const auto value = parse(std::string_view(*text));
  if (!value) {
    node.fault(value.error().what, "it is written like " + std::string(example));
    return std::nullopt;
  }
  return *value;
}

bool only_at(const Rule& rule, Stage stage) { return rule.on.size() == 1 && rule.on[0] == stage; }

void read_after(const Node& node, Rule& rule) {
  rule.after = read_text(node, "\"30s\"", parse_duration);
  if (!rule.on.empty() && !only_at(rule, Stage::idle))
    node.fault("after has no meaning at stage " + std::string(to_string(rule.on.front())),
               "it is how long the client has been silent, at \"on\": \"idle\" alone");
  else if (rule.after && rule.after->count() == 0)
    node.fault("a silence of no length", "write \"30s\"");
}

}  // namespace

void read_gates(const Node& node, Rule& rule) {
  if (const auto nth = node.field("nth")) rule.nth = read_nth(*nth);
  if (const auto times = node.field("times")) rule.times = read_times(*times);
  if (const auto after = node.field("after")) read_after(*after, rule);
  if (const auto window = node.field("window")) {
    rule.window = read_text(*window, "\"1m\"", parse_window);
    if (rule.window && !node.field("nth"))
      window->fault("window has no meaning without nth, whose ordinals it limits",
                    "for example \"nth\": \"21-\"");
  }
  if (const auto age = node.field("age")) rule.age = read_text(*age, "\"<5m\"", parse_age);
  if (const auto expire = node.field("expire")) {
    rule.expire = read_text(*expire, "\"48h\"", parse_duration);
    if (rule.expire && rule.expire->count() == 0)
      expire->fault("a key that is forgotten at once counts nothing", "write \"48h\"");
  }
  if (const auto chance = node.field("chance")) rule.chance = read_chance(*chance);
  if (const auto seed = node.field("seed")) rule.seed = seed->integer().value_or(0);
}

}  // namespace mailrig::json
