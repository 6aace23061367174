#include "json/expectation_json.hpp"

#include <algorithm>
#include <map>

#include "json/expectation_node.hpp"
#include "json/pattern_json.hpp"
#include "match/suggestion.hpp"
#include "scenario/rule.hpp"

namespace mailrig::json {
namespace {

using std::chrono::milliseconds;
using Words = std::vector<std::string_view>;

const Words& subject_words() {
  static const Words words{"message", "transaction", "session", "command", "rule"};
  return words;
}

const Words& expectation_fields() {
  static const Words words{"name",  "message", "transaction", "session",  "command", "rule",
                           "count", "per",     "within",      "for",      "outcome", "gaps",
                           "same",  "all",     "none",        "sequence", "finding"};
  return words;
}

constexpr milliseconds kLongest{24 * 3'600'000};

std::optional<milliseconds> read_time(const Node& node) {
  const auto text = node.text();
  if (!text) return std::nullopt;
  const auto time = parse_duration(*text);
  if (!time) {
    node.fault(time.error().what, "units are ms, s, m, h, d");
    return std::nullopt;
  }
  if (*time > kLongest) node.fault("\"" + *text + "\" is too long: at most 24h", "write less");
  return *time;
}

Conditions read_conditions(const Node& node, Subject subject) {
  Conditions conditions;
  if (!node.is_object()) {
    node.wrong_type("an object of fields and patterns");
    return conditions;
  }
  for (const auto& [name, pattern_node] : node.all_fields()) {
    const auto field = parse_field(name);
    if (!field || !has_field(subject, field->field)) {
      pattern_node.fault("a " + std::string(to_string(subject)) + " has no field " + name,
                         suggest(name, field_words(subject)));
      continue;
    }
    if (auto pattern = read_pattern(pattern_node, *field))
      conditions.push_back({*field, std::move(*pattern)});
  }
  return conditions;
}

// The one subject of the expectation, with its match; nothing if there is not exactly one.
std::optional<Subject> read_subject(const Node& node, Conditions& match) {
  if (const auto finding = node.field("finding")) {
    finding->fault("expectations on findings are not built yet",
                   "one of " + joined(subject_words()));
    return std::nullopt;
  }
  std::optional<Subject> subject;
  for (std::size_t i = 0; i < subject_words().size(); ++i) {
    const auto field = node.field(subject_words()[i]);
    if (!field) continue;
    const auto each = static_cast<Subject>(i);
    if (subject) {
      field->fault("an expectation counts one thing, and this counts a " +
                       std::string(to_string(*subject)) + " already",
                   "write two expectations");
      return std::nullopt;
    }
    subject = each;
    match = read_conditions(*field, each);
  }
  if (!subject)
    node.fault("an expectation needs what it counts",
               "one of " + joined(subject_words()) + ", as in \"message\": {\"to\": \"bob@*\"}");
  return subject;
}

std::optional<Bounds> read_bounds(const Node& node, Bounds::Numbers numbers) {
  const Tree& tree = node.tree();
  if (!tree.is_number() && !node.is_text()) {
    node.wrong_type("a number, or a string such as \">=2\"");
    return std::nullopt;
  }
  const auto bounds = Bounds::parse(tree.is_number() ? tree.dump() : *node.text(), numbers);
  if (bounds) return *bounds;
  node.fault(bounds.error().what, "write 1, \"2-3\" or \">=2\"");
  return std::nullopt;
}

std::vector<KeyField> read_per(const Node& node, Subject subject) {
  std::vector<KeyField> parts;
  if (node.is_text()) {
    node.fault("per is a list", "write [" + node.tree().dump() + "]");
    return parts;
  }
  const auto elements = node.elements();
  if (!elements) return parts;
  if (elements->empty()) node.fault("an empty list", "leave per out to count all together");
  for (const Node& element : *elements) {
    const auto word = element.text();
    if (!word) continue;
    const auto part = parse_key_field(*word, subject);
    if (!part)
      element.fault(part.error().what, suggest(*word, field_words(subject)));
    else if (std::ranges::find(parts, *part) != parts.end())
      element.fault(*word + " is named twice", "name it once");
    else
      parts.push_back(*part);
  }
  return parts;
}

// A code with `?` and `*` in it, or one of the words; regular expressions are let through.
bool is_outcome(std::string_view text) {
  if (text.starts_with('/') || text.find('*') != std::string_view::npos) return true;
  if (text == outcome::lost || text == outcome::unacked || text == outcome::aborted) return true;
  return text.size() == 3 &&
         std::ranges::all_of(text, [](char c) { return c == '?' || (c >= '0' && c <= '9'); });
}

void check_outcome(const Node& node) {
  if (node.is_array()) {
    const auto elements = node.elements();
    for (const Node& element : *elements) check_outcome(element);
  } else if (node.is_text() && !is_outcome(*node.text())) {
    node.fault("no transaction ends with \"" + *node.text() + "\"",
               "a reply code such as 250 or 4??, or lost, unacked, aborted");
  }
}

std::vector<Pattern> read_outcome(const Node& node) {
  std::vector<Pattern> patterns;
  if (node.is_text()) {
    node.fault("outcome is a list, an entry an attempt", "write [" + node.tree().dump() + "]");
    return patterns;
  }
  const auto elements = node.elements();
  if (!elements) return patterns;
  if (elements->empty()) node.fault("an empty list", "name the outcome of each attempt, in order");
  for (const Node& element : *elements) {
    check_outcome(element);
    if (auto pattern = read_pattern(element, {Field::outcome, {}}))
      patterns.push_back(std::move(*pattern));
  }
  return patterns;
}

std::optional<Gaps> read_gaps(const Node& node) {
  if (!node.fields({"min", "max", "growth", "jitter"})) return std::nullopt;
  Gaps gaps;
  if (const auto min = node.field("min")) gaps.min = read_time(*min);
  if (const auto max = node.field("max")) gaps.max = read_time(*max);
  if (const auto growth = node.field("growth"))
    gaps.growth = read_bounds(*growth, Bounds::Numbers::any);
  if (const auto jitter = node.field("jitter")) {
    const auto share = jitter->number();
    if (share && (*share < 0 || *share >= 1))
      jitter->fault("jitter is the share that a gap may stray, from 0 to below 1",
                    *share >= 1 && *share < 100 ? "for percents divide by 100" : "");
    gaps.jitter = share.value_or(0);
  }
  if (!node.field("min") && !node.field("max") && !node.field("growth"))
    node.fault("gaps without min, max or growth say nothing", "as in {\"min\": \"5m\"}");
  if (gaps.min && gaps.max && *gaps.min > *gaps.max)
    node.fault("no gap is both at least min and at most max", "swap them");
  return gaps;
}

std::vector<FieldName> read_same(const Node& node, Subject subject) {
  std::vector<FieldName> fields;
  if (node.is_text()) {
    node.fault("same is a list", "write [" + node.tree().dump() + "]");
    return fields;
  }
  const auto elements = node.elements();
  if (!elements) return fields;
  if (elements->empty()) node.fault("an empty list", "name the fields that are to be equal");
  for (const Node& element : *elements) {
    const auto word = element.text();
    if (!word) continue;
    const auto field = parse_field(*word);
    if (!field || !has_field(subject, field->field))
      element.fault("a " + std::string(to_string(subject)) + " has no field " + *word,
                    suggest(*word, field_words(subject)));
    else
      fields.push_back(*field);
  }
  return fields;
}

std::vector<Conditions> read_sequence(const Node& node, Subject subject) {
  std::vector<Conditions> steps;
  const auto elements = node.elements();
  if (!elements) return steps;
  if (elements->size() < 2)
    node.fault("a sequence has at least two steps",
               "for one, write it into the match and count it");
  for (const Node& element : *elements) steps.push_back(read_conditions(element, subject));
  return steps;
}

// What only transactions have.
void check_attempts(const Node& node, Subject subject) {
  if (subject == Subject::transaction) return;
  for (const std::string_view name : {"outcome", "gaps", "same"})
    if (const auto field = node.field(name))
      field->fault(std::string(name) + " is about attempts, and a " +
                       std::string(to_string(subject)) + " is none",
                   "count transactions: \"transaction\": {…}");
}

// A time that nothing is waited for is a mistake, not a wish.
void check_times(const Node& node, const Expectation& expectation) {
  if (const auto within = node.field("within"); within && !expectation.has_lower())
    within->fault("there is nothing to wait for: none at all is as good",
                  "to watch that nothing comes write \"for\"");
  if (const auto lasting = node.field("for"); lasting && !expectation.has_upper())
    lasting->fault("there is nothing to watch: more is as good",
                   "give an upper bound, as in \"count\": 1");
}

// What an expectation without a name is called.
std::string name_of(const Expectation& expectation, std::size_t index) {
  return std::to_string(index + 1) + ": " + std::string(to_string(expectation.subject)) + " " +
         in_words(expectation.match);
}

std::string read_name(const Node& node) {
  const auto name = node.text();
  if (!name) return {};
  if (name->empty() || name->size() > 200)
    node.fault("a name has 1 to 200 octets", "leave it out if it needs none");
  return *name;
}

void check_names(const std::vector<Node>& nodes, const std::vector<Expectation>& all) {
  std::map<std::string_view, std::size_t> seen;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto [first, fresh] = seen.emplace(all[i].name, i);
    const auto name = nodes[i].field("name");
    if (!fresh && name)
      name->fault("the name \"" + all[i].name + "\" is taken by " + nodes[first->second].pointer(),
                  "names tell expectations apart");
  }
}

}  // namespace

Expectation read_expectation_node(const Node& node, std::size_t index) {
  Expectation expectation;
  if (!node.fields(expectation_fields())) return expectation;
  const auto subject = read_subject(node, expectation.match);
  if (!subject) return expectation;
  expectation.subject = *subject;
  check_attempts(node, *subject);
  if (const auto count = node.field("count"))
    expectation.count = read_bounds(*count, Bounds::Numbers::whole);
  if (const auto per = node.field("per")) expectation.per = read_per(*per, *subject);
  if (const auto within = node.field("within")) expectation.within = read_time(*within);
  if (const auto lasting = node.field("for")) expectation.lasting = read_time(*lasting);
  if (const auto outcome = node.field("outcome")) expectation.outcome = read_outcome(*outcome);
  if (const auto gaps = node.field("gaps")) expectation.gaps = read_gaps(*gaps);
  if (const auto same = node.field("same")) expectation.same = read_same(*same, *subject);
  if (const auto all = node.field("all")) expectation.all = read_conditions(*all, *subject);
  if (const auto none = node.field("none")) {
    expectation.none = read_conditions(*none, *subject);
    if (none->is_object() && expectation.none.empty() && none->all_fields().empty())
      none->fault("every record matches {}, so none could be right",
                  "to expect nothing at all write \"count\": 0");
  }
  if (const auto steps = node.field("sequence"))
    expectation.sequence = read_sequence(*steps, *subject);
  check_times(node, expectation);
  const auto name = node.field("name");
  expectation.name = name ? read_name(*name) : name_of(expectation, index);
  return expectation;
}

std::vector<Expectation> read_expectations_node(const Node& node) {
  std::vector<Expectation> all;
  const auto elements = node.elements();
  if (!elements) return all;
  for (std::size_t i = 0; i < elements->size(); ++i)
    all.push_back(read_expectation_node((*elements)[i], i));
  check_names(*elements, all);
  return all;
}

Result<std::vector<Expectation>, Faults> read_expectations(std::string_view text) {
  const auto tree = read_document(text);
  if (!tree) return tree.error();
  Faults faults;
  auto all = read_expectations_node(Node(*tree, faults));
  if (!faults.empty()) return faults;
  return all;
}

Result<VerifyRequest, Faults> read_verify_request(std::string_view text) {
  const auto tree = read_document(text);
  if (!tree) return tree.error();
  Faults faults;
  const Node node(*tree, faults);
  VerifyRequest request;
  if (node.fields({"expect", "scenario", "inbox", "after", "untilIdle"})) {
    const auto expect = node.field("expect");
    const auto scenario = node.field("scenario");
    if (expect) {
      request.expect = read_expectations_node(*expect);
      if (expect->is_array() && expect->tree().empty())
        expect->fault("an empty list of expectations holds whatever happened",
                      "write at least one");
    }
    if (scenario) request.scenario = scenario->text().value_or("");
    if (expect && scenario)
      scenario->fault("expect and scenario are given both", "ask for one, then the other");
    else if (!expect && !scenario)
      node.fault("there is nothing to verify",
                 "give \"expect\": [ … ], or the \"scenario\" whose expectations are meant");
    if (const auto inbox = node.field("inbox"))
      request.inbox = read_pattern(*inbox, {Field::inbox, {}});
    if (const auto after = node.field("after")) {
      const auto seq = after->integer();
      if (seq && *seq < 0) after->fault("after is a seq, 0 or more");
      request.after = static_cast<std::uint64_t>(seq.value_or(0));
    }
    if (const auto idle = node.field("untilIdle"))
      request.until_idle = idle->boolean().value_or(false);
  }
  if (!faults.empty()) return faults;
  return request;
}

std::string write_verify_call(const VerifyCall& call) {
  Tree body = Tree::object();
  if (call.expect.empty())
    body["scenario"] = call.scenario;
  else
    body["expect"] = Tree::parse(call.expect, nullptr, false);
  if (!call.inbox.empty()) body["inbox"] = call.inbox;
  if (call.after > 0) body["after"] = call.after;
  if (call.until_idle) body["untilIdle"] = true;
  return write_document(body);
}

milliseconds longest_wait(std::string_view expect) {
  milliseconds longest{0};
  if (const auto all = read_expectations(expect))
    for (const Expectation& each : *all)
      longest = std::max(
          longest, each.within.value_or(milliseconds(0)) + each.lasting.value_or(milliseconds(0)));
  return longest;
}

}  // namespace mailrig::json
