// Patterns: what a rule writes, as a small immutable tree.
#include "match/pattern.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <type_traits>

#include "mail/diagnostic.hpp"
#include "match/glob.hpp"
#include "match/regex.hpp"
#include "match/suggestion.hpp"

namespace mailrig {
namespace {

struct Range {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};
struct Truth {
  bool wanted;
};
struct Presence {
  bool wanted;
};
struct AnyOf {
  std::vector<Pattern> members;
};
struct Not {
  Pattern inner;
};

// True if `accepts` holds for a string of `value`.
template <class Accepts>
bool any_text(const Value& value, Accepts&& accepts) {
  return std::visit(
      [&](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_convertible_v<const Held&, std::string_view>)
          return static_cast<bool>(accepts(std::string_view(held)));
        else if constexpr (requires { held.begin(); })
          return std::ranges::any_of(held, [&](std::string_view each) { return accepts(each); });
        else
          return false;
      },
      value);
}

bool is_present(const Value& value) {
  if (const bool* truth = std::get_if<bool>(&value)) return *truth;
  if (const auto* views = std::get_if<std::vector<std::string_view>>(&value))
    return !views->empty();
  if (const auto* strings = std::get_if<std::vector<std::string>>(&value)) return !strings->empty();
  return !std::holds_alternative<std::monostate>(value);
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

Result<Range> parse_range(std::string_view text, Field field) {
  const auto after = [&](std::size_t n) { return parse_number(text.substr(n)); };
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  Range range;
  std::optional<std::int64_t> number;
  const std::size_t dash = text.find('-');
  if (text.starts_with(">=")) {
    if ((number = after(2))) range.low = *number;
  } else if (text.starts_with("<=")) {
    if ((number = after(2))) range.high = *number;
  } else if (text.starts_with('>')) {
    if ((number = after(1)); number && *number < most) return Range{*number + 1, most};
    number.reset();
  } else if (text.starts_with('<')) {
    if ((number = after(1))) range.high = *number - 1;
  } else if (dash != std::string_view::npos && dash > 0) {
    number = after(dash + 1);
    const std::optional<std::int64_t> low = parse_number(text.substr(0, dash));
    if (!low) number.reset();
    if (number && *low > *number)
      return Error{"the range " + std::string(text) + " is empty: write the lower number first"};
    if (number) range = {*low, *number};
  } else if ((number = after(0))) {
    range = {*number, *number};
  }
  if (number) return range;
  return Error{to_string(FieldName{field, {}}) +
               " is a number: write 1000, >1000, >=1000, <1000, <=1000 or 500-1000, not \"" +
               std::string(text) + "\""};
}

double distance_to(const Range& range, std::int64_t number) {
  const auto n = static_cast<double>(number);
  const auto bound = static_cast<double>(number < range.low ? range.low : range.high);
  return std::abs(n - bound) / std::max({std::abs(n), std::abs(bound), 1.0});
}

// As a JSON string; what need not be escaped is left alone.
std::string quoted(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (const auto octet = static_cast<unsigned char>(c); octet < 0x20) {
      out += "\\u00";
      out += hex[octet >> 4];
      out += hex[octet & 15];
    } else {
      out += c;
    }
  }
  return out += '"';
}

}  // namespace

struct Pattern::Node {
  std::variant<Glob, Regex, Range, Truth, Presence, AnyOf, Not> test;
  std::string text;        // as written
  bool is_string = false;  // `text` is a JSON string, not a number, an object, …

  std::string json() const { return is_string ? quoted(text) : text; }
};

Result<Pattern> Pattern::parse(std::string_view text, Field field) {
  const auto node = [text](auto test) {
    return Pattern(std::make_shared<const Node>(Node{std::move(test), std::string(text), true}));
  };
  const bool truth = text == "true", is_truth = truth || text == "false";
  if (kind_of(field) == FieldKind::number) {
    if (is_truth) return present(truth);
    Result<Range> range = parse_range(text, field);
    if (!range) return range.error();
    return node(*range);
  }
  if (kind_of(field) == FieldKind::boolean) {
    if (is_truth) return is(truth);
    return Error{mailrig::to_string(FieldName{field, {}}) + " is true or false, not \"" +
                 std::string(text) + "\""};
  }
  // These are text, but what most want to know is whether there is any.
  if ((field == Field::tls || field == Field::finding) && is_truth) return present(truth);
  if (text.starts_with('/')) {
    const bool without_case = text.ends_with("/i");
    const std::size_t end = text.size() - (without_case ? 2 : 1);
    if (text[end] != '/' || end == 0)
      return Error{
          "a pattern that begins with / is a regular expression and must end in / or /i; "
          "write \\/ for a plain slash at the beginning"};
    if (end == 1) return Error{"the regular expression // is empty; write * for any value"};
    Result<Regex> regex = Regex::compile(
        text.substr(1, end - 1), without_case ? Regex::Case::insensitive : Regex::Case::sensitive);
    if (!regex) return regex.error();
    return node(std::move(*regex));
  }
  Result<Glob> glob =
      Glob::compile(text, field == Field::body ? Glob::Anchor::anywhere : Glob::Anchor::whole);
  if (!glob) return glob.error();
  // A name that none has would find nothing, for ever.
  if (field == Field::finding)
    if (const auto name = glob->literal(); name && !parse_defect(*name))
      return Error{"\"" + std::string(text) + "\" is no finding of a mail (" +
                   suggest(*name, defect_names()) + ")"};
  return node(std::move(*glob));
}

Pattern Pattern::contains(std::string_view needle) {
  return Pattern(std::make_shared<const Node>(
      Node{Glob::plain(needle, Glob::Anchor::anywhere), "{\"contains\": " + quoted(needle) + "}"}));
}

Pattern Pattern::exactly(std::string_view text) {
  return Pattern(std::make_shared<const Node>(
      Node{Glob::plain(text, Glob::Anchor::whole), std::string(text), true}));
}

Result<Pattern> Pattern::anywhere(std::string_view text) {
  Result<Glob> glob = Glob::compile(text, Glob::Anchor::anywhere);
  if (!glob) return glob.error();
  return Pattern(std::make_shared<const Node>(Node{std::move(*glob), std::string(text), true}));
}

Pattern Pattern::between(std::int64_t low, std::int64_t high) {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  const std::string text = high == most ? ">=" + std::to_string(low)
                           : low <= 0   ? "<=" + std::to_string(high)
                                        : std::to_string(low) + "-" + std::to_string(high);
  return Pattern(std::make_shared<const Node>(Node{Range{low, high}, text, true}));
}

Pattern Pattern::equals(std::int64_t number) {
  return Pattern(std::make_shared<const Node>(Node{Range{number, number}, std::to_string(number)}));
}

Pattern Pattern::present(bool wanted) {
  return Pattern(std::make_shared<const Node>(Node{Presence{wanted}, wanted ? "true" : "false"}));
}

Pattern Pattern::is(bool wanted) {
  return Pattern(std::make_shared<const Node>(Node{Truth{wanted}, wanted ? "true" : "false"}));
}

Pattern Pattern::absent() {
  return Pattern(std::make_shared<const Node>(Node{Presence{false}, "null"}));
}

Pattern Pattern::any_of(std::vector<Pattern> members) {
  std::string text = "[";
  for (const Pattern& member : members)
    text += (text.size() > 1 ? ", " : "") + member.node_->json();
  return Pattern(
      std::make_shared<const Node>(Node{AnyOf{std::move(members)}, std::move(text) + "]"}));
}

Pattern Pattern::negation(Pattern inner) {
  std::string text = "{\"not\": " + inner.node_->json() + "}";
  return Pattern(std::make_shared<const Node>(Node{Not{std::move(inner)}, std::move(text)}));
}

bool Pattern::matches(const Value& value) const {
  struct {
    const Value& value;
    bool operator()(const Glob& glob) const {
      return any_text(value, [&](std::string_view text) { return glob.matches(text); });
    }
    bool operator()(const Regex& regex) const {
      return any_text(value, [&](std::string_view text) { return regex.found_in(text); });
    }
    bool operator()(const Range& range) const {
      const auto* number = std::get_if<std::int64_t>(&value);
      return number && *number >= range.low && *number <= range.high;
    }
    bool operator()(const Truth& truth) const {
      const bool* held = std::get_if<bool>(&value);
      return held && *held == truth.wanted;
    }
    bool operator()(const Presence& presence) const { return is_present(value) == presence.wanted; }
    bool operator()(const AnyOf& any) const {
      return std::ranges::any_of(any.members, [&](const Pattern& p) { return p.matches(value); });
    }
    bool operator()(const Not& negated) const { return !negated.inner.matches(value); }
  } test{value};
  return std::visit(test, node_->test);
}

std::optional<std::string> Pattern::literal() const {
  if (const Glob* glob = std::get_if<Glob>(&node_->test)) return glob->literal();
  const AnyOf* any = std::get_if<AnyOf>(&node_->test);
  return any && any->members.size() == 1 ? any->members.front().literal() : std::nullopt;
}

std::vector<std::string> Pattern::literals() const {
  std::vector<std::string> all;
  if (const auto one = literal()) return {*one};
  if (const AnyOf* any = std::get_if<AnyOf>(&node_->test)) {
    for (const Pattern& member : any->members) {
      const auto some = member.literals();
      if (some.empty()) return {};
      all.insert(all.end(), some.begin(), some.end());
    }
  }
  return all;
}

std::vector<std::int64_t> Pattern::bounds() const {
  std::vector<std::int64_t> all;
  const auto add = [&](std::int64_t number) {
    if (number >= 0) all.push_back(number);
  };
  if (const Range* range = std::get_if<Range>(&node_->test)) {
    add(range->low);
    if (range->high < std::numeric_limits<std::int64_t>::max()) add(range->high + 1);
  } else if (const AnyOf* any = std::get_if<AnyOf>(&node_->test)) {
    for (const Pattern& member : any->members)
      for (const std::int64_t number : member.bounds()) add(number);
  } else if (const Not* negated = std::get_if<Not>(&node_->test)) {
    all = negated->inner.bounds();
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

double Pattern::distance(const Value& value) const {
  constexpr double least = 0.01;  // what does not match is never at distance 0
  if (matches(value)) return 0;
  double nearest = 1;
  if (const Glob* glob = std::get_if<Glob>(&node_->test)) {
    any_text(value, [&](std::string_view text) {
      nearest = std::min(nearest, glob->distance(text));
      return false;
    });
  } else if (const Range* range = std::get_if<Range>(&node_->test)) {
    if (const auto* number = std::get_if<std::int64_t>(&value))
      nearest = std::min(nearest, distance_to(*range, *number));
  } else if (const AnyOf* any = std::get_if<AnyOf>(&node_->test)) {
    for (const Pattern& member : any->members) nearest = std::min(nearest, member.distance(value));
  }
  return std::max(nearest, least);
}

std::string Pattern::to_string() const { return node_->text; }

}  // namespace mailrig
