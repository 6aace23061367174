// Encoded words. Those side by side in one charset are decoded as one run of octets, because many
// senders split characters between them (against RFC 2047 §5).
#include "mail/encoded_word.hpp"

#include <algorithm>
#include <optional>

#include "mail/ascii.hpp"
#include "mail/charset.hpp"
#include "mail/encoding.hpp"
#include "mail/header.hpp"
#include "mail/utf8.hpp"

namespace mailrig {
namespace {

struct Word {
  std::string_view charset, text;
  bool base64 = false;
  std::size_t length = 0;
};

// RFC 2047 §2: "=?" charset "?" encoding "?" encoded-text "?="; spaces in the text are let pass.
std::optional<Word> read_word(std::string_view text) {
  constexpr auto none = std::string_view::npos;
  if (!text.starts_with("=?")) return std::nullopt;
  const std::size_t charset_end = text.find('?', 2);
  if (charset_end == none || charset_end == 2 || charset_end + 2 >= text.size() ||
      text[charset_end + 2] != '?')
    return std::nullopt;
  const char encoding = lower(text[charset_end + 1]);
  const std::size_t begin = charset_end + 3, end = text.find('?', begin);
  if ((encoding != 'b' && encoding != 'q') || end == none || end + 1 == text.size() ||
      text[end + 1] != '=')
    return std::nullopt;
  Word word{text.substr(2, charset_end - 2), text.substr(begin, end - begin), encoding == 'b',
            end + 2};
  if (!std::ranges::all_of(word.charset, [](char c) { return c > ' ' && c <= '~'; }))
    return std::nullopt;
  // RFC 2231 §5: a language may follow the charset.
  word.charset = word.charset.substr(0, word.charset.find('*'));
  return word;
}

// RFC 2047 §4.2
std::string decode_q(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '_' ? ' ' : text[i];
    }
  }
  return out;
}

// The words of one charset that stand side by side.
struct Run {
  std::string charset, octets;
  std::size_t begin = 0, end = 0;  // in the text, for words that cannot be read

  void append_to(std::string& out, std::string_view text) {
    if (begin == end) return;
    const std::optional<std::string> decoded = to_utf8(charset, octets);
    out += decoded ? *decoded : utf8_or_windows_1252(text.substr(begin, end - begin));
    *this = {};
  }
};

}  // namespace

std::size_t encoded_word_length(std::string_view text) {
  const auto word = read_word(text);
  return word ? word->length : 0;
}

namespace {

constexpr std::size_t first_line = 56;  // leaves room for the field's name
constexpr std::size_t longest_line = 75;
constexpr std::string_view word_begin = "=?utf-8?Q?", word_end = "?=";

std::string fold(std::string_view text) {
  std::string out;
  std::size_t line = longest_line - first_line;
  while (!text.empty()) {
    // A word with the spaces in front of it, which stay on its line.
    const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (line + end > longest_line && line > 1 && begin > 0 && begin < text.size()) {
      out += "\r\n";
      line = 0;
    }
    out.append(text.substr(0, end));
    line += end;
    text.remove_prefix(end);
  }
  return out;
}

// RFC 2047 §4.2 and §5 (3): what may stand as it is everywhere in a header.
void append_q(std::string& out, std::string_view character) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  if (character == " ") {
    out += '_';
  } else if (character.size() == 1 && is_alnum(character[0])) {
    out += character;
  } else {
    for (const char c : character) {
      const auto octet = static_cast<unsigned char>(c);
      out.append({'=', hex[octet >> 4], hex[octet & 15]});
    }
  }
}

}  // namespace

std::string encode_header_text(std::string_view text) {
  const bool plain = text.find("=?") == std::string_view::npos &&
                     std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
  if (plain) return fold(text);
  std::string out, word;
  const auto end_word = [&] {
    if (word.empty()) return;
    out.append(out.empty() ? "" : "\r\n ").append(word_begin).append(word).append(word_end);
    word.clear();
  };
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(utf8_length(text), 1);
    const std::size_t most = out.empty() ? first_line : longest_line;
    // RFC 2047 §5: each word holds whole characters.
    if (word.size() + 3 * length + word_begin.size() + word_end.size() > most) end_word();
    append_q(word, text.substr(0, length));
    text.remove_prefix(length);
  }
  end_word();
  return out;
}

void check_encoded_words(std::string_view raw, const Notes& notes) {
  constexpr std::size_t longest = 75;  // RFC 2047 §2
  for (std::size_t at = 0; (at = raw.find("=?", at)) != std::string_view::npos;) {
    const auto word = read_word(raw.substr(at));
    if (!word) {
      notes.add(Defect::bad_encoded_word, at);
    } else {
      if (word->length > longest) notes.add(Defect::long_encoded_word, at);
      if (!to_utf8(word->charset, "")) notes.add(Defect::unknown_word_charset, at);
    }
    at += word ? word->length : 2;
  }
}

std::string decode_header_text(std::string_view raw) {
  const std::string unfolded = unfold(raw);
  const std::string_view text = unfolded;
  std::string out;
  Run run;
  std::size_t plain = 0;  // where the text begins that is in no word
  for (std::size_t at = text.find("=?"); at != std::string_view::npos; at = text.find("=?", at)) {
    const auto word = read_word(text.substr(at));
    if (!word) {
      at += 2;
      continue;
    }
    const std::string_view between = text.substr(plain, at - plain);
    const bool adjacent = run.begin != run.end && trim(between).empty();
    if (!adjacent || !iequals(run.charset, word->charset)) {
      run.append_to(out, text);
      // RFC 2047 §6.2: white space between encoded words is not shown.
      if (!adjacent) out += utf8_or_windows_1252(between);
      run.charset = word->charset;
      run.begin = at;
    }
    run.octets += word->base64 ? decode_base64(word->text) : decode_q(word->text);
    at = plain = run.end = at + word->length;
  }
  run.append_to(out, text);
  out += utf8_or_windows_1252(text.substr(plain));
  return out;
}

}  // namespace mailrig
