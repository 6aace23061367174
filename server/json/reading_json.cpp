#include "json/reading_json.hpp"

#include "json/nullable.hpp"
#include "mail/part_content.hpp"
#include "session/sasl_hash.hpp"

namespace mailrig::json {
namespace {

// Parts are counted from 1 in the API, as people do.
std::size_t number_of(std::size_t index) { return index + 1; }

Tree text_parameter(const ContentField& field, std::string_view name) {
  const auto value = field.text(name);
  return value && !value->empty() ? Tree(*value) : Tree();
}

Tree part_tree(const Reading& reading, std::size_t index) {
  const Part& part = reading.mime.parts[index];
  return {{"n", number_of(index)},
          {"parent", index == 0 ? Tree() : Tree(number_of(part.parent))},
          {"type", part.type.value},
          {"role", to_string(part.role)},
          {"disposition", null_if_empty(part.disposition.value)},
          {"fileName", null_if_empty(part.file_name())},
          {"contentId", null_if_empty(part.content_id)},
          {"charset", text_parameter(part.type, "charset")},
          {"encoding", null_if_empty(part.encoding_name)},
          {"size", reading.sizes[index]}};
}

std::string hex(std::string_view octets) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : octets) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

Tree unsubscribe_tree(const std::optional<Unsubscribe>& found) {
  if (!found) return {};
  return {{"urls", found->urls}, {"oneClick", found->one_click}};
}

}  // namespace

Tree proof_tree(const lint::Proof& proof) {
  return {{"before", proof.before}, {"octets", proof.octets}, {"after", proof.after}};
}

void add_reading(Tree& out, std::string_view message, const Reading& reading) {
  Tree& parts = out["parts"] = Tree::array();
  for (std::size_t i = 0; i < reading.mime.parts.size(); ++i)
    parts.push_back(part_tree(reading, i));
  Tree& links = out["links"] = Tree::array();
  for (const Reading::PartLink& each : reading.links)
    links.push_back(
        {{"url", each.link.url}, {"text", each.link.text}, {"part", number_of(each.part)}});
  out["codes"] = reading.codes;
  out["remote"] = reading.remote;
  out["listUnsubscribe"] = unsubscribe_tree(reading.unsubscribe);
  Tree& diagnostics = out["diagnostics"] = Tree::array();
  for (const Diagnostic& each : reading.mime.diagnostics.all())
    diagnostics.push_back({{"kind", to_string(each.defect)},
                           {"detail", describe(each.defect)},
                           {"part", number_of(each.part)},
                           {"offset", each.offset},
                           {"count", each.count},
                           {"proof", proof_tree(lint::proof_of(message, each))}});
}

void add_checksums(Tree& parts, std::string_view message, const Reading& reading) {
  for (std::size_t i = 0; i < reading.mime.parts.size(); ++i) {
    const Decoded content = decode_content(message, reading.mime.parts[i]);
    parts[i]["checksums"] = {{"md5", hex(sasl::hash(sasl::Hash::md5, content.octets()))},
                             {"sha1", hex(sasl::hash(sasl::Hash::sha_1, content.octets()))},
                             {"sha256", hex(sasl::hash(sasl::Hash::sha_256, content.octets()))}};
  }
}

}  // namespace mailrig::json
