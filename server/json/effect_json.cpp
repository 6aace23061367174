#include "json/effect_json.hpp"

#include "json/rule_fields.hpp"
#include "json/suggestion.hpp"
#include "scenario/reply_template.hpp"

namespace mailrig::json {
namespace {

std::optional<ReplyTemplate> read_one_reply(const Node& node) {
  if (node.is_object()) {
    node.fields({"raw"});
    const auto raw = node.field("raw");
    if (!raw) {
      node.fault("a reply object has one field: raw", "write {\"raw\": \"octets\"}");
      return std::nullopt;
    }
    const auto octets = raw->text();
    if (!octets) return std::nullopt;
    return ReplyTemplate{*octets, true};
  }
  if (!node.is_text()) {
    node.wrong_type("a reply (a string, null, {\"raw\": …} or a list)");
    return std::nullopt;
  }
  const std::string text = *node.text();
  if (const auto wrong = check_reply(text)) {
    node.fault(wrong->reason, wrong->hint);
    return std::nullopt;
  }
  return ReplyTemplate{text, false};
}

}  // namespace

std::optional<std::vector<ReplyTemplate>> read_reply(const Node& node) {
  std::vector<ReplyTemplate> replies;
  if (node.is_null()) return replies;
  if (!node.is_array()) {
    const auto reply = read_one_reply(node);
    if (!reply) return std::nullopt;
    replies.push_back(*reply);
    return replies;
  }
  const std::vector<Node> elements = *node.elements();
  if (elements.empty()) {
    node.fault("an empty list of replies", "write null for silence");
    return std::nullopt;
  }
  for (const Node& element : elements)
    if (auto reply = read_one_reply(element)) replies.push_back(std::move(*reply));
  if (replies.size() != elements.size()) return std::nullopt;
  return replies;
}

std::optional<DelayPlan> read_delay(const Node& node) {
  if (node.tree().is_number()) {
    node.fault("unit required: did you mean \"" + node.tree().dump() + "s\"?",
               "units are ms, s, m, h, d");
    return std::nullopt;
  }
  if (!node.is_text()) {
    node.wrong_type("a delay (\"5s\", \"1s-3s\" or \"forever\")");
    return std::nullopt;
  }
  const auto plan = parse_delay(*node.text());
  if (!plan) {
    node.fault(plan.error().what);
    return std::nullopt;
  }
  return *plan;
}

std::optional<Close> read_close(const Node& node) {
  const auto word = node.text();
  if (!word) return std::nullopt;
  if (*word == "fin") return Close{Close::How::fin};
  if (*word == "rst") return Close{Close::How::rst};
  node.fault("\"" + *word + "\" is no way to close", suggest(*word, close_words()));
  return std::nullopt;
}

}  // namespace mailrig::json
