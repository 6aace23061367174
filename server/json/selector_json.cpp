#include "json/selector_json.hpp"

#include <algorithm>

#include "json/pattern_json.hpp"
#include "json/rule_fields.hpp"
#include "match/suggestion.hpp"

namespace mailrig::json {
namespace {

template <class T>
bool contains(const std::vector<T>& list, const T& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// The stages where `what` may stand, among those of rules.
template <class What>
std::string stages_of(const What& what) {
  std::vector<std::string_view> words;
  for (const std::string_view word : stage_words())
    if (const auto stage = parse_stage(word); stage && available(what, *stage))
      words.push_back(word);
  return joined(words);
}

// Notes the first stage of `on` where `what` has no value.
template <class What>
bool check_stages(const Node& node, std::string_view name, const What& what,
                  const std::vector<Stage>& on) {
  for (const Stage stage : on) {
    if (available(what, stage)) continue;
    node.fault(std::string(name) + " is not available at stage " + std::string(to_string(stage)),
               "it is at: " + stages_of(what));
    return false;
  }
  return true;
}

std::optional<Stage> read_stage(const Node& node) {
  const auto word = node.text();
  if (!word) return std::nullopt;
  if (contains(stage_words(), std::string_view(*word))) return parse_stage(*word);
  if (*word == "pop3" || *word == "imap") {
    node.fault("rules cannot stand at stage \"" + *word + "\": this server does not speak it yet",
               "available: " + joined(stage_words()));
    return std::nullopt;
  }
  const std::string near = nearest(*word, stage_words());
  node.fault("rules cannot stand at stage \"" + *word + "\"",
             (near.empty() ? "" : "did you mean " + near + "? ") +
                 ("available: " + joined(stage_words())));
  return std::nullopt;
}

}  // namespace

std::vector<Stage> read_stages(const Node& node) {
  std::vector<Stage> stages;
  if (!node.is_array()) {
    if (!node.is_text()) {
      node.wrong_type("a stage or a list of stages");
      return stages;
    }
    if (const auto stage = read_stage(node)) stages.push_back(*stage);
    return stages;
  }
  const std::vector<Node> elements = *node.elements();
  if (elements.empty())
    node.fault("a rule without a stage never applies", "available: " + joined(stage_words()));
  for (const Node& element : elements) {
    const auto stage = read_stage(element);
    if (!stage) continue;
    if (contains(stages, *stage))
      element.fault("stage " + std::string(to_string(*stage)) + " is named twice", "name it once");
    else
      stages.push_back(*stage);
  }
  return stages;
}

Conditions read_match(const Node& node, const std::vector<Stage>& on) {
  Conditions conditions;
  if (!node.is_object()) {
    node.wrong_type("an object of fields and patterns");
    return conditions;
  }
  for (const auto& [name, pattern_node] : node.all_fields()) {
    const auto field = parse_field(name);
    if (!field ||
        (field->field != Field::header && !contains(match_fields(), std::string_view(name)))) {
      pattern_node.fault("unknown field " + pattern_node.pointer(), suggest(name, match_fields()));
      continue;
    }
    check_stages(pattern_node, name, field->field, on);
    if (auto pattern = read_pattern(pattern_node, *field))
      conditions.push_back({*field, std::move(*pattern)});
  }
  return conditions;
}

std::vector<KeyPart> read_per(const Node& node, const std::vector<Stage>& on) {
  std::vector<KeyPart> parts;
  if (node.is_text()) {
    node.fault("per is a list", "write [" + node.tree().dump() + "]");
    return parts;
  }
  const auto elements = node.elements();
  if (!elements) return parts;
  if (elements->empty())
    node.fault("an empty list", "leave per out to count all events under one key");
  std::vector<std::string> seen;
  for (const Node& element : *elements) {
    const auto word = element.text();
    if (!word) continue;
    const auto part = parse_key_part(*word);
    if (!part) {
      element.fault(part.error().what,
                    "write ip, ip/24, helo, user, from, to, header:<Name>, session, …");
      continue;
    }
    if (contains(seen, *word)) element.fault(*word + " is named twice", "name it once");
    seen.push_back(*word);
    check_stages(element, *word, *part, on);
    parts.push_back(*part);
  }
  return parts;
}

InboxGlob read_inbox(const Node& node) {
  const auto text = node.text();
  if (!text) return {};
  auto inbox = parse_inbox_glob(*text);
  if (inbox) return std::move(*inbox);
  node.fault(inbox.error().what,
             "write lower-case letters, digits and hyphens; * and ? are wildcards");
  return {};
}

std::string read_state_name(const Node& node) {
  const auto name = node.text();
  if (!name) return {};
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (!name->empty() && name->size() <= 64 && std::none_of(name->begin(), name->end(), control))
    return *name;
  node.fault("a state's name has 1 to 64 octets, none of them a control character",
             "write a word such as \"down\"");
  return {};
}

std::vector<std::string> read_states(const Node& node) {
  std::vector<std::string> states;
  if (!node.is_array()) {
    if (!node.is_text())
      node.wrong_type("a state or a list of states");
    else
      states.push_back(read_state_name(node));
    return states;
  }
  const std::vector<Node> elements = *node.elements();
  if (elements.empty()) node.fault("a rule for no state never applies", "leave state out for any");
  for (const Node& element : elements) {
    states.push_back(read_state_name(element));
    if (std::count(states.begin(), states.end(), states.back()) > 1)
      element.fault("state \"" + states.back() + "\" is named twice", "name it once");
  }
  return states;
}

}  // namespace mailrig::json
