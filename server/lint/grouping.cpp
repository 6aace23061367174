#include "lint/grouping.hpp"

#include <algorithm>

namespace mailrig::lint {
namespace {

std::size_t defects() {
  static const std::size_t count = defect_names().size();
  return count;
}

Group group_of(Defect defect) {
  const std::string_view name = to_string(defect);
  return {name, describe(defect), nullptr, {{"finding", name}}, 0, 0, {}};
}

}  // namespace

const std::vector<std::string_view>& rule_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all = defect_names();
    for (const ConductRule& each : conduct_rules()) all.push_back(each.name);
    return all;
  }();
  return names;
}

Grouping::Grouping(std::size_t examples, std::string_view only) : examples_(examples) {
  for (std::size_t i = 0; i < defects(); ++i) groups_.push_back(group_of(static_cast<Defect>(i)));
  for (const ConductRule& each : conduct_rules())
    groups_.push_back({each.name, each.detail, &each, each.filter, 0, 0, {}});
  for (const Group& each : groups_) wanted_.push_back(only.empty() || each.rule == only);
}

void Grouping::put(std::size_t index, Example example, std::uint64_t places) {
  if (!wanted_[index]) return;
  Group& group = groups_[index];
  ++group.records;
  group.places += places;
  if (group.examples.size() < examples_) group.examples.push_back(std::move(example));
}

void Grouping::add(const std::shared_ptr<const Message>& message,
                   const std::vector<Diagnostic>& kinds) {
  for (const Diagnostic& each : kinds)
    put(static_cast<std::size_t>(each.defect), {message, each}, each.count);
}

void Grouping::add(const std::shared_ptr<SessionRecord>& session) {
  session->read([&](const SessionState& state) {
    const auto lookup = [&](const FieldName& name) { return value_of(state, name); };
    for (std::size_t i = 0; i < conduct_rules().size(); ++i)
      if (matches(conduct_rules()[i].broken, lookup))
        put(defects() + i, {session, std::nullopt}, 1);
  });
}

std::vector<Group> Grouping::take() {
  std::erase_if(groups_, [](const Group& each) { return each.records == 0; });
  std::ranges::stable_sort(groups_, std::greater(), &Group::records);
  return std::move(groups_);
}

}  // namespace mailrig::lint
