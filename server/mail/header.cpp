// Header fields, line by line.
#include "mail/header.hpp"

#include <algorithm>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

// Behind the line feed of the line that begins at `at`, or the end of the message.
std::size_t line_end(std::string_view message, std::size_t at) {
  const std::size_t feed = message.find('\n', at);
  return feed == std::string_view::npos ? message.size() : feed + 1;
}

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// RFC 5322 §2.2: printable US-ASCII; §4.5 allows white space before the colon.
bool valid_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
}

std::string_view without_trailing_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

std::optional<HeaderField> HeaderReader::next() {
  if (ended_ || at_ == message_.size()) return std::nullopt;
  HeaderField field;
  field.offset = at_;
  std::size_t end = line_end(message_, at_);
  const std::string_view first = without_line_end(message_.substr(at_, end - at_));
  if (first.empty()) {
    ended_ = true;
    at_ = end;
    return std::nullopt;
  }
  while (end < message_.size() && is_blank(message_[end])) end = line_end(message_, end);
  field.raw = without_line_end(message_.substr(at_, end - at_));
  field.value = field.raw;
  at_ = end;
  const std::size_t colon = first.find(':');
  if (colon == std::string_view::npos) return field;
  const std::string_view name = without_trailing_blanks(first.substr(0, colon));
  if (!valid_name(name)) return field;
  field.name = name;
  field.value = field.raw.substr(colon + 1);
  return field;
}

std::optional<std::string_view> find_header(std::string_view message, std::string_view name) {
  HeaderReader reader(message);
  while (const auto field = reader.next())
    if (!field->name.empty() && iequals(field->name, name)) return field->value;
  return std::nullopt;
}

std::vector<std::string_view> find_headers(std::string_view message, std::string_view name) {
  std::vector<std::string_view> values;
  HeaderReader reader(message);
  while (const auto field = reader.next())
    if (!field->name.empty() && iequals(field->name, name)) values.push_back(field->value);
  return values;
}

std::string_view body_of(std::string_view message) {
  HeaderReader reader(message);
  while (reader.next()) {
  }
  return message.substr(reader.position());
}

std::string unfold(std::string_view value) {
  value = trim(value);
  std::string out;
  out.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    // A line end inside a value is always followed by the white space that stays.
    if (value[i] == '\n') continue;
    if (value[i] == '\r' && i + 1 < value.size() && value[i + 1] == '\n') continue;
    out += value[i];
  }
  return out;
}

}  // namespace mailrig
