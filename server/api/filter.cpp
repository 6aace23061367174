#include "api/filter.hpp"

#include <algorithm>
#include <array>

#include "api/number.hpp"
#include "mail/date.hpp"
#include "match/duration.hpp"
#include "match/suggestion.hpp"

namespace mailrig::api {
namespace {

constexpr std::string_view text = R"({"type":"string"})";
constexpr std::string_view yes_no = R"({"type":"string","enum":["true","false"]})";
constexpr std::string_view whole = R"({"type":"integer","minimum":0})";
constexpr auto any = Times::any;

constexpr QueryParameter filters[] = {
    // messages only
    {"read", yes_no, "whether it was marked as read"},
    {"tag", text, "a tag it carries", any},
    // messages and transactions
    {"from", text, "envelope sender", any},
    {"from.domain", text, "domain of the envelope sender", any},
    {"to", text, "an envelope recipient", any},
    {"to.domain", text, "domain of an envelope recipient", any},
    {"subject", text, "Subject header, decoded", any},
    {"body", text, "text that the body contains", any},
    {"header:", text, "header of that name, decoded: header:X-Mailer=…", any},
    {"session", text, "id of the session", any},
    {"transaction", text, "id of the transaction", any},
    {"outcome", text, "last reply's code, or lost, unacked, aborted", any},
    {"size", text, "octets of content: 1000, >1000, <=5, 2-3", any},
    {"has", R"({"type":"string","enum":["attachment","finding"]})", "what it has"},
    {"finding", text,
     "a defect of its octets by name: bare-lf, bad-*; true for any, false for none", any},
    {"link", text, "URL of a link in text or HTML: https://shop.test/reset*", any},
    // every kind
    {"q", text, "search: words, from: to: subject: has: is: since: …, quotes, -, OR, ( )"},
    {"inbox", text, "name of the inbox", any},
    {"ip", text, "address of the client", any},
    {"helo", text, "what the client called itself", any},
    {"user", text, "who logged in", any},
    {"tls", text, "TLS version; true for any, false for none", any},
    {"after", whole, "only what changed after this seq"},
    {"since", text, "not before: RFC 3339, or a duration ago (5m)"},
    {"until", text, "not after: RFC 3339, or a duration ago (5m)"},
    // sessions only
    {"listener", text, "name of the listener", any},
    {"closedBy", text, "open, client, server, rule or shutdown", any},
    {"failed", yes_no, "whether it had a refusal or ended without QUIT"},
    {"quit", yes_no, "whether the client sent QUIT"},
    {"pregreet", yes_no, "whether it spoke before the greeting"},
    {"pipelinedUnannounced", yes_no, "whether the client sent on where it has to wait"},
    {"bareNewline", yes_no, "whether a line ended in LF without CR"},
    {"starttlsInjection", yes_no, "whether plaintext came behind STARTTLS"},
};
constexpr std::span<const QueryParameter> all_filters = filters;
constexpr std::size_t first_of_transactions = 2, first_of_all = 16, first_of_sessions = 25;
static_assert(filters[first_of_transactions].name == "from");
static_assert(filters[first_of_all].name == "q");
static_assert(filters[first_of_sessions].name == "listener");

const QueryParameter* filter_of(std::string_view name) {
  const auto found = std::find_if(all_filters.begin(), all_filters.end(), [&](const auto& each) {
    return each.name == name || (each.name.ends_with(':') && name.starts_with(each.name));
  });
  return found == all_filters.end() ? nullptr : &*found;
}

Result<Pattern> parse_pattern(std::string_view value, Field field) {
  // In a rule these are JSON's true and false; no version of TLS is called so.
  if (field == Field::tls && (value == "true" || value == "false"))
    return Pattern::present(value == "true");
  if (field == Field::has && value != "attachment")
    return Error{"\"" + std::string(value) + "\" is nothing a message can have"};
  return Pattern::parse(value, field);
}

// A moment, or how long ago.
Result<WallTime, Problem> read_time(std::string_view name, std::string_view value, WallTime now) {
  if (const auto time = parse_rfc3339(value)) return *time;
  if (const auto ago = parse_duration(value)) return now - *ago;
  return bad_parameter(name, "\"" + std::string(value) + "\" is neither a time nor a duration",
                       "write 2026-11-23T14:02:11Z, or 5m for five minutes ago");
}

std::optional<Problem> add_condition(Query& query, std::string_view name, std::string_view value,
                                     std::vector<std::vector<Pattern>>& alternatives) {
  if (name == "has" && value == "finding")
    return add_condition(query, "finding", "true", alternatives);
  const auto field = parse_field(name);
  if (!field)
    return bad_parameter(name, "\"" + std::string(name) + "\" names no field",
                         "a header is header:Subject");
  auto pattern = parse_pattern(value, field->field);
  if (!pattern)
    return bad_parameter(name, std::string(name) + ": " + pattern.error().what,
                         field->field == Field::has ? "has=attachment or has=finding" : "");
  const auto same = std::find_if(query.conditions.begin(), query.conditions.end(),
                                 [&](const Condition& each) { return each.field == *field; });
  if (same == query.conditions.end()) {
    query.conditions.push_back({*field, *pattern});
    alternatives.push_back({*pattern});
    return std::nullopt;
  }
  auto& others = alternatives[static_cast<std::size_t>(same - query.conditions.begin())];
  others.push_back(*pattern);
  same->pattern = Pattern::any_of(others);
  return std::nullopt;
}

std::optional<Problem> read_search(Query& query, std::string_view value, Searched searched,
                                   WallTime now) {
  auto parsed = parse_search(value, searched, now);
  if (auto* search = std::get_if<Search>(&parsed)) {
    add_search(query, std::move(*search));
    return std::nullopt;
  }
  SearchFault& fault = std::get<SearchFault>(parsed);
  Problem problem = bad_parameter("q", fault.what + ", at character " + std::to_string(fault.place),
                                  std::move(fault.hint));
  problem.type = "bad-search";
  problem.title = "The search cannot be read";
  problem.more = {{"place", std::to_string(fault.place)}};
  if (!fault.unknown.empty())
    problem.hint = suggest(fault.unknown, search_operators(searched)) +
                   "; to search for the text itself, quote it";
  return problem;
}

}  // namespace

std::span<const QueryParameter> message_filters() { return all_filters.first(first_of_sessions); }
std::span<const QueryParameter> transaction_filters() {
  return message_filters().subspan(first_of_transactions);
}
std::span<const QueryParameter> session_filters() { return all_filters.subspan(first_of_all); }

Result<Query, Problem> read_filters(const Parameters& parameters, Searched searched, WallTime now) {
  Query query;
  std::vector<std::vector<Pattern>> alternatives;  // beside query.conditions
  for (const auto& [name, value] : parameters) {
    if (!filter_of(name) || name == "q") continue;
    if (name == "after") {
      auto number = read_number(name, value, 0, UINT64_MAX);
      if (!number) return number.error();
      query.after = *number;
    } else if (name == "since" || name == "until") {
      auto time = read_time(name, value, now);
      if (!time) return time.error();
      (name == "since" ? query.since : query.until) = *time;
    } else if (auto problem = add_condition(query, name, value, alternatives)) {
      return *problem;
    }
  }
  // Last, since what it asks of a field comes on top of what the field's own filter asks.
  if (const auto search = find(parameters, "q"))
    if (auto problem = read_search(query, *search, searched, now)) return *problem;
  std::stable_sort(query.conditions.begin(), query.conditions.end(),
                   [](const Condition& a, const Condition& b) {
                     return cost_of(a.field.field) < cost_of(b.field.field);
                   });
  return query;
}

bool has_filters(const Parameters& query) {
  return std::any_of(query.begin(), query.end(),
                     [](const auto& each) { return filter_of(each.first) != nullptr; });
}

std::optional<Problem> check_extent(const Parameters& query) {
  bool all = false;
  if (const auto given = find(query, "all")) {
    const auto flag = read_flag("all", *given);
    if (!flag) return flag.error();
    all = *flag;
  }
  if (all != has_filters(query)) return std::nullopt;
  if (all) return bad_parameter("all", "all=true is given beside filters", "give one or the other");
  Problem problem;
  problem.type = "no-filter";
  problem.title = "This would delete everything";
  problem.detail = "there is no filter";
  problem.hint = "add a filter such as to=bob@x.test, or all=true if you mean it";
  return problem;
}

}  // namespace mailrig::api
