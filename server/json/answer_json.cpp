#include "json/answer_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "match/glob.hpp"

namespace mailrig::json {
namespace {

using Json = nlohmann::json;

const Json& member(const Json& object, const char* name) {
  static const Json none;
  if (!object.is_object()) return none;
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

std::string text(const Json& object, const char* name) {
  const Json& value = member(object, name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::uint64_t number(const Json& object, const char* name) {
  const Json& value = member(object, name);
  return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

std::optional<Json> parse(std::string_view octets) {
  Json document = Json::parse(octets, nullptr, false);
  if (!document.is_object()) return std::nullopt;
  return document;
}

template <class Item>
void read_envelope(const Json& object, Item& item) {
  const Json& envelope = member(object, "envelope");
  item.from = text(member(envelope, "from"), "address");
  for (const Json& one : member(envelope, "to"))
    item.to.push_back({text(one, "address"), text(one, "reply")});
  item.id = text(object, "id");
  item.size = number(object, "size");
}

ListedMessage read_item(const Json& object, ListedMessage message) {
  read_envelope(object, message);
  message.subject = text(object, "subject");
  return message;
}

ListedTransaction read_item(const Json& object, ListedTransaction transaction) {
  read_envelope(object, transaction);
  transaction.session = text(object, "session");
  transaction.outcome = text(object, "outcome");
  transaction.reply = text(object, "reply");
  transaction.seq = number(object, "seq");
  for (const Json& rule : member(object, "rules"))
    if (rule.is_string()) transaction.rules.push_back(rule.get<std::string>());
  return transaction;
}

template <class Item>
std::optional<Listed<Item>> read_list(std::string_view octets) {
  const auto document = parse(octets);
  if (!document || !member(*document, "items").is_array()) return std::nullopt;
  Listed<Item> list;
  list.total = number(*document, "total");
  list.seq = number(*document, "seq");
  list.next = text(*document, "next");
  for (const Json& one : member(*document, "items")) list.items.push_back(read_item(one, Item{}));
  return list;
}

}  // namespace

std::optional<Listed<ListedMessage>> read_messages(std::string_view octets) {
  return read_list<ListedMessage>(octets);
}

std::optional<Listed<ListedTransaction>> read_transactions(std::string_view octets) {
  return read_list<ListedTransaction>(octets);
}

std::map<std::string, std::string> read_rule_names(std::string_view octets) {
  std::map<std::string, std::string> names;
  const auto document = parse(octets);
  if (!document) return names;
  for (const Json& rule : member(*document, "items"))
    if (std::string name = text(rule, "name"); !name.empty())
      names.emplace(text(rule, "id"), std::move(name));
  return names;
}

std::optional<Extracts> read_extracts(std::string_view octets) {
  const auto document = parse(octets);
  if (!document || !member(*document, "links").is_array()) return std::nullopt;
  Extracts extracts;
  for (const Json& link : member(*document, "links")) {
    std::string url = text(link, "url");
    if (std::ranges::find(extracts.links, url) == extracts.links.end())
      extracts.links.push_back(std::move(url));
  }
  for (const Json& code : member(*document, "codes"))
    if (code.is_string()) extracts.codes.push_back(code.get<std::string>());
  return extracts;
}

Result<std::optional<std::string>> choose_link(const std::vector<std::string>& links,
                                               const std::string& glob) {
  const auto compiled = Glob::compile(glob.empty() ? "*" : glob, Glob::Anchor::whole);
  if (!compiled) return compiled.error();
  for (const std::string& link : links)
    if (compiled->matches(link)) return std::optional(link);
  return std::optional<std::string>();
}

std::optional<ReadProblem> read_problem(std::string_view octets) {
  const auto document = parse(octets);
  if (!document) return std::nullopt;
  ReadProblem problem{text(*document, "type"),
                      text(*document, "title"),
                      text(*document, "detail"),
                      text(*document, "hint"),
                      {}};
  for (const Json& one : member(*document, "nearMisses")) {
    ReadNearMiss miss{text(one, "kind"), text(one, "id"), text(one, "note"), {}};
    for (const Json& difference : member(one, "differences"))
      miss.differences.push_back(
          {text(difference, "field"), text(difference, "wanted"), text(difference, "found")});
    problem.near_misses.push_back(std::move(miss));
  }
  return problem;
}

}  // namespace mailrig::json
