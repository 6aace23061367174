// `same`: fields that are equal in all transactions of a key.
#include "verify/clause.hpp"

namespace mailrig {
namespace {

bool of_content(Field field) {
  return field == Field::header || field == Field::subject || field == Field::body ||
         field == Field::size;
}

bool has_content(const Item& item) {
  return item.transaction() && item.transaction()->content != nullptr;
}

// Whatever form a value has, what it says.
std::vector<std::string> texts(const Value& value) {
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return *list;
  if (const auto* list = std::get_if<std::vector<std::string_view>>(&value))
    return {list->begin(), list->end()};
  if (const auto* text = std::get_if<std::string>(&value)) return {*text};
  if (const auto* text = std::get_if<std::string_view>(&value)) return {std::string(*text)};
  return {shown(value)};
}

bool is_none(const Value& value) { return std::holds_alternative<std::monostate>(value); }

void judge_field(const FieldName& field, const Group& group, Opinion& opinion) {
  const std::string name = to_string(field);
  std::vector<Item> compared;
  // What was refused before its content was sent has none to compare.
  for (const Item& item : group.items)
    if (!of_content(field.field) || has_content(item)) compared.push_back(item);
  if (compared.size() < 2) {
    opinion.fault(
        ClauseState::open,
        group.prefix() + "nothing to compare " + name + " with: " +
            (compared.empty() ? "no transaction sent its content"
                              : "only " + compared.front().id() +
                                    (of_content(field.field) ? " sent its content" : " came")),
        id_list(group.items));
    return;
  }
  const Value first = compared.front().value(field);
  if (is_none(first)) {
    opinion.fault(ClauseState::broken,
                  group.prefix() + compared.front().id() + " has no " + name + " to compare",
                  {compared.front().id()});
    return;
  }
  for (std::size_t i = 1; i < compared.size(); ++i) {
    const Value other = compared[i].value(field);
    if (texts(first) == texts(other)) continue;
    std::string sentence = group.prefix() + name + " is not the same: " + shown(first) + " in " +
                           compared.front().id() + ", " + shown(other) + " in " + compared[i].id();
    if (shown(first) == shown(other)) sentence += " (they differ further on)";
    opinion.fault(ClauseState::broken, std::move(sentence),
                  {compared.front().id(), compared[i].id()});
    return;
  }
}

}  // namespace

void judge_same(const Expectation& expectation, const std::vector<Group>& groups,
                Opinion& opinion) {
  for (const FieldName& field : expectation.same)
    for (const Group& group : groups) judge_field(field, group, opinion);
}

}  // namespace mailrig
