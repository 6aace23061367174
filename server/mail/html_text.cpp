// Text of HTML: what breaks lines is remembered until something follows that needs it.
#include "mail/html_text.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "mail/ascii.hpp"
#include "mail/html.hpp"

namespace mailrig {
namespace {

constexpr std::size_t deepest_list = 20;

template <std::size_t N>
bool one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::ranges::find(names, name) != names.end();
}

// Lines before and after: 1 for a new line, 2 for an empty one between.
int lines_round(std::string_view name) {
  static constexpr std::array<std::string_view, 11> paragraphs = {
      "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "pre"};
  static constexpr std::array<std::string_view, 22> blocks = {
      "div",    "table",   "tr",     "li",      "section",  "article",   "header", "footer",
      "center", "address", "dl",     "dt",      "dd",       "form",      "main",   "nav",
      "hr",     "aside",   "figure", "caption", "fieldset", "figcaption"};
  if (one_of(name, paragraphs)) return 2;
  return one_of(name, blocks) ? 1 : 0;
}

bool is_hidden(std::string_view name) {
  static constexpr std::array<std::string_view, 6> hidden = {"script",   "style", "title",
                                                             "template", "head",  "iframe"};
  return one_of(name, hidden);
}

class TextWriter {
 public:
  explicit TextWriter(std::string_view html) : reader_(html) {}

  std::string write(std::size_t most) {
    while (const auto token = reader_.next()) {
      if (token->kind == HtmlToken::Kind::text)
        text(token->rest);
      else if (token->kind == HtmlToken::Kind::open)
        open(*token);
      else
        close(token->name);
      if (most != 0 && out_.size() >= most) break;
    }
    if (!out_.empty()) out_ += '\n';
    return std::move(out_);
  }

 private:
  void text(std::string_view raw) {
    if (!hidden_.empty()) return;
    const std::string decoded = decode_references(raw);
    if (preformatted_ > 0) return preformatted(decoded);
    for (std::size_t i = 0; i < decoded.size(); ++i) {
      const std::string_view rest = std::string_view(decoded).substr(i);
      const bool no_break = rest.starts_with("\xC2\xA0");
      // Soft hyphens and characters of no width pad the previews of newsletters.
      const bool nothing = rest.starts_with("\xC2\xAD") || no_break;
      const bool no_width = rest.starts_with("\xE2\x80\x8B") || rest.starts_with("\xE2\x80\x8C") ||
                            rest.starts_with("\xE2\x80\x8D") || rest.starts_with("\xEF\xBB\xBF") ||
                            rest.starts_with("\xCD\x8F");
      if (nothing || no_width) i += rest.starts_with("\xE2") || rest.starts_with("\xEF") ? 2 : 1;
      if (is_space(decoded[i]) || no_break) {
        space_ = true;
      } else if (!nothing && !no_width) {
        put(decoded[i]);
      }
    }
  }

  void preformatted(std::string_view text) {
    for (const char c : text) {
      if (c == '\r') continue;
      if (c == '\n') {
        ++lines_;
        space_ = false;
      } else if (is_blank(c) && lines_ > 0) {
        indent_ += c;
      } else {
        flush();
        out_ += c;
      }
    }
  }

  // Writes the lines and the space that are due.
  void flush() {
    if (out_.empty()) {
      lines_ = 0;
    } else if (lines_ > 0) {
      out_.append(static_cast<std::size_t>(std::min(lines_, 2)), '\n');
    } else if (space_) {
      out_ += ' ';
    }
    out_ += indent_;
    indent_.clear();
    lines_ = 0;
    space_ = false;
  }

  void put(char c) {
    flush();
    out_ += c;
  }

  void put(std::string_view text) {
    flush();
    out_ += text;
  }

  void open(const HtmlToken& tag) {
    if (is_hidden(tag.name)) {
      if (hidden_.empty()) hidden_ = tag.name;
      return;
    }
    // A head that is never closed ends where the body begins.
    if (tag.name == "body" && hidden_ == "head") hidden_.clear();
    if (!hidden_.empty()) return;
    lines_ = std::max(lines_, lines_round(tag.name));
    if (tag.name == "br") {
      ++lines_;
    } else if (tag.name == "hr") {
      put("---");
      lines_ = 1;
    } else if (tag.name == "td" || tag.name == "th") {
      space_ = true;
    } else if (tag.name == "pre") {
      ++preformatted_;
    } else if (tag.name == "img") {
      if (const auto alt = tag.attribute("alt"); alt && !trim(*alt).empty()) {
        space_ = true;
        put(trim(*alt));
        space_ = true;
      }
    } else if (tag.name == "ul" || tag.name == "ol") {
      if (lists_.size() < deepest_list) lists_.push_back(tag.name == "ol" ? 1 : 0);
      if (lists_.size() > 1) lines_ = 1;
    } else if (tag.name == "li") {
      item();
    }
  }

  void item() {
    if (lists_.size() > 1) put(std::string((lists_.size() - 1) * 2, ' '));
    int& number = lists_.empty() ? loose_ : lists_.back();
    put(number > 0 ? std::to_string(number++) + "." : "-");
    space_ = true;
  }

  void close(std::string_view name) {
    if (name == hidden_) {
      hidden_.clear();
      return;
    }
    if (!hidden_.empty()) return;
    if (name == "pre" && preformatted_ > 0) --preformatted_;
    if ((name == "ul" || name == "ol") && !lists_.empty()) {
      lists_.pop_back();
      if (!lists_.empty()) {
        lines_ = std::max(lines_, 1);
        return;
      }
    }
    lines_ = std::max(lines_, lines_round(name));
  }

  HtmlReader reader_;
  std::string out_;
  std::string hidden_;  // the element whose content is not shown
  std::string indent_;  // blanks of a preformatted line
  int lines_ = 0;       // line ends due before the next text
  bool space_ = false;  // a space is due
  int preformatted_ = 0;
  int loose_ = 0;           // for items outside of a list
  std::vector<int> lists_;  // the next number of each open list; 0: without numbers
};

}  // namespace

std::string html_to_text(std::string_view html, std::size_t most) {
  return TextWriter(html).write(most);
}

}  // namespace mailrig
