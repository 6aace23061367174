#include "api/entries.hpp"

#include "api/filter.hpp"
#include "api/number.hpp"
#include "api/paging.hpp"
#include "api/work.hpp"
#include "json/entry_json.hpp"
#include "json/record_json.hpp"

namespace mailrig::api {
namespace {

constexpr std::string_view whole = R"({"type":"integer","minimum":0})";
constexpr QueryParameter parameters_of_entries[] = {
    {"order", R"({"type":"string","enum":["asc","desc"],"default":"desc"})", "by arrival"},
    {"limit", R"({"type":"integer","minimum":0,"maximum":1000,"default":50})",
     "entries; 0 for the count alone"},
    {"offset", whole, "entries to pass over first"},
};
constexpr QueryParameter places[] = {
    {"place", R"({"type":"integer","minimum":1})", "of an entry", Times::any},
    {"all", R"({"type":"string","enum":["true","false"]})", "true: everything"},
};

Response show(const EntryPage& page, const Outlines& outlines) {
  std::vector<std::string> items;
  for (const StoreEntry& entry : page.items)
    items.push_back(json::write_entry(entry, *outlines.of(entry)));
  return json_response(json::write_entries(page, items));
}

// What stands beside the messages is small, and as much again at most.
std::uint64_t effort_of_entries(const Store& store, Query query) {
  query.cursor = 0;
  return store.effort(ChangeKind::message, query) + store.effort(ChangeKind::transaction, query);
}

}  // namespace

std::span<const QueryParameter> entry_parameters() { return parameters_of_entries; }
std::span<const QueryParameter> entry_places() { return places; }

Answer list_entries(const Context& context) {
  auto query = read_filters(context.query, Searched::messages, context.store().wall_now());
  if (!query) return to_response(query.error());
  if (auto problem = read_paging(context.query, *query)) return to_response(*problem);
  std::uint64_t offset = 0;
  if (const auto given = find(context.query, "offset")) {
    const auto number = read_number("offset", *given, 0, UINT64_MAX);
    if (!number) return to_response(number.error());
    offset = *number;
  }
  const Store& store = context.store();
  const Outlines& outlines = context.outlines();
  Query search = *query;
  search.limit = 0;
  const std::uint64_t effort = effort_of_entries(store, search);
  if (effort > light_effort)
    return answer_by(context, effort,
                     [&store, &outlines, query = *query, offset](const Stop& stop) {
                       return show(store.find_entries(query, offset, &stop), outlines);
                     });
  EntryPage page = store.find_entries(*query, offset);
  std::uint64_t reading = 0;
  for (const StoreEntry& entry : page.items) reading += outlines.effort(entry);
  return answer_by(context, reading, [page = std::move(page), &outlines](const Stop&) {
    return show(page, outlines);
  });
}

Answer delete_entries(const Context& context) {
  const auto query = read_filters(context.query, Searched::messages, context.store().wall_now());
  if (!query) return to_response(query.error());
  std::vector<std::uint64_t> wanted;
  for (const auto& [name, value] : context.query) {
    if (name != "place") continue;
    const auto number = read_number("place", value, 1, UINT64_MAX);
    if (!number) return to_response(number.error());
    wanted.push_back(*number);
  }
  if (!wanted.empty()) {
    if (has_filters(context.query) || find(context.query, "all"))
      return to_response(bad_parameter("place", "places name entries, so nothing else may choose",
                                       "give places, or filters, or all=true"));
  } else if (auto problem = check_extent(context.query)) {
    return to_response(*problem);
  }
  Store& store = context.store();
  return answer_by(context, effort_of_entries(store, *query),
                   [&store, query = *query, wanted = std::move(wanted)](const Stop&) {
                     return json_response(
                         json::write_numbers({{"deleted", store.erase_entries(query, wanted)}}));
                   });
}

}  // namespace mailrig::api
