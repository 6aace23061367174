// Field names as written in rules and queries.
#include "match/field.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mail/ascii.hpp"

namespace mailrig {
namespace {

constexpr std::string_view header_prefix = "header:";

constexpr std::array<std::pair<std::string_view, Field>, 45> names{{
    {"arg", Field::arg},
    {"ip", Field::ip},
    {"port", Field::port},
    {"helo", Field::helo},
    {"user", Field::user},
    {"mechanism", Field::mechanism},
    {"tls", Field::tls},
    {"from", Field::from},
    {"from.domain", Field::from_domain},
    {"to", Field::to},
    {"to.domain", Field::to_domain},
    {"subject", Field::subject},
    {"body", Field::body},
    {"size", Field::size},
    {"bytes", Field::bytes},
    {"pregreet", Field::pregreet},
    {"verb", Field::verb},
    {"inbox", Field::inbox},
    {"outcome", Field::outcome},
    {"session", Field::session},
    {"transaction", Field::transaction},
    {"has", Field::has},
    {"read", Field::read},
    {"tag", Field::tag},
    {"listener", Field::listener},
    {"closedBy", Field::closed_by},
    {"failed", Field::failed},
    {"rule", Field::rule},
    {"cipher", Field::cipher},
    {"tlsAlert", Field::tls_alert},
    {"quit", Field::quit},
    {"rset", Field::rset},
    {"idle", Field::idle},
    {"transactions", Field::transactions},
    {"stage", Field::stage},
    {"key", Field::key},
    {"link", Field::link},
    {"cc", Field::cc},
    {"bcc", Field::bcc},
    {"text", Field::text},
    {"time", Field::time},
    {"pipelinedUnannounced", Field::pipelined_unannounced},
    {"bareNewline", Field::bare_newline},
    {"starttlsInjection", Field::starttls_injection},
    {"finding", Field::finding},
}};

// RFC 5322 §2.2: a field name is of printable US-ASCII characters, without the colon.
bool valid_header_name(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~' && c != ':'; });
}

}  // namespace

bool FieldName::operator==(const FieldName& other) const {
  return field == other.field && iequals(header, other.header);
}

std::optional<FieldName> parse_field(std::string_view name) {
  if (name.starts_with(header_prefix)) {
    const std::string_view header = name.substr(header_prefix.size());
    if (!valid_header_name(header)) return std::nullopt;
    return FieldName{Field::header, std::string(header)};
  }
  for (const auto& [known, field] : names)
    if (known == name) return FieldName{field, {}};
  return std::nullopt;
}

std::string to_string(const FieldName& name) {
  if (name.field == Field::header) return std::string(header_prefix) + name.header;
  for (const auto& [known, field] : names)
    if (field == name.field) return std::string(known);
  return {};
}

FieldKind kind_of(Field field) {
  switch (field) {
    case Field::port:
    case Field::size:
    case Field::transactions:
    case Field::time:
    case Field::bytes:
      return FieldKind::number;
    case Field::pregreet:
    case Field::read:
    case Field::failed:
    case Field::quit:
    case Field::rset:
    case Field::idle:
    case Field::pipelined_unannounced:
    case Field::bare_newline:
    case Field::starttls_injection:
      return FieldKind::boolean;
    default:
      return FieldKind::text;
  }
}

}  // namespace mailrig
