#include "json/patch_json.hpp"

#include "json/document.hpp"

namespace mailrig::json {
namespace {

constexpr std::size_t most_tags = 100;
constexpr std::size_t longest_tag = 100;

std::vector<std::string> read_tags(const Node& node) {
  std::vector<std::string> tags;
  const auto members = node.elements();
  if (!members) return tags;
  if (members->size() > most_tags)
    node.fault("more than " + std::to_string(most_tags) + " tags", "give fewer");
  for (const Node& member : *members) {
    auto tag = member.text();
    if (!tag) continue;
    if (tag->empty() || tag->size() > longest_tag)
      member.fault("a tag of " + std::to_string(tag->size()) + " octets",
                   "1 to " + std::to_string(longest_tag) + " octets");
    tags.push_back(std::move(*tag));
  }
  return tags;
}

}  // namespace

Result<Store::Patch, Faults> read_patch(std::string_view text) {
  const auto tree = read_document(text);
  if (!tree) return tree.error();
  Faults faults;
  const Node root(*tree, faults);
  Store::Patch patch;
  if (root.fields({"read", "tags"})) {
    if (const auto read = root.field("read")) patch.read = read->boolean();
    if (const auto tags = root.field("tags")) patch.tags = read_tags(*tags);
    if (tree->empty()) root.fault("nothing to change", "give read, tags or both");
  }
  if (!faults.empty()) return faults;
  return patch;
}

std::string write_patched(std::uint64_t matched, std::uint64_t seq) {
  return write_document({{"matched", matched}, {"seq", seq}});
}

}  // namespace mailrig::json
