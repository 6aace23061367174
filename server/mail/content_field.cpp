// Parameterised header values: first a list of what is written, then its sections joined.
#include "mail/content_field.hpp"

#include <algorithm>

#include "mail/ascii.hpp"
#include "mail/charset.hpp"
#include "mail/encoded_word.hpp"
#include "mail/header.hpp"

namespace mailrig {
namespace {

constexpr std::size_t max_parameters = 100;

// Reads on to one of `ends` outside of quotes and comments, or to the end, and stands before it.
// Gives what stood there, without quotes, comments and white space at both ends.
std::string read_until(std::string_view& rest, std::string_view ends) {
  std::string out;
  std::size_t solid = 0;  // length of `out` without the white space at its end
  std::size_t at = 0, depth = 0;
  bool quoted = false;
  for (; at < rest.size(); ++at) {
    const char c = rest[at];
    if (depth > 0) {
      if (c == '\\') ++at;
      if (c == '(') ++depth;
      if (c == ')') --depth;
      continue;
    }
    if (c == '"') {
      quoted = !quoted;
      solid = out.size();
      continue;
    }
    if (quoted) {
      out += c == '\\' && at + 1 < rest.size() ? rest[++at] : c;
      solid = out.size();
      continue;
    }
    if (ends.find(c) != std::string_view::npos) break;
    // In `name=copy(1).pdf` the bracket belongs to the name, against RFC 2045 §5.1.
    if (c == '(' && solid == out.size() && out.empty()) {
      ++depth;
    } else if (c == '(' && solid < out.size()) {
      ++depth;
    } else if (!is_space(c)) {
      out += c;
      solid = out.size();
    } else if (!out.empty()) {
      out += c;
    }
  }
  rest.remove_prefix(std::min(at, rest.size()));
  out.resize(solid);
  return out;
}

// A parameter, or a section of one: RFC 2231 §3, §4.1.
struct Section {
  std::string name, value;
  std::size_t number = 0;
  bool continued = false;  // it has a number
  bool encoded = false;    // its name ends in an asterisk
};

// `title*1*` is section 1 of `title`, encoded. False if what follows the asterisk is no number.
bool read_name(std::string_view name, Section& section) {
  const std::size_t star = name.find('*');
  section.name = name.substr(0, star);
  if (star == std::string_view::npos) return true;
  std::string_view rest = name.substr(star + 1);
  section.encoded = rest.empty() || rest.ends_with('*');
  if (rest.empty()) return true;
  if (section.encoded) rest.remove_suffix(1);
  section.continued = true;
  for (const char c : rest) {
    if (!is_digit(c) || section.number > max_parameters) return false;
    section.number = section.number * 10 + static_cast<std::size_t>(c - '0');
  }
  return !rest.empty();
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
        hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Appends an encoded section; the first one names charset and language: utf-8'en'…
void append_encoded(ContentField::Parameter& parameter, std::string_view text, bool first) {
  parameter.encoded = true;
  const std::size_t language = text.find('\''), begin = language == std::string_view::npos
                                                            ? language
                                                            : text.find('\'', language + 1);
  if (first && begin != std::string_view::npos) {
    parameter.charset = text.substr(0, language);
    text.remove_prefix(begin + 1);
  }
  parameter.octets += percent_decoded(text);
}

void append(ContentField::Parameter& parameter, const Section& section, bool first) {
  if (section.encoded)
    append_encoded(parameter, section.value, first);
  else
    parameter.octets += section.value;
}

// The parameter of that name, of all its sections. The encoded form outranks the plain one, which
// is there for old readers.
ContentField::Parameter join(const std::vector<Section>& sections, std::string_view name,
                             const Notes& notes) {
  ContentField::Parameter parameter{std::string(name), {}, {}, false};
  std::vector<const Section*> continued;
  const Section* whole = nullptr;
  for (const Section& section : sections) {
    if (section.name != name) continue;
    if (section.continued) {
      continued.push_back(&section);
    } else if (!whole || (section.encoded && !whole->encoded)) {
      whole = &section;
    } else if (section.encoded == whole->encoded) {
      notes.add(Defect::duplicate_parameter);
    }
  }
  if (continued.empty() || (whole && whole->encoded)) {
    append(parameter, *whole, true);
    return parameter;
  }
  std::ranges::stable_sort(continued, {}, &Section::number);
  std::size_t next = 0;
  for (const Section* section : continued) {
    if (section->number < next) {
      notes.add(Defect::duplicate_parameter);
      continue;
    }
    if (section->number > next) notes.add(Defect::parameter_gap);
    append(parameter, *section, section->number == 0);
    next = section->number + 1;
  }
  return parameter;
}

std::vector<Section> read_sections(std::string_view rest, const Notes& notes) {
  std::vector<Section> sections;
  while (!rest.empty() && sections.size() < max_parameters) {
    rest.remove_prefix(1);
    const std::string name = to_lower(read_until(rest, "=;"));
    if (!rest.starts_with('=')) {
      if (!name.empty()) notes.add(Defect::bad_parameter);
      continue;
    }
    rest.remove_prefix(1);
    Section section;
    section.value = read_until(rest, ";");
    if (!read_name(name, section)) notes.add(Defect::parameter_gap);
    if (section.name.empty())
      notes.add(Defect::bad_parameter);
    else
      sections.push_back(std::move(section));
  }
  return sections;
}

}  // namespace

std::optional<std::string_view> ContentField::parameter(std::string_view name) const {
  for (const Parameter& each : parameters)
    if (each.name == name) return each.octets;
  return std::nullopt;
}

std::optional<std::string> ContentField::text(std::string_view name) const {
  for (const Parameter& each : parameters) {
    if (each.name != name) continue;
    if (!each.encoded) return decode_header_text(each.octets);
    if (auto text = to_utf8(each.charset, each.octets)) return text;
    return utf8_or_windows_1252(each.octets);
  }
  return std::nullopt;
}

ContentField parse_content_field(std::string_view raw, const Notes& notes) {
  const std::string text = unfold(raw);
  std::string_view rest = text;
  ContentField field;
  field.value = to_lower(read_until(rest, ";"));
  const std::vector<Section> sections = read_sections(rest, notes);
  for (const Section& section : sections) {
    if (field.parameter(section.name)) continue;
    field.parameters.push_back(join(sections, section.name, notes));
    const ContentField::Parameter& read = field.parameters.back();
    if (!read.encoded && encoded_word_length(read.octets) > 0)
      notes.add(Defect::encoded_word_in_parameter);
  }
  return field;
}

}  // namespace mailrig
