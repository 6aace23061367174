#include "json/effect_json.hpp"

#include <algorithm>

#include "json/selector_json.hpp"
#include "json/wire_json.hpp"
#include "mail/ascii.hpp"
#include "mail/encoding.hpp"
#include "scenario/reply_template.hpp"

namespace mailrig::json {
namespace {

// RFC 4648 §4, strictly.
bool is_base64(std::string_view text) {
  const std::size_t end = text.find_last_not_of('=');
  const std::string_view digits = text.substr(0, end == std::string_view::npos ? 0 : end + 1);
  const auto digit = [](char c) { return is_alnum(c) || c == '+' || c == '/'; };
  return text.size() % 4 == 0 && text.size() - digits.size() <= 2 &&
         std::all_of(digits.begin(), digits.end(), digit);
}

std::optional<ReplyTemplate> read_one_reply(const Node& node) {
  if (node.is_object()) {
    node.fields({"raw", "base64"});
    const auto raw = node.field("raw"), base64 = node.field("base64");
    if (raw.has_value() == base64.has_value()) {
      node.fault("a reply object has one field: raw or base64",
                 "write {\"raw\": \"octets\"} or {\"base64\": \"b2N0ZXRz\"}");
      return std::nullopt;
    }
    const auto octets = raw ? raw->text() : base64->text();
    if (!octets) return std::nullopt;
    if (raw) return ReplyTemplate{*octets, true};
    if (!is_base64(*octets)) {
      base64->fault("this is no base64", "A to Z, a to z, 0 to 9, + and /, padded with =");
      return std::nullopt;
    }
    return ReplyTemplate{decode_base64(*octets), true};
  }
  if (!node.is_text()) {
    node.wrong_type("a reply (a string, null, {\"raw\": …}, {\"base64\": …} or a list)");
    return std::nullopt;
  }
  const std::string text = *node.text();
  if (const auto wrong = check_reply(text)) {
    node.fault(wrong->reason, wrong->hint);
    return std::nullopt;
  }
  return ReplyTemplate{text, false};
}

std::optional<Milliseconds> read_quantile(const Node& node, std::string_view name) {
  const auto field = node.field(name);
  if (!field) {
    node.fault("a distribution needs " + std::string(name),
               "write {\"median\": \"200ms\", \"p99\": \"3s\"}");
    return std::nullopt;
  }
  const auto text = field->text();
  if (!text) return std::nullopt;
  const auto time = parse_duration(*text);
  if (time) return *time;
  field->fault(time.error().what, "units are ms, s, m, h, d");
  return std::nullopt;
}

std::optional<DelayPlan> read_distribution(const Node& node) {
  node.fields({"median", "p99"});
  const auto median = read_quantile(node, "median"), p99 = read_quantile(node, "p99");
  if (!median || !p99) return std::nullopt;
  if (median->count() == 0 || *p99 < *median) {
    node.fault("p99 is no less than the median, and the median more than nothing",
               "write {\"median\": \"200ms\", \"p99\": \"3s\"}");
    return std::nullopt;
  }
  DelayPlan plan;
  plan.least = *median;
  plan.most = *p99;
  plan.skewed = true;
  plan.text = write_document(node.tree());
  return plan;
}

// Which effects have a meaning where. `accept` decides what is kept: recipients and mail data; the
// EHLO reply alone lists capabilities; before a connection and during a handshake nothing is said.
struct Meaning {
  std::string_view effect;
  std::vector<Stage> only_at, never_at;
};

const std::vector<Meaning>& meanings() {
  static const std::vector<Stage> none, door{Stage::listen}, silent{Stage::listen, Stage::tls};
  static const std::vector<Meaning> all{
      {"accept", {Stage::rcpt, Stage::body, Stage::eom}, none},
      {"capabilities", {Stage::ehlo}, none},
      {"handshake", {Stage::tls}, none},
      {"reply", none, silent},
      {"send", none, silent},
      {"read", none, silent},
      {"delay", none, door},
      {"goto", none, door},
  };
  return all;
}

// At listen a rule holds or does not: there is nothing to count.
constexpr std::string_view kCounting[] = {"per", "nth",    "times",  "window",
                                          "age", "expire", "chance", "continue"};

void check_stages(const Node& node, const Rule& rule) {
  const auto stands_at = [&](Stage stage) {
    return std::find(rule.on.begin(), rule.on.end(), stage) != rule.on.end();
  };
  const auto word = [](Stage stage) { return std::string(to_string(stage)); };
  for (const Meaning& each : meanings()) {
    const auto field = node.field(each.effect);
    if (!field) continue;
    for (const Stage stage : rule.on) {
      const auto in = [&](const std::vector<Stage>& stages) {
        return std::find(stages.begin(), stages.end(), stage) != stages.end();
      };
      if (!in(each.never_at) && (each.only_at.empty() || in(each.only_at))) continue;
      // Beside a stage where it has a meaning, `accept` does no harm.
      if (each.effect == "accept" &&
          std::any_of(each.only_at.begin(), each.only_at.end(), stands_at))
        continue;
      std::string places;
      for (const Stage one : each.only_at) places += (places.empty() ? "" : ", ") + word(one);
      field->fault(std::string(each.effect) + " has no meaning at stage " + word(stage),
                   each.effect == "accept" ? "it decides what is kept, at: " + places
                   : places.empty()        ? ""
                                           : "it stands at: " + places);
      break;
    }
  }
  if (!stands_at(Stage::listen)) return;
  for (const std::string_view name : kCounting)
    if (const auto field = node.field(name))
      field->fault(std::string(name) + " has no meaning at stage listen",
                   "a listener is shut as long as the rule's state and match hold: nothing is "
                   "counted there");
  if (rule.on.size() > 1)
    node.field("on")->fault("listen stands alone",
                            "write two rules: nothing else is refused there");
  if (rule.admission == Admission::accept && !node.field("close"))
    node.fault("a rule at listen says how connections end",
               "add \"close\": \"refuse\" or \"ignore\"");
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
  if (node.is_object()) return read_distribution(node);
  if (!node.is_text()) {
    node.wrong_type("a delay (\"5s\", \"1s-3s\", {\"median\": …, \"p99\": …} or \"forever\")");
    return std::nullopt;
  }
  const auto plan = parse_delay(*node.text());
  if (!plan) {
    node.fault(plan.error().what,
               "write \"5s\", \"1s-3s\", {\"median\": \"200ms\", \"p99\": \"3s\"} or \"forever\"");
    return std::nullopt;
  }
  return *plan;
}

void read_effects(const Node& node, Rule& rule) {
  if (const auto state = node.field("goto")) rule.go_to = read_state_name(*state);
  if (const auto delay = node.field("delay")) rule.delay = read_delay(*delay);
  if (const auto reply = node.field("reply")) rule.reply = read_reply(*reply);
  if (const auto send = node.field("send")) rule.send = read_send(*send);
  if (const auto read = node.field("read")) rule.read = read_read(*read);
  if (const auto edits = node.field("capabilities")) rule.capabilities = read_capabilities(*edits);
  if (const auto plan = node.field("handshake")) rule.handshake = read_handshake(*plan);
  if (const auto accept = node.field("accept")) rule.accept = accept->boolean();
  if (const auto close = node.field("close")) read_close(*close, rule);
  check_stages(node, rule);
}

}  // namespace mailrig::json
