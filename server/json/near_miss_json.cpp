#include "json/near_miss_json.hpp"

#include "json/near_miss_node.hpp"

namespace mailrig::json {

Tree near_misses_tree(const std::vector<NearRecord>& records) {
  Tree out = Tree::array();
  for (const NearRecord& record : records) {
    Tree differences = Tree::array();
    for (const Difference& difference : record.miss.differences)
      differences.push_back({{"field", mailrig::to_string(difference.field)},
                             {"wanted", difference.wanted},
                             {"found", difference.found}});
    out.push_back({{"kind", record.kind},
                   {"id", record.id},
                   {"distance", record.miss.distance},
                   {"differences", std::move(differences)},
                   {"note", record.note.empty() ? Tree() : Tree(record.note)}});
  }
  return out;
}

std::string write_near_misses(const std::vector<NearRecord>& records) {
  return write_document(near_misses_tree(records));
}

}  // namespace mailrig::json
