#include "json/event_json.hpp"

namespace mailrig::json {
namespace {

Value trace_value(const Trace& trace) {
  Value out = Value::array();
  for (const TraceEntry& entry : trace)
    out.push_back({{"rule", entry.rule},
                   {"name", entry.name},
                   {"key", entry.key},
                   {"ordinal", entry.ordinal},
                   {"draw", or_null(entry.draw)},
                   {"gate", to_string(entry.gate)},
                   {"why", entry.why}});
  return out;
}

Value unless_empty(const std::string& text) { return text.empty() ? Value() : Value(text); }

}  // namespace

std::string_view to_string(Gate gate) {
  switch (gate) {
    case Gate::fired:
      return "fired";
    case Gate::nth:
      return "nth";
    case Gate::chance:
      return "chance";
    case Gate::outranked:
      return "outranked";
  }
  return "";
}

Value event_value(const Event& event, Secrets secrets) {
  return {{"at", event.at.count()},
          {"from", mailrig::to_string(event.who)},
          {"kind", mailrig::to_string(event.kind)},
          {"text", secrets == Secrets::revealed ? event.text : event.masked()},
          {"octets", event.octets},
          {"offset", event.offset},
          {"stage", unless_empty(event.stage)},
          {"rule", unless_empty(event.rule)},
          {"trace", trace_value(event.trace)}};
}

}  // namespace mailrig::json
