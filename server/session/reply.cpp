#include "session/reply.hpp"

#include <algorithm>

namespace mailrig {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

// RFC 5321 §4.2: Reply-code = %x32-35 %x30-35 %x30-39, followed by "-", SP or the end of the line.
// Looser in the digits, since a rule may send any code.
bool starts_with_code(std::string_view line) {
  return line.size() >= 3 && digit(line[0]) && digit(line[1]) && digit(line[2]) &&
         (line.size() == 3 || line[3] == ' ' || line[3] == '-');
}

// Length of an enhanced code (RFC 3463 §2: class "." subject "." detail) at the beginning of
// `text`, 0 if there is none.
std::size_t enhanced_length(std::string_view text) {
  if (text.size() < 5 || (text[0] != '2' && text[0] != '4' && text[0] != '5') || text[1] != '.')
    return 0;
  std::size_t at = 2;
  const auto number = [&] {
    const std::size_t from = at;
    while (at < text.size() && digit(text[at]) && at - from < 3) ++at;
    return at > from;
  };
  if (!number() || at >= text.size() || text[at] != '.') return 0;
  ++at;
  if (!number() || (at < text.size() && text[at] != ' ' && text[at] != '\n')) return 0;
  return at;
}

Reply assemble(std::string_view code, std::string_view enhanced, std::string_view text) {
  Reply reply;
  reply.octets.reserve(text.size() + code.size() + enhanced.size() + 8);
  for (bool more = true; more;) {
    const std::size_t end = text.find('\n');
    more = end != std::string_view::npos;
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    reply.octets.append(code).append(1, more ? '-' : ' ').append(enhanced);
    if (!enhanced.empty() && !line.empty()) reply.octets += ' ';
    reply.octets.append(line).append("\r\n");
    if (more) text.remove_prefix(end + 1);
  }
  return reply;
}

// The last line that is complete, without its line end; nothing if there is none.
std::string_view last_line(std::string_view octets) {
  const std::size_t end = octets.rfind('\n');
  if (end == std::string_view::npos) return {};
  std::string_view line = octets.substr(0, end);
  const std::size_t begin = line.rfind('\n');
  if (begin != std::string_view::npos) line.remove_prefix(begin + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

Reply Reply::parse(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  const std::string_view first = text.substr(0, text.find_first_of("\r\n"));
  if (!starts_with_code(first)) return Reply{std::string(text) + "\r\n"};
  const std::string_view code = text.substr(0, 3);
  text.remove_prefix(first.size() == 3 ? 3 : 4);
  const std::size_t length = enhanced_length(text);
  const std::string_view enhanced = text.substr(0, length);
  text.remove_prefix(length);
  if (length > 0 && text.starts_with(' ')) text.remove_prefix(1);
  return assemble(code, enhanced, text);
}

Reply Reply::make(int code, std::string_view enhanced, std::string_view text) {
  return assemble(std::to_string(code), enhanced, text);
}

int Reply::severity() const { return code() / 100; }

int Reply::code() const {
  // Asked several times a reply, and nearly all have one line.
  std::string_view line = octets;
  if (line.find('\n') + 1 != line.size() || !line.ends_with("\r\n"))
    line = last_line(line);
  else
    line.remove_suffix(2);
  if (!starts_with_code(line)) return 0;
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

std::string Reply::text() const {
  std::string_view text = octets;
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return std::string(text);
}

Reply Reply::without_enhanced() const {
  Reply plain;
  for (std::string_view rest = octets; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n') + 1);
    rest.remove_prefix(line.empty() ? rest.size() : line.size());
    if (line.size() < 4 || !starts_with_code(line)) {
      plain.octets.append(line);
      continue;
    }
    std::string_view text = line.substr(4);
    const std::size_t length = enhanced_length(text);
    text.remove_prefix(length);
    if (length > 0 && text.starts_with(' ')) text.remove_prefix(1);
    plain.octets.append(line.substr(0, 4)).append(text);
  }
  return plain;
}

}  // namespace mailrig
