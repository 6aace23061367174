// Reads the search language: terms, OR, parentheses. Recursive, but never deeper than its bound.
#include <algorithm>
#include <optional>
#include <variant>

#include "mail/ascii.hpp"
#include "match/search.hpp"
#include "match/search_operator.hpp"

namespace mailrig {
namespace {

constexpr std::size_t kLongest = 4096, kMostTerms = 200;
constexpr int kDeepest = 50;

// Characters before `octet`, and one: what people count from.
std::size_t place_of(std::string_view text, std::size_t octet) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return 1 + static_cast<std::size_t>(std::count_if(
                 text.begin(), text.begin() + static_cast<std::ptrdiff_t>(octet), begins));
}

class Parser {
 public:
  Parser(std::string_view text, Searched searched, SearchTime now)
      : text_(text), searched_(searched), now_(now) {}

  std::variant<Search, SearchFault> parse() {
    if (text_.size() > kLongest)
      return SearchFault{"the search is longer than 4096 octets", 1, "", "search for less"};
    Search search = alternatives();
    if (!fault_ && at_ < text_.size()) blame(at_, ") closes nothing", "quote a parenthesis: \")\"");
    if (fault_) return std::move(*fault_);
    return search;
  }

 private:
  bool more() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return !fault_ && at_ < text_.size() && text_[at_] != ')';
  }

  // The first fault counts.
  void blame(std::size_t octet, std::string what, std::string hint, std::string unknown = {}) {
    if (!fault_)
      fault_ =
          SearchFault{std::move(what), place_of(text_, octet), std::move(unknown), std::move(hint)};
  }

  // The keyword that stands here, whole and in capitals, is taken.
  bool take(std::string_view keyword) {
    if (!text_.substr(at_).starts_with(keyword)) return false;
    const std::size_t end = at_ + keyword.size();
    if (end < text_.size() && !is_space(text_[end]) && text_[end] != '(' && text_[end] != ')')
      return false;
    at_ = end;
    return true;
  }

  Search alternatives() {
    Search any;
    any.kind = Search::Kind::any;
    std::size_t before = terms_;
    any.parts.push_back(sequence());
    while (more() && take("OR")) {
      const std::size_t keyword = at_ - 2;
      if (terms_ == before) blame(keyword, "OR has nothing before it", "write a OR b");
      before = terms_;
      any.parts.push_back(sequence());
      if (terms_ == before) blame(keyword, "OR has nothing behind it", "write a OR b");
    }
    return tidy(std::move(any));
  }

  Search sequence() {
    Search all;
    while (more()) {
      const std::size_t here = at_;
      if (take("OR")) {
        at_ = here;
        break;
      }
      if (take("AND")) {
        if (all.parts.empty() || !more())
          blame(at_ - 3, "AND has nothing on one side", "write a AND b, or just a b");
        continue;
      }
      all.parts.push_back(term());
    }
    return tidy(std::move(all));
  }

  // One part stands for itself; cheap ones come first.
  static Search tidy(Search search) {
    if (search.parts.size() == 1) return Search(std::move(search.parts.front()));
    std::stable_sort(search.parts.begin(), search.parts.end(),
                     [](const Search& a, const Search& b) { return price(a) < price(b); });
    return search;
  }
  static int price(const Search& search) {
    int most = search.condition.empty() ? 0 : cost_of(search.condition.front().field.field);
    for (const Search& part : search.parts) most = std::max(most, price(part));
    return most;
  }

  Search term() {
    if (++terms_ > kMostTerms) {
      blame(at_, "there are more than 200 terms", "search for less");
      return {};
    }
    const std::size_t begin = at_;
    if (text_[at_] == '-' || take("NOT")) {
      if (text_[begin] == '-') ++at_;
      Search none;
      none.kind = Search::Kind::none;
      if (text_[begin] == '-' ? at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != ')'
                              : more())
        none.parts.push_back(nested([&] { return term(); }));
      else
        blame(begin, "nothing is negated here", "write -from:ann, or \"-\" for a hyphen");
      return none;
    }
    if (text_[at_] == '(') {
      ++at_;
      const std::size_t before = terms_;
      Search inner = nested([&] { return alternatives(); });
      if (terms_ == before) blame(begin, "there is nothing between ( and )", "quote it: \"(\"");
      if (!fault_ && (at_ == text_.size() || text_[at_] != ')'))
        blame(begin, "( is never closed", "add a ), or quote it: \"(\"");
      ++at_;
      return inner;
    }
    return word(begin);
  }

  template <class Inner>
  Search nested(Inner inner) {
    if (++depth_ > kDeepest) blame(at_, "this is nested more than 50 deep", "search for less");
    Search search = fault_ ? Search{} : inner();
    --depth_;
    return search;
  }

  Search word(std::size_t begin) {
    const std::string_view name = operator_name();
    const std::string_view first = name.substr(0, name.find(':') + 1);
    if (!name.empty() && !is_operator(first)) {
      blame(begin, "unknown operator " + std::string(first), "", std::string(first));
      return {};
    }
    at_ += name.size();
    const std::size_t value_at = at_;
    const SearchWord word = value(!name.empty());
    if (fault_) return {};
    std::string_view known = name;
    if (!known.empty()) known.remove_suffix(1);
    if (known == "header") return header_without_value(word, begin);
    if (!known.empty() && word.form == SearchWord::Form::bare && word.text.starts_with('(')) {
      blame(value_at, "an operator takes one value", "write (from:a OR from:b)");
      return {};
    }
    if (!known.empty() && word.form == SearchWord::Form::bare && word.text.empty()) {
      blame(begin, std::string(name) + " has no value",
            "write the value right behind the colon, in quotes if it has spaces");
      return {};
    }
    auto made = make_search(known, word, searched_, now_);
    if (made) return std::move(*made);
    blame(value_at, (known.empty() ? "" : std::string(name) + " ") + made.error().what, "");
    return {};
  }

  bool is_operator(std::string_view name) const {
    const auto known = search_operators(searched_);
    return std::find(known.begin(), known.end(), name) != known.end();
  }

  // header:X-Mailer
  Search header_without_value(const SearchWord& word, std::size_t begin) {
    auto made = make_search("header:" + word.text, SearchWord{}, searched_, now_);
    if (made) return std::move(*made);
    blame(begin, made.error().what, "");
    return {};
  }

  // `from:`, or `header:X-Mailer:`; empty if a bare word stands here. A URL is a word.
  std::string_view operator_name() const {
    std::size_t end = at_;
    while (end < text_.size() && (is_alpha(text_[end]) || (end > at_ && text_[end] == '.'))) ++end;
    if (end == at_ || end == text_.size() || text_[end] != ':') return {};
    if (text_.substr(end + 1).starts_with("//")) return {};
    ++end;
    if (text_.substr(at_, end - at_) == "header:") {
      const std::size_t stop = text_.find_first_of(": \t\r\n\"()", end);
      if (stop != std::string_view::npos && text_[stop] == ':') end = stop + 1;
    }
    return text_.substr(at_, end - at_);
  }

  SearchWord value(bool of_operator) {
    if (at_ < text_.size() && text_[at_] == '"') return quoted();
    if (of_operator && at_ < text_.size() && text_[at_] == '/') return regex();
    SearchWord word;
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != ')' && text_[at_] != '"')
      word.text += text_[at_++];
    return word;
  }

  SearchWord quoted() {
    SearchWord word{SearchWord::Form::quoted, {}};
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      word.text += text_[at_++];
    }
    if (at_ == text_.size())
      blame(begin, "the quote is never closed", "add a \", or write \\\" inside quotes for one");
    ++at_;
    return word;
  }

  SearchWord regex() {
    SearchWord word{SearchWord::Form::regex, {}};
    const std::size_t begin = at_;
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '/') end += text_[end] == '\\' ? 2 : 1;
    if (end >= text_.size()) {
      blame(begin, "the regular expression is never closed", "add a /, or quote the value");
      return word;
    }
    ++end;
    if (end < text_.size() && text_[end] == 'i') ++end;
    word.text = text_.substr(at_, end - at_);
    at_ = end;
    return word;
  }

  std::string_view text_;
  Searched searched_;
  SearchTime now_;
  std::size_t at_ = 0, terms_ = 0;
  int depth_ = 0;
  std::optional<SearchFault> fault_;
};

}  // namespace

std::variant<Search, SearchFault> parse_search(std::string_view text, Searched searched,
                                               SearchTime now) {
  return Parser(text, searched, now).parse();
}

}  // namespace mailrig
