#include "match/search_operator.hpp"

#include <charconv>
#include <limits>
#include <optional>

#include "mail/ascii.hpp"
#include "mail/date.hpp"
#include "match/duration.hpp"

namespace mailrig {
namespace {

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

// How a value is read.
enum class Style : std::uint8_t {
  address,  // the whole address if it looks like one, else contained
  text,     // contained
  word,     // the whole value
  header,
  has,
  finding,
  is,
  outcome,
  truth,
  number,
  larger,
  smaller,
  since,
  until,
};

constexpr unsigned kMessages = 1, kTransactions = 2, kSessions = 4;
constexpr unsigned kMails = kMessages | kTransactions, kAll = kMails | kSessions;

struct Operator {
  std::string_view name;  // as written
  Field field;
  Style style;
  unsigned records;
};

constexpr Operator operators[] = {
    {"from:", Field::from, Style::address, kMails},
    {"to:", Field::to, Style::address, kMails},
    {"cc:", Field::cc, Style::address, kMails},
    {"bcc:", Field::bcc, Style::address, kMails},
    {"subject:", Field::subject, Style::text, kMails},
    {"body:", Field::body, Style::text, kMails},
    {"header:", Field::header, Style::header, kMails},
    {"has:", Field::has, Style::has, kMails},
    {"finding:", Field::finding, Style::finding, kMails},
    {"link:", Field::link, Style::text, kMails},
    {"is:", Field::read, Style::is, kAll},
    {"since:", Field::time, Style::since, kAll},
    {"until:", Field::time, Style::until, kAll},
    {"larger:", Field::size, Style::larger, kMails},
    {"smaller:", Field::size, Style::smaller, kMails},
    {"size:", Field::size, Style::number, kMails},
    {"tag:", Field::tag, Style::word, kMessages},
    {"inbox:", Field::inbox, Style::word, kAll},
    {"outcome:", Field::outcome, Style::outcome, kMails},
    {"rule:", Field::rule, Style::word, kMails},
    {"session:", Field::session, Style::word, kAll},
    {"transaction:", Field::transaction, Style::word, kAll},
    {"helo:", Field::helo, Style::text, kAll},
    {"ip:", Field::ip, Style::word, kAll},
    {"user:", Field::user, Style::text, kAll},
    {"tls:", Field::tls, Style::word, kAll},
    {"listener:", Field::listener, Style::word, kAll},
    {"closedBy:", Field::closed_by, Style::word, kSessions},
    {"failed:", Field::failed, Style::truth, kSessions},
};

unsigned bit(Searched searched) { return 1u << static_cast<unsigned>(searched); }

Search leaf(FieldName field, Pattern pattern) {
  Search search;
  search.kind = Search::Kind::condition;
  search.condition.push_back({std::move(field), std::move(pattern)});
  return search;
}

Result<Search> leaf(FieldName field, Result<Pattern> pattern) {
  if (!pattern) return pattern.error();
  return leaf(std::move(field), std::move(*pattern));
}

using Form = SearchWord::Form;

Result<Pattern> contained(const SearchWord& word) {
  if (word.form == Form::quoted) return Pattern::contains(word.text);
  if (word.form == Form::regex) return Pattern::parse(word.text, Field::subject);
  return Pattern::anywhere(word.text);
}

Result<Pattern> whole(const SearchWord& word, Field field) {
  if (word.form == Form::quoted) return Pattern::exactly(word.text);
  return Pattern::parse(word.text, field);
}

// ann@x.test, but not ann@ or @x.test.
bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size();
}

Result<Pattern> address(const SearchWord& word) {
  if (word.text.empty() || word.text == "<>") return Pattern::exactly("");
  return is_address(word.text) ? whole(word, Field::from) : contained(word);
}

// 4096, 10k, 1.5M: k and M are 1024 and 1024² octets.
std::optional<std::int64_t> octets(std::string_view text) {
  double number = 0;
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc() || number > 1e15) return std::nullopt;
  std::string unit = to_lower(text.substr(static_cast<std::size_t>(end - text.data())));
  if (unit.ends_with("b")) unit.resize(unit.size() - (unit.ends_with("ib") ? 2 : 1));
  const double factor = unit.empty() ? 1 : unit == "k" ? 1024 : unit == "m" ? 1024 * 1024 : 0;
  if (factor == 0) return std::nullopt;
  return static_cast<std::int64_t>(number * factor);
}

Result<Search> size(const SearchWord& word, Style style) {
  const auto number = octets(word.text);
  if (!number) return Error{"\"" + word.text + "\" is no size: write octets, or 10k, or 1.5M"};
  return leaf({Field::size, {}}, style == Style::larger ? Pattern::between(*number + 1, kMost)
                                                        : Pattern::between(0, *number - 1));
}

// A moment, a day (its beginning), or how long ago.
std::optional<SearchTime> moment(const std::string& text, SearchTime now) {
  if (const auto time = parse_rfc3339(text)) return *time;
  if (const auto day = parse_rfc3339(text + "T00:00:00Z")) return *day;
  if (const auto ago = parse_duration(text)) return now - *ago;
  return std::nullopt;
}

Result<Search> time(const SearchWord& word, Style style, SearchTime now) {
  const auto at = moment(word.text, now);
  if (!at)
    return Error{"\"" + word.text +
                 "\" is neither a time nor a duration: write 2026-11-23, 2026-11-23T14:02:11Z, or "
                 "5m for five minutes ago"};
  const std::int64_t micros = at->time_since_epoch().count();
  return leaf({Field::time, {}}, style == Style::since ? Pattern::between(micros, kMost)
                                                       : Pattern::between(kLeast, micros));
}

Result<Search> outcome(const SearchWord& word) {
  if (word.form == Form::bare && word.text == "any") return Search{};
  return leaf({Field::outcome, {}}, whole(word, Field::outcome));
}

Search refused() {
  return leaf({Field::outcome, {}}, Pattern::any_of({*Pattern::parse("4*", Field::outcome),
                                                     *Pattern::parse("5*", Field::outcome)}));
}

Result<Search> state(const SearchWord& word, Searched searched) {
  const bool sessions = searched == Searched::sessions, messages = searched == Searched::messages;
  if (word.text == "refused" && !sessions) return refused();
  if (word.text == "accepted" && !sessions)
    return leaf({Field::outcome, {}}, Pattern::parse("2*", Field::outcome));
  if (word.text == "unread" && messages) return leaf({Field::read, {}}, Pattern::is(false));
  if (word.text == "read" && messages) return leaf({Field::read, {}}, Pattern::is(true));
  if (word.text == "failed" && sessions) return leaf({Field::failed, {}}, Pattern::is(true));
  return Error{"\"" + word.text + "\" is nothing that " +
               (messages   ? "messages can be: write is:unread, is:read, is:refused or is:accepted"
                : sessions ? "sessions can be: write is:failed"
                           : "transactions can be: write is:refused or is:accepted")};
}

// `Name`: there is one; `Name:value`: one contains that.
Result<Search> header(std::string_view name, const SearchWord& word) {
  const auto field = parse_field("header:" + std::string(name));
  if (!field)
    return Error{"\"" + std::string(name) +
                 "\" is no name of a header: write header:X-Mailer:swaks"};
  if (word.form == Form::bare && word.text.empty()) return leaf(*field, Pattern::present(true));
  return leaf(*field, contained(word));
}

Result<Search> read(const Operator& op, const SearchWord& word, Searched searched, SearchTime now) {
  const FieldName field{op.field, {}};
  switch (op.style) {
    case Style::address:
      return leaf(field, address(word));
    case Style::text:
      return leaf(field, contained(word));
    case Style::word:
    case Style::number:
    case Style::truth:
      return leaf(field, whole(word, op.field));
    case Style::has:
      if (word.text == "finding") return leaf({Field::finding, {}}, Pattern::present(true));
      if (word.text != "attachment")
        return Error{"\"" + word.text +
                     "\" is nothing a message can have: write has:attachment or has:finding"};
      return leaf(field, whole(word, op.field));
    case Style::finding:
      return leaf(field, Pattern::parse(word.text, op.field));
    case Style::is:
      return state(word, searched);
    case Style::outcome:
      return outcome(word);
    case Style::larger:
    case Style::smaller:
      return size(word, op.style);
    case Style::since:
    case Style::until:
      return time(word, op.style, now);
    case Style::header:
      break;
  }
  return Error{"header: needs a name: write header:X-Mailer:swaks"};
}

}  // namespace

Result<Search> make_search(std::string_view name, const SearchWord& word, Searched searched,
                           SearchTime now) {
  if (name.empty()) return leaf({Field::text, {}}, contained(word));
  if (name.starts_with("header:")) return header(name.substr(7), word);
  for (const Operator& op : operators)
    if (op.name.substr(0, op.name.size() - 1) == name && (op.records & bit(searched)))
      return read(op, word, searched, now);
  return Error{"\"" + std::string(name) + "\" is no operator"};
}

std::vector<std::string_view> search_operators(Searched searched) {
  std::vector<std::string_view> names;
  for (const Operator& op : operators)
    if (op.records & bit(searched)) names.push_back(op.name);
  return names;
}

}  // namespace mailrig
