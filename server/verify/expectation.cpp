#include "verify/expectation.hpp"

#include <algorithm>
#include <charconv>

namespace mailrig {
namespace {

using Words = std::vector<std::string_view>;

Words joined(Words one, const Words& other) {
  one.insert(one.end(), other.begin(), other.end());
  return one;
}

const Words& of_connection() {
  static const Words words{"ip",  "port",   "listener", "helo",    "user", "mechanism",
                           "tls", "cipher", "tlsAlert", "session", "inbox"};
  return words;
}

const Words& of_mail() {
  static const Words words =
      joined({"from", "from.domain", "to", "to.domain", "header:<Name>", "subject", "body", "size",
              "has", "finding", "outcome", "transaction"},
             of_connection());
  return words;
}

bool about_recipient(Field field) { return field == Field::to || field == Field::to_domain; }

}  // namespace

std::string_view to_string(Subject subject) {
  static constexpr std::string_view words[] = {"message", "transaction", "session", "command",
                                               "rule"};
  return words[static_cast<std::size_t>(subject)];
}

const Words& field_words(Subject subject) {
  static const Words message = joined({"read", "tag"}, of_mail());
  static const Words transaction = joined({"rule"}, of_mail());
  static const Words session =
      joined({"quit", "rset", "idle", "transactions", "bytes", "closedBy", "failed", "pregreet",
              "pipelinedUnannounced", "bareNewline", "starttlsInjection", "transaction"},
             of_connection());
  static const Words command = joined({"verb", "arg", "stage", "transaction"}, of_connection());
  static const Words rule = joined({"rule", "stage", "key", "transaction"}, of_connection());
  switch (subject) {
    case Subject::message:
      return message;
    case Subject::transaction:
      return transaction;
    case Subject::session:
      return session;
    case Subject::command:
      return command;
    case Subject::rule:
      return rule;
  }
  return message;
}

bool has_field(Subject subject, Field field) {
  const Words& words = field_words(subject);
  if (field == Field::header) return std::ranges::find(words, "header:<Name>") != words.end();
  return std::ranges::find(words, to_string(FieldName{field, {}})) != words.end();
}

Result<KeyField> parse_key_field(std::string_view text, Subject subject) {
  if (text.starts_with("ip/")) {
    unsigned prefix = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + 3, end, prefix);
    if (error != std::errc() || stop != end || prefix < 1 || prefix > 128)
      return Error{"\"" + std::string(text) + "\": a prefix has 1 to 128 bits, as in ip/24"};
    return KeyField{{Field::ip, {}}, prefix};
  }
  const auto field = parse_field(text);
  if (!field || !has_field(subject, field->field))
    return Error{"a " + std::string(to_string(subject)) + " has no \"" + std::string(text) + "\""};
  if (field->field == Field::body)
    return Error{"body is no key: too long to tell records apart by"};
  return KeyField{*field, 0};
}

std::string to_string(const KeyField& part) {
  return to_string(part.field) + (part.prefix ? "/" + std::to_string(part.prefix) : "");
}

bool Expectation::keyed_by_recipient() const {
  return std::ranges::any_of(
      per, [](const KeyField& part) { return about_recipient(part.field.field); });
}

bool Expectation::has_lower() const {
  return !admits_nothing() || !outcome.empty() || gaps || !same.empty() || !sequence.empty();
}

bool Expectation::has_upper() const {
  return (count && count->has_upper()) || !outcome.empty() || gaps || !same.empty() ||
         !all.empty() || !none.empty();
}

std::string in_words(const Conditions& conditions) {
  std::string out;
  for (const Condition& each : conditions)
    out += (out.empty() ? "" : ", ") + to_string(each.field) + " " + each.pattern.to_string();
  return out.empty() ? "anything" : out;
}

}  // namespace mailrig
