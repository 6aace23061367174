// Encoded words. Those side by side in one charset are decoded as one run of octets, because many
// senders split characters between them (against RFC 2047 §5).
#include "mail/encoded_word.hpp"

#include <algorithm>
#include <optional>

#include "mail/ascii.hpp"
#include "mail/charset.hpp"
#include "mail/encoding.hpp"
#include "mail/header.hpp"

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
