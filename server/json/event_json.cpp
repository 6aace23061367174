#include "json/event_json.hpp"

#include "json/nullable.hpp"

namespace mailrig::json {
namespace {

Tree trace_tree(const Trace& trace) {
  Tree out = Tree::array();
  for (const TraceEntry& entry : trace) out.push_back(trace_entry_tree(entry));
  return out;
}

}  // namespace

std::string_view to_string(Gate gate) {
  switch (gate) {
    case Gate::fired:
      return "fired";
    case Gate::nth:
      return "nth";
    case Gate::window:
      return "window";
    case Gate::times:
      return "times";
    case Gate::age:
      return "age";
    case Gate::chance:
      return "chance";
    case Gate::outranked:
      return "outranked";
  }
  return "";
}

Tree trace_entry_tree(const TraceEntry& entry) {
  return {
      {"rule", entry.rule},       {"name", entry.name},          {"key", entry.key},
      {"ordinal", entry.ordinal}, {"draw", or_null(entry.draw)}, {"gate", to_string(entry.gate)},
      {"why", entry.why}};
}

Tree event_tree(const Event& event, Secrets secrets) {
  return {{"at", event.at.count()},
          {"from", mailrig::to_string(event.who)},
          {"kind", mailrig::to_string(event.kind)},
          {"text", secrets == Secrets::revealed ? event.text : event.masked()},
          {"octets", event.octets},
          {"offset", event.offset},
          {"stage", null_if_empty(mailrig::to_string(event.stage))},
          {"rule", null_if_empty(event.rule)},
          {"trace", trace_tree(event.trace)}};
}

}  // namespace mailrig::json
