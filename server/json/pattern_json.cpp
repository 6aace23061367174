#include "json/pattern_json.hpp"

namespace mailrig::json {
namespace {

// What a pattern of the field can be.
std::string hint_for(const FieldName& field) {
  if (field.field == Field::finding)
    return "write a name such as bare-lf, true for any or false for none; * and ? are wildcards";
  if (kind_of(field.field) != FieldKind::text)
    return "write a number, or bounds: \">1000\", \"<5\", \"2-3\"";
  return "write text with * and ?, or /regex/ as RE2 reads it; \\ before a sign takes it as it is";
}

std::optional<Pattern> read_array(const Node& node, const FieldName& field) {
  const std::vector<Node> elements = *node.elements();
  if (elements.empty()) {
    node.fault("an empty list matches nothing", "name at least one pattern");
    return std::nullopt;
  }
  std::vector<Pattern> members;
  for (const Node& element : elements)
    if (auto member = read_pattern(element, field)) members.push_back(std::move(*member));
  if (members.size() != elements.size()) return std::nullopt;
  return Pattern::any_of(std::move(members));
}

std::optional<Pattern> read_object(const Node& node, const FieldName& field) {
  node.fields({"contains", "not"});
  const auto contains = node.field("contains");
  const auto inner = node.field("not");
  if (contains.has_value() == inner.has_value()) {
    node.fault("a pattern object has one field: contains or not",
               "write {\"contains\": \"text\"} or {\"not\": pattern}");
    return std::nullopt;
  }
  if (inner) {
    const auto negated = read_pattern(*inner, field);
    if (!negated) return std::nullopt;
    return Pattern::negation(*negated);
  }
  if (kind_of(field.field) != FieldKind::text) {
    contains->fault("contains is for text, and " + to_string(field) + " is none", hint_for(field));
    return std::nullopt;
  }
  const auto needle = contains->text();
  if (!needle) return std::nullopt;
  return Pattern::contains(*needle);
}

}  // namespace

std::optional<Pattern> read_pattern(const Node& node, const FieldName& field) {
  const FieldKind kind = kind_of(field.field);
  const Tree& tree = node.tree();
  if (node.is_null()) return Pattern::absent();
  if (node.is_array()) return read_array(node, field);
  if (node.is_object()) return read_object(node, field);
  if (tree.is_boolean())
    return kind == FieldKind::boolean ? Pattern::is(tree.get<bool>())
                                      : Pattern::present(tree.get<bool>());
  if (tree.is_number()) {
    if (kind != FieldKind::number) {
      node.fault("a number where " + to_string(field) + " is text",
                 "write it as a string: \"" + tree.dump() + "\"");
      return std::nullopt;
    }
    const auto number = node.integer();
    if (!number) return std::nullopt;
    return Pattern::equals(*number);
  }
  auto pattern = Pattern::parse(*node.text(), field.field);
  if (!pattern) {
    node.fault(pattern.error().what, hint_for(field));
    return std::nullopt;
  }
  return *pattern;
}

}  // namespace mailrig::json
