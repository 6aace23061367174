// Codes line by line: a word such as "code" or "OTP" makes a place, candidates near it are codes.
#include "mail/code.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

constexpr std::size_t shortest = 4, longest = 10, most_codes = 100;
constexpr std::size_t reach_behind = 60, reach_before = 60;  // octets between word and code
constexpr int lines_after = 4;  // lines with text that a code may stand below its word
constexpr std::size_t longest_line = 2'000;

struct Word {
  std::string_view text;
  std::size_t begin = 0, end = 0;  // in the line
};

bool is_word(char c) { return is_alnum(c) || !is_ascii(c); }

// Chinese and Japanese, written without spaces, and the full-width signs beside them.
bool is_cjk(char c) { return static_cast<unsigned char>(c) >= 0xE3; }

std::vector<Word> words_of(std::string_view line) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < line.size();) {
    if (!is_word(line[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    const bool cjk = is_cjk(line[at]);
    // Inside of a character of three octets each of the last two is below 0xC0.
    while (end < line.size() && is_word(line[end]) &&
           (is_cjk(line[end]) == cjk || (cjk && (line[end] & 0xC0) == 0x80)))
      ++end;
    words.push_back({line.substr(at, end - at), at, end});
    at = end;
  }
  return words;
}

template <std::size_t N>
bool listed(std::string_view word, const std::array<std::string_view, N>& list) {
  return std::ranges::any_of(list, [&](std::string_view each) { return iequals(each, word); });
}

// Whether a code may belong to the word: "code", "Bestätigungscode", "código".
bool names_code(const std::vector<Word>& words, std::size_t i) {
  static constexpr std::array<std::string_view, 9> exact = {
      "pin", "otp", "otc", "tan", "passcode", "kod", "kód", "codice", "token"};
  static constexpr std::array<std::string_view, 20> within = {
      "código",     "codigo",   "код",        "κωδικ",      "kodu",     "קוד",    "رمز",
      "كود",        "کد",       "कोड",        "รหัส",        "验证码",   "驗證碼", "校验码",
      "認証コード", "認証番号", "確認コード", "ワンタイム", "인증번호", "코드"};
  // What else is called a code and is none to type in.
  static constexpr std::array<std::string_view, 33> other = {
      "promo",  "promotion", "discount", "coupon",   "voucher", "gift", "zip",
      "postal", "post",      "error",    "status",   "country", "area", "source",
      "dress",  "bar",       "qr",       "referral", "product", "item", "tracking",
      "sort",   "swift",     "tax",      "response", "offer",   "api",  "customer",
      "client", "employee",  "company",  "dealer",   "exit"};
  const std::string_view word = words[i].text;
  const bool english = iequals(word, "code") || iequals(word, "codes") ||
                       (word.size() <= 40 && iends_with(word, "code")) || listed(word, exact);
  const bool foreign = std::ranges::any_of(
      within, [&](std::string_view each) { return word.find(each) != std::string_view::npos; });
  if (!english && !foreign) return false;
  if (iequals(word, "postcode") || iequals(word, "barcode") || iequals(word, "zipcode") ||
      iequals(word, "gutscheincode") || iequals(word, "rabattcode"))
    return false;
  return i == 0 || !listed(words[i - 1].text, other);
}

struct Candidate {
  std::string code;
  std::size_t begin = 0, end = 0;
  bool digits = false;
};

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_digit(c); });
}

// Digits or capital letters only, with a digit among them unless `letters` will do.
bool code_like(std::string_view text, bool letters) {
  return std::ranges::all_of(text, [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }) &&
         (letters || std::ranges::any_of(text, [](char c) { return is_digit(c); }));
}

// Words behind `i` that belong to the same code: "493 817", "493-817", "4 9 3 8 1 7", "AB12-CD34".
Candidate joined(std::string_view line, const std::vector<Word>& words, std::size_t i) {
  Candidate found{std::string(words[i].text), words[i].begin, words[i].end,
                  all_digits(words[i].text)};
  for (std::size_t k = i + 1; k < words.size(); ++k) {
    if (words[k].begin != found.end + 1) break;
    const char between = line[found.end];
    const bool digits = all_digits(words[k].text);
    // Groups of digits of one length: 2026-11-23 is a date.
    const bool even = !digits || !found.digits || words[k].text.size() == words[i].text.size();
    if (between == '-' && even && code_like(words[k].text, true) && code_like(found.code, true)) {
      // One letter before a hyphen is the sender's mark: G-493817.
      const bool mark = found.code.size() == 1 && is_alpha(found.code[0]) && digits;
      found.code =
          mark ? std::string(words[k].text)
               : found.code + (found.digits && digits ? "" : "-") + std::string(words[k].text);
    } else if (between == ' ' && even && digits && found.digits && words[i].text.size() <= 4) {
      found.code += words[k].text;
    } else {
      break;
    }
    found.digits = all_digits(found.code);
    found.end = words[k].end;
  }
  return found;
}

// Whether what stands round it makes it part of a number, an address, a price or a date.
bool stands_free(std::string_view line, const Candidate& found) {
  static constexpr std::array<std::string_view, 14> units = {
      "minutes", "minute",     "min",    "mins", "hours", "hour", "seconds",
      "days",    "characters", "digits", "USD",  "EUR",   "GBP",  "times"};
  if (found.begin > 0) {
    const char before = line[found.begin - 1];
    if (std::string_view("$/@=%&+_~").find(before) != std::string_view::npos) return false;
    if (before == '#') return false;
    if (std::string_view(".,:-").find(before) != std::string_view::npos && found.begin > 1 &&
        is_word(line[found.begin - 2]) && before != ':')
      return false;
    if (before == ':' && found.begin > 1 && is_digit(line[found.begin - 2])) return false;
    if (line.substr(0, found.begin).ends_with("€") || line.substr(0, found.begin).ends_with("£") ||
        line.substr(0, found.begin).ends_with("€ ") || line.substr(0, found.begin).ends_with("£ "))
      return false;
  }
  const std::string_view rest = line.substr(found.end);
  if (!rest.empty()) {
    if (std::string_view("/@=%&_~").find(rest.front()) != std::string_view::npos) return false;
    if (rest.size() > 1 && std::string_view(".,:-").find(rest.front()) != std::string_view::npos &&
        is_word(rest[1]))
      return false;
    if (trim(rest).starts_with("€") || trim(rest).starts_with("%")) return false;
  }
  const auto behind = words_of(rest.substr(0, 24));
  return behind.empty() || !listed(behind.front().text, units);
}

bool right_length(std::string_view code) {
  const auto length = code.size() - static_cast<std::size_t>(std::ranges::count(code, '-'));
  return length >= shortest && length <= longest;
}

bool is_year(std::string_view code) {
  return code.size() == 4 && (code.starts_with("19") || code.starts_with("20"));
}

// Whether the words before it say that it is the number of something else.
bool numbers_else(const std::vector<Word>& words, std::size_t i) {
  static constexpr std::array<std::string_view, 18> others = {
      "order",    "invoice", "ticket", "case", "reference", "account",
      "customer", "phone",   "tel",    "fax",  "port",      "room",
      "flight",   "version", "line",   "page", "section",   "step"};
  for (std::size_t back = 1; back <= 3 && back <= i; ++back) {
    if (listed(words[i - back].text, others)) return true;
    if (names_code(words, i - back)) return false;
  }
  return false;
}

// `near`: nothing but "is", "are", "below" and signs stand between it and its word.
std::optional<Candidate> candidate_at(std::string_view line, const std::vector<Word>& words,
                                      std::size_t i, bool near) {
  Candidate found = joined(line, words, i);
  if (!right_length(found.code) || !stands_free(line, found)) return std::nullopt;
  std::string bare;
  std::ranges::copy_if(found.code, std::back_inserter(bare), [](char c) { return c != '-'; });
  if (!code_like(bare, near) || numbers_else(words, i)) return std::nullopt;
  if (is_year(found.code) && !near) return std::nullopt;
  return found;
}

class Finder {
 public:
  std::vector<std::string> find(std::string_view text) {
    while (!text.empty() && codes_.size() < most_codes) {
      const std::size_t feed = std::min(text.find('\n'), text.size() - 1);
      read_line(trim(text.substr(0, std::min(feed + 1, longest_line))));
      text.remove_prefix(feed + 1);
    }
    return std::move(codes_);
  }

 private:
  void read_line(std::string_view line) {
    const std::vector<Word> words = words_of(line);
    if (words.empty()) return;
    if (after_ > 0) {
      --after_;
      // All of the line is the code: asterisks, quotes and dots round it do not count.
      if (auto found = candidate_at(line, words, 0, true); found && found->end == words.back().end)
        return add(*found);
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!names_code(words, i)) continue;
      after_ = lines_after;
      if (!find_behind(line, words, i)) find_before(line, words, i);
    }
  }

  bool find_behind(std::string_view line, const std::vector<Word>& words, std::size_t place) {
    static constexpr std::array<std::string_view, 8> nothing = {
        "is", "are", "ist", "es", "est", "below", "following", "wynosi"};
    bool near = true;
    for (std::size_t i = place + 1; i < words.size(); ++i) {
      if (words[i].begin - words[place].end > reach_behind) break;
      // A new sentence is another place.
      if (line.substr(words[i - 1].end, words[i].begin - words[i - 1].end).find(". ") !=
          std::string_view::npos)
        break;
      if (const auto found = candidate_at(line, words, i, near && i > place + 1)) {
        add(*found);
        return true;
      }
      if (i == place + 1 && line[words[place].end] == ':')
        if (const auto found = candidate_at(line, words, i, true)) {
          add(*found);
          return true;
        }
      near = near && listed(words[i].text, nothing);
    }
    return false;
  }

  bool find_before(std::string_view line, const std::vector<Word>& words, std::size_t place) {
    for (std::size_t i = place; i-- > 0;) {
      if (words[place].begin - words[i].end > reach_before) break;
      if (line.substr(words[i].end, words[i + 1].begin - words[i].end).find(". ") !=
          std::string_view::npos)
        break;
      // Of several groups the first one begins the code.
      std::size_t first = i;
      while (first > 0 && words[first - 1].end + 1 == words[first].begin &&
             all_digits(words[first].text) && all_digits(words[first - 1].text))
        --first;
      if (first > 0 && words[first - 1].end + 1 == words[first].begin &&
          line[words[first - 1].end] == '-')
        --first;
      if (const auto found = candidate_at(line, words, first, false)) {
        add(*found);
        return true;
      }
    }
    return false;
  }

  void add(const Candidate& found) {
    if (std::ranges::find(codes_, found.code) == codes_.end() && codes_.size() < most_codes)
      codes_.push_back(found.code);
  }

  std::vector<std::string> codes_;
  int after_ = 0;  // lines that may still hold the code alone
};

}  // namespace

std::vector<std::string> codes_in(std::string_view text) { return Finder().find(text); }

}  // namespace mailrig
