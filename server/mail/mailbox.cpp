// Address lists: one pass that collects the pieces of a mailbox until a comma ends it.
#include "mail/mailbox.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "mail/ascii.hpp"
#include "mail/charset.hpp"
#include "mail/encoded_word.hpp"
#include "mail/header.hpp"

namespace mailrig {
namespace {

// An atom, a quoted string or an encoded word outside of angle brackets.
struct Piece {
  std::string_view raw;
  bool quoted = false;
  bool spaced = false;  // white space or a comment stands before it

  bool has_at() const { return !quoted && raw.find('@') != std::string_view::npos; }
  bool begins_open() const { return !quoted && (raw.front() == '@' || raw.front() == '.'); }
  bool ends_open() const { return !quoted && (raw.back() == '@' || raw.back() == '.'); }
};

// Without the quotes at both ends and the backslashes of quoted pairs.
std::string unquote(std::string_view raw) {
  std::string out;
  raw = raw.substr(1, raw.size() - 2);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\\' && i + 1 < raw.size()) ++i;
    out += raw[i];
  }
  return out;
}

class ListReader {
 public:
  ListReader(std::string_view text, const Notes& notes) : text_(text), notes_(notes) {}

  std::vector<Mailbox> read() {
    while (at_ < text_.size()) step();
    finish();
    return std::move(found_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (is_space(c)) {
      ++at_;
      spaced_ = true;
    } else if (c == ',' || c == ';') {
      ++at_;
      finish();
      if (c == ';') group_.clear();
    } else if (c == '(') {
      const std::string_view comment = read_comment();
      if (comment_.empty()) comment_ = comment;
      spaced_ = true;
    } else if (c == '<') {
      if (bracketed_) finish();
      read_brackets();
    } else if (c == ':' && !bracketed_ && !has_at_) {
      // RFC 5322 §3.4: the name of a group.
      ++at_;
      group_ = name_without(pieces_.size(), pieces_.size());
      clear();
    } else {
      read_piece();
    }
  }

  // The comment at `at_` without its outer brackets; it may nest (RFC 5322 §3.2.2).
  std::string_view read_comment() {
    const std::size_t begin = ++at_;
    for (std::size_t depth = 1; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\') ++at_;
      if (c == '(') ++depth;
      if (c == ')' && --depth == 0) return text_.substr(begin, at_++ - begin);
    }
    at_ = text_.size();
    broken();
    return text_.substr(begin);
  }

  // Length of the quoted string at `at_`; 0 if it is not closed.
  std::size_t quoted_length() {
    if (unclosed_quote_) return 0;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\')
        ++i;
      else if (text_[i] == '"')
        return i + 1 - at_;
    }
    // No later quote has a partner either: not to look again keeps the time linear.
    unclosed_quote_ = true;
    broken();
    return 0;
  }

  void read_brackets() {
    bracketed_ = true;
    ++at_;
    while (at_ < text_.size() && text_[at_] != '>') {
      const char c = text_[at_];
      if (c == '(') {
        read_comment();
        continue;
      }
      if (c == ',' && !address_.starts_with('@')) return broken();  // it was never closed
      std::size_t length = c == '"' ? quoted_length() : 0;
      if (length == 0) length = 1;
      if (!is_space(c)) address_.append(text_.substr(at_, length));
      at_ += length;
    }
    if (at_ < text_.size())
      ++at_;
    else
      broken();
    spaced_ = true;
  }

  void broken() const { notes_.add(Defect::bad_address); }

  void read_piece() {
    Piece piece{.raw = {}, .quoted = false, .spaced = spaced_};
    std::size_t length = 0;
    if (text_[at_] == '"') {
      length = quoted_length();
      piece.quoted = length > 0;
    } else {
      // Against RFC 2047 §5 (3) there are words with commas and brackets in them.
      length = encoded_word_length(text_.substr(at_));
    }
    if (length == 0) {
      length = 1;
      while (at_ + length < text_.size() && !ends_atom(text_[at_ + length])) ++length;
    }
    piece.raw = text_.substr(at_, length);
    at_ += length;
    has_at_ = has_at_ || piece.has_at();
    spaced_ = false;
    pieces_.push_back(piece);
  }

  // A colon belongs to the atom where an address literal has one: a@[IPv6:::1].
  static bool ends_atom(char c) {
    return is_space(c) || c == ',' || c == ';' || c == '(' || c == '<' || c == '"' || c == ':';
  }

  // Ends a mailbox.
  void finish() {
    Mailbox mailbox;
    if (bracketed_) {
      mailbox.address = without_route(address_);
      mailbox.name = name_without(pieces_.size(), pieces_.size());
    } else {
      const auto [begin, end] = address_pieces();
      for (std::size_t i = begin; i < end; ++i) mailbox.address.append(pieces_[i].raw);
      mailbox.name = name_without(begin, end);
    }
    mailbox.address = utf8_or_windows_1252(mailbox.address);
    if (mailbox.name.empty()) mailbox.name = decode_header_text(comment_);
    mailbox.group = group_;
    if (bracketed_ || !pieces_.empty()) found_.push_back(std::move(mailbox));
    clear();
  }

  // RFC 5322 §4.4: obs-route.
  static std::string_view without_route(std::string_view address) {
    if (!address.starts_with('@')) return address;
    const std::size_t colon = address.find(':');
    return colon == std::string_view::npos ? address : address.substr(colon + 1);
  }

  // The pieces round the first @; obsolete forms have white space round @ and dots. A lone word is
  // an address too (`root`); several without @ are a name.
  std::pair<std::size_t, std::size_t> address_pieces() const {
    const auto first =
        std::ranges::find_if(pieces_, [](const Piece& piece) { return piece.has_at(); });
    if (first == pieces_.end()) {
      const bool lone = pieces_.size() == 1 && !pieces_.front().quoted &&
                        encoded_word_length(pieces_.front().raw) == 0;
      return {0, lone ? 1 : 0};
    }
    auto begin = static_cast<std::size_t>(first - pieces_.begin()), end = begin + 1;
    while (begin > 0 && joined(begin)) --begin;
    while (end < pieces_.size() && joined(end)) ++end;
    return {begin, end};
  }

  bool joined(std::size_t i) const {
    return !pieces_[i].spaced || pieces_[i].begins_open() || pieces_[i - 1].ends_open();
  }

  // The pieces but those from `skip` to `skip_end`, as people read them.
  std::string name_without(std::size_t skip, std::size_t skip_end) const {
    std::string raw;
    for (std::size_t i = 0; i < pieces_.size(); ++i) {
      if (i >= skip && i < skip_end) continue;
      if (!raw.empty() && (pieces_[i].spaced || i == skip_end)) raw += ' ';
      raw += pieces_[i].quoted ? unquote(pieces_[i].raw) : std::string(pieces_[i].raw);
    }
    return decode_header_text(raw);
  }

  void clear() {
    pieces_.clear();
    address_.clear();
    comment_ = {};
    has_at_ = bracketed_ = spaced_ = false;
  }

  std::string_view text_;
  const Notes& notes_;
  std::size_t at_ = 0;
  bool unclosed_quote_ = false;
  std::vector<Mailbox> found_;
  std::string group_;

  // of the mailbox that is being read
  std::vector<Piece> pieces_;
  std::string address_;  // between the brackets
  std::string_view comment_;
  bool has_at_ = false, bracketed_ = false, spaced_ = false;
};

}  // namespace

std::vector<Mailbox> parse_mailboxes(std::string_view raw, const Notes& notes) {
  const std::string text = unfold(raw);
  return ListReader(text, notes).read();
}

}  // namespace mailrig
