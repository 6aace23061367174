#include "mail/html.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"
#include "mail/html_entities.hpp"
#include "mail/utf8.hpp"

namespace mailrig {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t longest_name = 32;

bool is_html_space(char c) { return is_space(c) || c == '\f'; }

// Elements whose content is text up to their closing tag.
bool holds_raw_text(std::string_view name) {
  constexpr std::array<std::string_view, 8> names = {"script",   "style",  "textarea", "title",
                                                     "noframes", "iframe", "noembed",  "xmp"};
  return std::ranges::find(names, name) != names.end();
}

// Behind the > that ends the tag whose attributes begin at `at`; a > in quotes is none.
std::size_t tag_end(std::string_view html, std::size_t at) {
  bool after_equals = false;
  for (; at < html.size(); ++at) {
    const char c = html[at];
    if (c == '>') return at + 1;
    if (after_equals && (c == '"' || c == '\'')) {
      at = html.find(c, at + 1);
      if (at == npos) return html.size();
    }
    if (!is_html_space(c)) after_equals = c == '=';
  }
  return html.size();
}

// The closing tag of a raw text element from `at` on; the end if there is none.
std::size_t find_close(std::string_view html, std::size_t at, std::string_view name) {
  for (; (at = html.find("</", at)) != npos; at += 2) {
    const std::string_view rest = html.substr(at + 2);
    if (istarts_with(rest, name) && (rest.size() == name.size() || !is_alnum(rest[name.size()])))
      return at;
  }
  return html.size();
}

// WHATWG HTML §13.2.5.80: numbers of windows-1252 for 0x80 to 0x9F, as so many have written them.
char32_t code_of(char32_t number) {
  constexpr std::array<char16_t, 32> windows{
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (number >= 0x80 && number <= 0x9F) return windows[number - 0x80];
  return number == 0 ? 0xFFFD : number;
}

// Reads the reference behind the & at the front of `text`; its length, 0 if it is none.
std::size_t read_number(std::string_view text, std::string& out) {
  const bool hex = text.size() > 2 && lower(text[2]) == 'x';
  std::size_t at = hex ? 3 : 2;
  const std::size_t begin = at;
  char32_t number = 0;
  for (; at < text.size(); ++at) {
    const int digit = hex_value(text[at]);
    if (digit < 0 || (!hex && digit > 9)) break;
    number = std::min<char32_t>(number * (hex ? 16 : 10) + static_cast<char32_t>(digit), 0x110000);
  }
  if (at == begin) return 0;
  append_utf8(out, code_of(number));
  return at < text.size() && text[at] == ';' ? at + 1 : at;
}

std::size_t read_named(std::string_view text, std::string& out) {
  std::size_t end = 1;
  while (end < text.size() && end <= longest_name && is_alnum(text[end])) ++end;
  const std::string_view name = text.substr(1, end - 1);
  const auto* const found = std::ranges::lower_bound(html_entities, name, {},
                                                     &std::pair<std::string_view, char32_t>::first);
  if (found == html_entities.end() || found->first != name) return 0;
  const bool ended = end < text.size() && text[end] == ';';
  // Without a semicolon it may be text of a query string: ?a=1&copy=2
  constexpr std::array<std::string_view, 5> legacy = {"amp", "gt", "lt", "nbsp", "quot"};
  if (!ended && (std::ranges::find(legacy, name) == legacy.end() || text.substr(end, 1) == "="))
    return 0;
  append_utf8(out, found->second);
  return ended ? end + 1 : end;
}

}  // namespace

std::string decode_references(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('&'), text.size());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::size_t length =
        text.substr(1, 1) == "#" ? read_number(text, out) : read_named(text, out);
    if (length == 0) out += '&';
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

std::optional<HtmlAttribute> next_attribute(std::string_view& rest) {
  while (!rest.empty() && (is_html_space(rest.front()) || rest.front() == '/'))
    rest.remove_prefix(1);
  if (rest.empty()) return std::nullopt;
  HtmlAttribute attribute;
  std::size_t at = 1;  // an = at the front is part of the name
  while (at < rest.size() && !is_html_space(rest[at]) && rest[at] != '=' && rest[at] != '/') ++at;
  attribute.name = rest.substr(0, at);
  while (at < rest.size() && is_html_space(rest[at])) ++at;
  if (at == rest.size() || rest[at] != '=') {
    rest.remove_prefix(at);
    return attribute;
  }
  ++at;
  while (at < rest.size() && is_html_space(rest[at])) ++at;
  rest.remove_prefix(at);
  if (rest.starts_with('"') || rest.starts_with('\'')) {
    const std::size_t end = std::min(rest.find(rest.front(), 1), rest.size());
    attribute.value = rest.substr(1, end - 1);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return attribute;
  }
  std::size_t end = 0;
  while (end < rest.size() && !is_html_space(rest[end])) ++end;
  attribute.value = rest.substr(0, end);
  rest.remove_prefix(end);
  return attribute;
}

std::optional<std::string> HtmlToken::attribute(std::string_view wanted) const {
  std::string_view left = rest;
  while (const auto attribute = next_attribute(left))
    if (iequals(attribute->name, wanted)) return decode_references(attribute->value);
  return std::nullopt;
}

HtmlToken HtmlReader::read_tag(std::size_t name) {
  HtmlToken token;
  token.kind = html_[name] == '/' ? HtmlToken::Kind::close : HtmlToken::Kind::open;
  if (token.kind == HtmlToken::Kind::close) ++name;
  std::size_t end = name;
  while (end < html_.size() && !is_html_space(html_[end]) && html_[end] != '/' && html_[end] != '>')
    ++end;
  token.name = to_lower(html_.substr(name, std::min(end - name, longest_name)));
  at_ = tag_end(html_, end);
  token.rest = html_.substr(end, at_ - end);
  if (token.rest.ends_with('>')) token.rest.remove_suffix(1);
  if (token.kind == HtmlToken::Kind::open && holds_raw_text(token.name)) raw_ = token.name;
  return token;
}

std::optional<HtmlToken> HtmlReader::next() {
  if (!raw_.empty()) {
    const std::size_t begin = at_;
    at_ = find_close(html_, at_, raw_);
    raw_.clear();
    if (at_ > begin) return HtmlToken{HtmlToken::Kind::text, {}, html_.substr(begin, at_ - begin)};
  }
  while (at_ < html_.size()) {
    const std::string_view rest = html_.substr(at_);
    if (rest.size() > 1 && rest.front() == '<') {
      if (is_alpha(rest[1]) || (rest[1] == '/' && rest.size() > 2 && is_alpha(rest[2])))
        return read_tag(at_ + 1);
      if (rest[1] == '!' || rest[1] == '?' || rest[1] == '/') {
        const bool comment = rest.starts_with("<!--");
        const std::size_t end = rest.find(comment ? "-->" : ">", comment ? 2 : 1);
        at_ = end == npos ? html_.size() : at_ + end + (comment ? 3 : 1);
        continue;
      }
    }
    // A < that begins nothing is text.
    const std::size_t end = std::min(html_.find('<', at_ + 1), html_.size());
    HtmlToken token{HtmlToken::Kind::text, {}, html_.substr(at_, end - at_)};
    at_ = end;
    return token;
  }
  return std::nullopt;
}

}  // namespace mailrig
