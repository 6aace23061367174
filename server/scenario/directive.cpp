#include "scenario/directive.hpp"

#include <algorithm>
#include <charconv>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Where directives of a field may stand: an address speaks of its mail, a user of the login, a
// label of the greeting.
std::optional<Stage> stage_for(std::string_view word, Field field) {
  const auto one_of = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view each) { return iequals(each, word); });
  };
  if (field == Field::user) return one_of({"auth"}) ? std::optional(Stage::login) : std::nullopt;
  const bool fits = field == Field::helo   ? one_of({"ehlo", "starttls"})
                    : field == Field::from ? one_of({"mail", "rcpt", "data", "eom", "rset", "quit"})
                                           : one_of({"rcpt", "data", "eom", "rset", "quit"});
  return fits ? parse_stage(to_lower(word)) : std::nullopt;
}

std::string_view where(Field field) {
  return field == Field::user   ? "user names take auth"
         : field == Field::helo ? "EHLO labels take ehlo and starttls"
         : field == Field::from ? "senders take mail, rcpt, data, eom, rset and quit"
                                : "recipients take rcpt, data, eom, rset and quit";
}

// A reply's code, and whatever follows it; false if it is none that a directive may send.
bool set_reply(Rule& rule, std::string_view code, std::string_view rest) {
  const auto value = number(code);
  if (code.size() != 3 || !value || *value < 400 || *value > 599) return false;
  std::string text(code);
  text += rest.empty() ? " As the mail asked for" : " " + std::string(rest);
  // One without words gets some.
  if (!rest.empty() && rest.find(' ') == std::string_view::npos &&
      std::all_of(rest.begin(), rest.end(), [](char c) { return is_digit(c) || c == '.'; }))
    text += " As the mail asked for";
  rule.reply = {ReplyTemplate{std::move(text), false}};
  // RFC 5321 §3.8: 421 closes.
  if (*value == 421) rule.close = Close{Close::How::fin};
  return true;
}

bool set_effect(Rule& rule, std::string_view effect) {
  const std::string word = to_lower(effect);
  const auto silent = [&](Close::How how) {
    rule.reply.emplace();
    rule.close = Close{how};
    return true;
  };
  if (word == "drop") return silent(Close::How::fin);
  if (word == "rst") return silent(Close::How::rst);
  if (word == "lost") {
    rule.accept = true;
    return silent(Close::How::rst);
  }
  if (word == "discard") {
    rule.accept = false;
    return true;
  }
  if (word == "hang") {
    rule.delay = *parse_delay("forever");
    return true;
  }
  if (const auto delay = parse_delay(word)) {
    rule.delay = *delay;
    return true;
  }
  const std::size_t dash = word.find('-');
  return set_reply(
      rule, word.substr(0, dash),
      dash == std::string::npos ? std::string_view() : std::string_view(word).substr(dash + 1));
}

bool set_modifier(Rule& rule, std::string_view modifier) {
  const std::string word = to_lower(modifier);
  if (word.starts_with('x')) {
    const auto attempts = number(std::string_view(word).substr(1));
    if (!attempts || *attempts == 0) return false;
    rule.nth = *Nth::parse("1-" + std::to_string(*attempts));
    return true;
  }
  if (word.starts_with('p')) {
    const auto percent = number(std::string_view(word).substr(1));
    if (!percent || *percent > 100) return false;
    rule.chance = *percent / 100.0;
    return true;
  }
  const auto age = parse_age("<" + word);
  if (!age) return false;
  rule.age = *age;
  return true;
}

// The scenario that "use-<name>" names; empty: it is no such effect.
std::string_view borrowed_from(std::string_view effect) {
  constexpr std::string_view use = "use-";
  return effect.size() > use.size() && iequals(effect.substr(0, use.size()), use)
             ? effect.substr(use.size())
             : std::string_view();
}

Result<std::vector<Rule>> borrow(std::string_view scenario, Stage stage, const std::string& name,
                                 const Conditions& also, const ScenarioSource& source) {
  const std::optional<Scenario> found = source ? source(to_lower(scenario)) : std::nullopt;
  if (!found)
    return Error{"\"" + name + "\" is no directive: there is no scenario \"" +
                 std::string(scenario) + "\""};
  return borrowed_rules(*found, stage, name, also);
}

Pattern exactly(std::string_view value, Field field) {
  std::string text;
  for (const char c : value) {
    if (c == '*' || c == '?' || c == '\\') text += '\\';
    text += c;
  }
  // A slash in front would begin a regular expression.
  if (text.starts_with('/')) text.insert(0, 1, '\\');
  return *Pattern::parse(text, field);
}

}  // namespace

Result<std::vector<Rule>> compile_directive(const DirectiveText& text, Field field,
                                            std::string_view value, const ScenarioSource& source) {
  const std::string name = "+" + std::string(text.whole);
  const auto stage = stage_for(text.stage, field);
  if (!stage) return Error{"\"" + name + "\" is no directive here: " + std::string(where(field))};
  const Condition its_own{{field, {}}, exactly(value, field)};
  if (const std::string_view scenario = borrowed_from(text.effect); !scenario.empty())
    return borrow(scenario, *stage, name, {its_own}, source);
  Rule rule;
  rule.id = rule.name = name;
  rule.on = {*stage};
  rule.match.push_back(its_own);
  rule.per.push_back({KeyPart::Kind::field, {field, {}}, 0});
  if (!set_effect(rule, text.effect))
    return Error{"\"" + name + "\" is no directive: \"" + std::string(text.effect) +
                 "\" is no 4xx or 5xx code, drop, rst, hang, lost, discard, duration or "
                 "use-<scenario>"};
  if (rule.accept && *stage != Stage::rcpt && *stage != Stage::eom)
    return Error{"\"" + name + "\" is no directive: only rcpt and eom decide what is kept"};
  for (const std::string_view modifier : text.modifiers)
    if (!set_modifier(rule, modifier))
      return Error{"\"" + name + "\" is no directive: \"" + std::string(modifier) +
                   "\" is no x<attempts>, p<percent> or duration"};
  return std::vector<Rule>{std::move(rule)};
}

Result<std::vector<Rule>> compile_fault_header(std::string_view value,
                                               const ScenarioSource& source) {
  const auto bad = [&](const std::string& why) {
    return Error{"\"X-SMTP-Fault: " + std::string(value) + "\" is no directive: " + why};
  };
  Rule rule;
  rule.id = rule.name = "X-SMTP-Fault";
  rule.on = {Stage::eom};
  rule.per = {{KeyPart::Kind::field, {Field::from, {}}, 0},
              {KeyPart::Kind::field, {Field::to, {}}, 0}};
  std::string_view rest = value;
  const std::size_t end = std::min(rest.find(';'), rest.size());
  const std::string_view head = trim(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  const std::size_t blank = head.find(' ');
  if (!iequals(head.substr(0, blank), "eom") || blank == std::string_view::npos)
    return bad("it begins with eom, the stage where headers are known");
  const std::string_view effect = trim(head.substr(blank));
  if (const std::string_view scenario = borrowed_from(effect); !scenario.empty())
    return borrow(scenario, Stage::eom, rule.name, {}, source);
  const std::size_t code_end = std::min(effect.find(' '), effect.size());
  if (!set_reply(rule, effect.substr(0, code_end), trim(effect.substr(code_end))) &&
      !set_effect(rule, effect))
    return bad("\"" + std::string(effect) +
               "\" is no 4xx or 5xx reply, drop, rst, hang, lost, "
               "discard, duration or use-<scenario>");
  while (!trim(rest).empty()) {
    const std::size_t semicolon = std::min(rest.find(';'), rest.size());
    const std::string_view part = trim(rest.substr(0, semicolon));
    rest.remove_prefix(std::min(semicolon + 1, rest.size()));
    if (part.empty()) continue;
    const std::size_t equal = std::min(part.find('='), part.size());
    const std::string_view name = trim(part.substr(0, equal));
    const std::string_view given = trim(part.substr(std::min(equal + 1, part.size())));
    bool known = true;
    if (iequals(name, "nth")) {
      const auto nth = Nth::parse(given);
      known = static_cast<bool>(nth);
      if (nth) rule.nth = *nth;
    } else if (iequals(name, "age")) {
      const auto age = parse_age(given);
      known = static_cast<bool>(age);
      if (age) rule.age = *age;
    } else if (iequals(name, "times")) {
      const auto times = number(given);
      known = times && *times > 0;
      if (known) rule.times = *times;
    } else if (iequals(name, "delay")) {
      const auto delay = parse_delay(given);
      known = static_cast<bool>(delay);
      if (delay) rule.delay = *delay;
    } else {
      known = iequals(name, "chance") && set_modifier(rule, "p" + std::string(given));
    }
    if (!known)
      return bad("\"" + std::string(part) +
                 "\" is none of nth, times, age, delay, and chance in "
                 "percent");
  }
  return std::vector<Rule>{std::move(rule)};
}

}  // namespace mailrig
