// Findings across records: for each rule who broke it, how often, and the newest of them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "lint/conduct.hpp"
#include "mail/diagnostic.hpp"

namespace mailrig::lint {

// The names of all rules: those of a mail's format, then those of a client's conduct.
const std::vector<std::string_view>& rule_names();

struct Example {
  std::variant<std::shared_ptr<const Message>, std::shared_ptr<SessionRecord>> record;
  std::optional<Diagnostic> place;  // the first in a mail, with the number of all
};

struct Group {
  std::string_view rule, detail;
  const ConductRule* conduct = nullptr;  // what sessions broke; null: messages did
  Filter filter;                         // what lists those that broke it
  std::uint64_t records = 0;             // that broke it
  std::uint64_t places = 0;              // in all of them; of a session one
  std::vector<Example> examples;
};

class Grouping {
 public:
  // At most `examples` of each rule; of rule `only` alone, unless that is empty.
  Grouping(std::size_t examples, std::string_view only);

  // Newest first. `kinds` as kinds_of() gives them.
  void add(const std::shared_ptr<const Message>& message, const std::vector<Diagnostic>& kinds);
  void add(const std::shared_ptr<SessionRecord>& session);

  // Those that were broken; what most records broke comes first.
  std::vector<Group> take();

 private:
  void put(std::size_t index, Example example, std::uint64_t places);

  std::size_t examples_;
  std::vector<Group> groups_;  // in the order of rule_names()
  std::vector<bool> wanted_;
};

}  // namespace mailrig::lint
