#include "scenario/key.hpp"

#include <algorithm>
#include <charconv>

#include "mail/ascii.hpp"
#include "scenario/draw.hpp"

namespace mailrig {
namespace {

constexpr std::string_view kParts =
    "ip, ip/<prefix>, helo, user, from, from.domain, to, to.domain, header:<Name>, session, "
    "transaction, global";
constexpr std::size_t kLongest = 256;  // octets of one value in a key

bool countable(Field field) {
  switch (field) {
    case Field::ip:
    case Field::helo:
    case Field::user:
    case Field::from:
    case Field::from_domain:
    case Field::to:
    case Field::to_domain:
    case Field::header:
      return true;
    default:
      return false;
  }
}

// Addresses and names are compared without case, as patterns do; headers are kept as they are: a
// Message-ID tells its letters' case apart (RFC 5322 §3.6.4).
std::string normal(Field field, std::string_view text) {
  return field == Field::header ? std::string(text) : to_lower(text);
}

// A value of any length in few octets, without making two values one.
std::string bounded(std::string text) {
  if (text.size() <= kLongest) return text;
  const std::uint64_t rest = Draw().mix(text).value();
  text.resize(kLongest - 24);
  return text + "~" + std::to_string(rest);
}

std::optional<std::string> single(const Value& value) {
  if (const auto* text = std::get_if<std::string_view>(&value)) return std::string(*text);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* list = std::get_if<std::vector<std::string_view>>(&value))
    if (!list->empty()) return std::string(list->front());
  if (const auto* list = std::get_if<std::vector<std::string>>(&value))
    if (!list->empty()) return list->front();
  return std::nullopt;
}

std::optional<std::string> value_of(const KeyPart& part, const MomentValues& values,
                                    const Recipient* about) {
  const Moment& moment = values.moment();
  switch (part.kind) {
    case KeyPart::Kind::field:
      if (auto text = single(values.value(part.field, about)))
        return normal(part.field.field, *text);
      return std::nullopt;
    case KeyPart::Kind::ip_prefix:
      return network_of(moment.facts->ip, part.prefix);
    case KeyPart::Kind::session:
      return make_id('s', moment.facts->session);
    case KeyPart::Kind::transaction:
      if (moment.transaction == 0) return std::nullopt;
      return make_id('t', moment.transaction);
    case KeyPart::Kind::global:
      return std::nullopt;
  }
  return std::nullopt;
}

void append(std::string& key, std::string_view value) {
  // With its length in front no value can look like two.
  key.append(std::to_string(value.size())).append(":").append(value);
}

}  // namespace

Result<KeyPart> parse_key_part(std::string_view text) {
  KeyPart part;
  const auto plain = [&](KeyPart::Kind kind) {
    part.kind = kind;
    return part;
  };
  if (text == "session") return plain(KeyPart::Kind::session);
  if (text == "transaction") return plain(KeyPart::Kind::transaction);
  if (text == "global") return plain(KeyPart::Kind::global);
  if (text.starts_with("ip/")) {
    const std::string_view digits = text.substr(3);
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), part.prefix);
    if (error != std::errc() || end != digits.data() + digits.size() || part.prefix < 1 ||
        part.prefix > 128)
      return Error{"\"" + std::string(text) + "\": the prefix is a number from 1 to 128"};
    return plain(KeyPart::Kind::ip_prefix);
  }
  const auto field = parse_field(text);
  if (!field || !countable(field->field))
    return Error{"events cannot be counted per \"" + std::string(text) +
                 "\"; known here: " + std::string(kParts)};
  part.field = *field;
  return plain(KeyPart::Kind::field);
}

std::string to_string(const KeyPart& part) {
  switch (part.kind) {
    case KeyPart::Kind::field:
      return to_string(part.field);
    case KeyPart::Kind::ip_prefix:
      return "ip/" + std::to_string(part.prefix);
    case KeyPart::Kind::session:
      return "session";
    case KeyPart::Kind::transaction:
      return "transaction";
    case KeyPart::Kind::global:
      return "global";
  }
  return {};
}

std::optional<Key> key_of(const std::vector<KeyPart>& per, std::string_view inbox,
                          const MomentValues& values, const Recipient* about) {
  Key key;
  Draw drawn;
  if (!per_global(per)) {
    append(key.counted, inbox);
    drawn.mix(inbox);
  }
  for (const KeyPart& part : per) {
    if (part.kind == KeyPart::Kind::global) continue;
    auto value = value_of(part, values, about);
    if (!value) return std::nullopt;
    *value = bounded(std::move(*value));
    append(key.counted, *value);
    if (part.kind != KeyPart::Kind::session && part.kind != KeyPart::Kind::transaction)
      drawn.mix(*value);
    if (!key.shown.empty()) key.shown += '|';
    key.shown += *value;
  }
  key.drawn = drawn.value();
  return key;
}

bool per_global(const std::vector<KeyPart>& per) {
  return std::any_of(per.begin(), per.end(),
                     [](const KeyPart& part) { return part.kind == KeyPart::Kind::global; });
}

bool per_recipient(const std::vector<KeyPart>& per) {
  return std::any_of(per.begin(), per.end(), [](const KeyPart& part) {
    return part.kind == KeyPart::Kind::field &&
           (part.field.field == Field::to || part.field.field == Field::to_domain);
  });
}

bool per_session(const std::vector<KeyPart>& per) {
  return std::any_of(per.begin(), per.end(), [](const KeyPart& part) {
    return part.kind == KeyPart::Kind::session || part.kind == KeyPart::Kind::transaction;
  });
}

}  // namespace mailrig
