// Links of text by their schemes, of HTML by its attributes.
#include "mail/link.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "mail/ascii.hpp"
#include "mail/html.hpp"

namespace mailrig {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t longest_url = 16'384, most_links = 10'000;

constexpr std::array<std::string_view, 6> beginnings = {
    "https://", "http://", "mailto:", "ftp://", "tel:", "www."};

bool ends_url(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == 127 || c == '<' || c == '>' || c == '"' ||
         c == '`' || c == '{' || c == '}' || c == '|' || c == '\\' || c == '^';
}

// Without the punctuation that belongs to the sentence, and a closing bracket that was opened
// before the URL.
std::string_view without_punctuation(std::string_view url) {
  auto open_round = std::ranges::count(url, '(') - std::ranges::count(url, ')');
  auto open_square = std::ranges::count(url, '[') - std::ranges::count(url, ']');
  for (; !url.empty(); url.remove_suffix(1)) {
    const char last = url.back();
    if (last == ')' && open_round < 0)
      ++open_round;
    else if (last == ']' && open_square < 0)
      ++open_square;
    else if (std::string_view(".,;:!?'*_~").find(last) == npos)
      break;
  }
  return url;
}

// The beginning that stands at the front of `text`; empty if there is none.
std::string_view beginning_of(std::string_view text) {
  for (const std::string_view each : beginnings)
    if (istarts_with(text, each)) return each;
  return {};
}

// Without white space at its ends and without line breaks and tabs: WHATWG URL §4.4.
std::string url_of(std::string_view written) {
  std::string url;
  for (const char c : trim(written))
    if (c != '\n' && c != '\r' && c != '\t') url += c;
  return url;
}

std::string collapsed(std::string_view text) {
  std::string out;
  bool space = false;
  for (const char c : text) {
    if (is_space(c)) {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += c;
  }
  return out;
}

bool is_remote(std::string_view url) {
  return istarts_with(url, "http://") || istarts_with(url, "https://") || url.starts_with("//");
}

// Collects what would be loaded, each URL once.
class RemoteReader {
 public:
  explicit RemoteReader(std::string_view html) : reader_(html) {}

  std::vector<std::string> read() {
    std::string raw;
    while (const auto token = reader_.next()) {
      if (token->kind == HtmlToken::Kind::open) read_tag(*token);
      if (token->kind == HtmlToken::Kind::text && raw == "style") read_style(token->rest);
      raw = token->kind == HtmlToken::Kind::open ? token->name : std::string();
    }
    return std::move(urls_);
  }

 private:
  void read_tag(const HtmlToken& tag) {
    std::string_view rest = tag.rest;
    while (const auto attribute = next_attribute(rest)) {
      const std::string name = to_lower(attribute->name.substr(0, 16));
      const std::string value = decode_references(attribute->value);
      if (name == "style")
        read_style(value);
      else if (name == "srcset")
        read_source_set(value);
      else if (name == "src" || name == "background" || name == "poster" || name == "data" ||
               (name == "href" && (tag.name == "link" || tag.name == "image" || tag.name == "use")))
        add(value);
    }
  }

  // url(…) and @import "…" of CSS.
  void read_style(std::string_view css) {
    for (std::size_t at = 0; at < css.size(); ++at) {
      const std::string_view rest = css.substr(at);
      std::size_t skip = 0;
      if (istarts_with(rest, "url("))
        skip = 4;
      else if (istarts_with(rest, "@import"))
        skip = 7;
      if (skip == 0) continue;
      std::string_view url = trim(rest.substr(skip, longest_url));
      if (url.starts_with('"') || url.starts_with('\''))
        url = url.substr(1, std::min(url.find(url.front(), 1), url.size()) - 1);
      else
        url = url.substr(0, url.find_first_of(") ;\t\r\n"));
      add(url);
      at += skip + url.size() - 1;
    }
  }

  // "a.png 1x, b.png 2x"
  void read_source_set(std::string_view set) {
    while (!set.empty()) {
      const std::string_view candidate = trim(set.substr(0, set.find(',')));
      add(candidate.substr(0, candidate.find_first_of(" \t\r\n")));
      set.remove_prefix(std::min(set.find(','), set.size() - 1) + 1);
    }
  }

  void add(std::string_view written) {
    const std::string url = url_of(written);
    if (is_remote(url) && urls_.size() < most_links && known_.insert(url).second)
      urls_.push_back(url);
  }

  HtmlReader reader_;
  std::vector<std::string> urls_;
  std::set<std::string> known_;
};

}  // namespace

std::vector<Link> links_in_text(std::string_view text) {
  std::vector<Link> links;
  for (std::size_t at = 0; at < text.size() && links.size() < most_links; ++at) {
    // Each beginning has a colon or a dot not far from its front.
    const char c = lower(text[at]);
    if (c != 'h' && c != 'w' && c != 'm' && c != 'f' && c != 't') continue;
    if (at > 0 && (is_alnum(text[at - 1]) || text[at - 1] == '/' || text[at - 1] == '@')) continue;
    const std::string_view begin = beginning_of(text.substr(at));
    if (begin.empty()) continue;
    std::size_t end = at + begin.size();
    while (end < text.size() && end - at < longest_url && !ends_url(text[end])) ++end;
    const std::string_view written = without_punctuation(text.substr(at, end - at));
    if (written.size() <= begin.size()) continue;
    const bool bare = begin == "www.";
    if (bare && written.find('.', begin.size()) == npos) continue;
    links.push_back({(bare ? "http://" : "") + std::string(written), std::string(written)});
    at += written.size();
  }
  return links;
}

std::vector<Link> links_in_html(std::string_view html) {
  std::vector<Link> links;
  HtmlReader reader(html);
  std::string loose, hidden;
  bool inside = false;  // of a link
  // Spaces keep words of neighbouring elements apart.
  const auto end_text = [&] {
    for (Link& link : links_in_text(loose))
      if (links.size() < most_links) links.push_back(std::move(link));
    loose.clear();
  };
  while (const auto token = reader.next()) {
    if (token->kind == HtmlToken::Kind::text) {
      if (!hidden.empty()) continue;
      if (inside)
        links.back().text += decode_references(token->rest);
      else
        loose += decode_references(token->rest);
      continue;
    }
    const bool opens = token->kind == HtmlToken::Kind::open;
    hidden = opens && (token->name == "style" || token->name == "script" || token->name == "title")
                 ? token->name
                 : std::string();
    if (token->name == "a" || token->name == "area") {
      end_text();
      inside = false;
      const auto href = opens ? token->attribute("href") : std::nullopt;
      const std::string url = href ? url_of(*href) : std::string();
      if (!url.empty() && !url.starts_with('#') && links.size() < most_links) {
        links.push_back({url, token->attribute("alt").value_or("")});
        inside = token->name == "a";
      }
    } else if (opens && inside && token->name == "img") {
      links.back().text += ' ' + token->attribute("alt").value_or("") + ' ';
    } else if (inside) {
      if (token->name == "br" || token->name == "td" || token->name == "div" || token->name == "p")
        links.back().text += ' ';
    } else if (token->name != "wbr" && token->name != "b" && token->name != "strong" &&
               token->name != "span" && token->name != "font") {
      loose += ' ';
    }
  }
  end_text();
  for (Link& link : links) link.text = collapsed(link.text);
  return links;
}

std::vector<std::string> remote_in_html(std::string_view html) { return RemoteReader(html).read(); }

}  // namespace mailrig
