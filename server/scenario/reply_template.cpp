#include "scenario/reply_template.hpp"

#include <algorithm>
#include <array>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

constexpr std::array<std::string_view, 10> kWords{"ip",   "helo", "from", "to",   "to.domain",
                                                  "user", "host", "n",    "left", "id"};

// The word in braces that `text` begins with, braces included; empty if there is none. Other
// braces are text.
std::string_view braced(std::string_view text) {
  const std::size_t end = text.find('}');
  if (!text.starts_with('{') || end == std::string_view::npos || end < 2) return {};
  const std::string_view inner = text.substr(1, end - 1);
  const bool word = std::all_of(inner.begin(), inner.end(),
                                [](char c) { return is_alnum(c) || c == '.' || c == '_'; });
  return word ? text.substr(0, end + 1) : std::string_view();
}

std::string words_in_full() {
  std::string all;
  for (const std::string_view word : kWords)
    all += (all.empty() ? "{" : " {") + std::string(word) + "}";
  return all;
}

std::string text_of(const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return {};
}

std::string meaning(std::string_view word, const TemplateWords& words) {
  const auto field = [&](Field name) {
    return text_of(words.values.value({name, {}}, words.about));
  };
  if (word == "ip") return words.values.moment().facts->ip;
  if (word == "helo") return field(Field::helo);
  if (word == "from") return field(Field::from);
  if (word == "to") return field(Field::to);
  if (word == "to.domain") return field(Field::to_domain);
  if (word == "user") return field(Field::user);
  if (word == "host") return std::string(words.host);
  if (word == "left") return std::to_string(words.left);
  if (word == "n") return std::to_string(words.ordinal);
  const std::uint64_t transaction = words.values.moment().transaction;
  return transaction == 0 ? std::string() : make_id('t', transaction);
}

}  // namespace

std::optional<TemplateFault> check_reply(std::string_view text) {
  const bool code = text.size() >= 3 && text[0] >= '2' && text[0] <= '5' && is_digit(text[1]) &&
                    is_digit(text[2]);
  if (!code || (text.size() > 3 && text[3] != ' ' && text[3] != '-'))
    return TemplateFault{"a reply begins with a code from 200 to 599 and a space",
                         "write \"451 4.3.0 Try again\", or {\"raw\": \"…\"} for any octets"};
  if (text.size() > 3 && text[3] == '-')
    return TemplateFault{
        "the code of a reply is followed by a space, not by \"-\"",
        "write the code once; \\n begins a line, and the code is repeated on each"};
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto octet = static_cast<unsigned char>(text[at]);
    if (octet == '\r')
      return TemplateFault{"a carriage return in a reply", "\\n alone parts lines"};
    if ((octet < 0x20 && octet != '\n' && octet != '\t') || octet == 0x7f)
      return TemplateFault{"a control character in a reply (octet " + std::to_string(octet) + ")",
                           "leave it out, or send any octets with {\"raw\": \"…\"}"};
    const std::string_view word = braced(text.substr(at));
    if (!word.empty() &&
        std::find(kWords.begin(), kWords.end(), word.substr(1, word.size() - 2)) == kWords.end())
      return TemplateFault{"unknown " + std::string(word) + " in a reply",
                           "known: " + words_in_full()};
  }
  return std::nullopt;
}

std::string expand(std::string_view text, const TemplateWords& words) {
  std::string out;
  out.reserve(text.size() + 64);
  while (!text.empty()) {
    const std::size_t plain = std::min(text.find('{'), text.size());
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const std::string_view word = braced(text);
    if (word.empty()) {
      out += '{';
      text.remove_prefix(1);
      continue;
    }
    std::string value = meaning(word.substr(1, word.size() - 2), words);
    std::replace_if(
        value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; },
        ' ');
    out += value;
    text.remove_prefix(word.size());
  }
  return out;
}

Reply make_reply(const ReplyTemplate& reply, const TemplateWords& words) {
  return reply.raw ? Reply::raw(reply.text) : Reply::parse(expand(reply.text, words));
}

}  // namespace mailrig
