// The shapes of scenarios, clocks and inboxes.
#include "json/schemas.hpp"

namespace mailrig::json {

std::string_view steering_schemas() {
  return R"json({
"Warnings": {"type": "array", "items": {"type": "object", "required": ["pointer", "detail", "hint"],
  "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"},
    "hint": {"type": "string"}}}},
"Scenario": {"type": "object", "description": "as it was written, and what became of it",
  "required": ["name", "inbox", "armed", "origin", "since", "rules", "states", "warnings"],
  "properties": {
    "name": {"type": "string"},
    "inbox": {"type": "string"},
    "armed": {"type": "boolean"},
    "origin": {"enum": ["file", "api", "shipped"]},
    "since": {"oneOf": [{"$ref": "#/components/schemas/Time"}, {"type": "null"}]},
    "rules": {"type": "array", "items": {"type": "object"}},
    "states": {"type": "object", "additionalProperties": {"type": "string"}},
    "warnings": {"$ref": "#/components/schemas/Warnings"}}},
"ScenarioList": {"allOf": [{"$ref": "#/components/schemas/List"}, {"type": "object",
  "properties": {"items": {"items": {"$ref": "#/components/schemas/Scenario"}}}}]},
"StateOrder": {"type": "object", "required": ["state"], "additionalProperties": false,
  "properties": {"state": {"type": "string"}}},
"ClockOrder": {"type": "object", "additionalProperties": false,
  "anyOf": [{"required": ["advance"]}, {"required": ["scale"]}],
  "oneOf": [{"required": ["inbox"]}, {"required": ["scenario"]}, {"required": ["all"]}],
  "properties": {
    "advance": {"type": "string", "description": "a duration: 5m"},
    "scale": {"type": "number", "minimum": 0, "maximum": 1000000},
    "inbox": {"type": "string"}, "scenario": {"type": "string"}, "all": {"type": "boolean"}}},
"Clocks": {"type": "object", "required": ["real", "inboxes"], "properties": {
  "real": {"$ref": "#/components/schemas/Time"},
  "inboxes": {"type": "array", "items": {"type": "object", "required": ["inbox", "now", "scale"],
    "properties": {"inbox": {"type": "string"}, "now": {"$ref": "#/components/schemas/Time"},
      "scale": {"type": "number"}}}}}},
"Reset": {"type": "object", "required": ["reset"], "properties": {
  "reset": {"type": "integer", "minimum": 0, "description": "inboxes"}}},
"InboxOrder": {"type": "object", "required": ["name"], "additionalProperties": false,
  "properties": {
    "name": {"type": "string", "pattern": "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"},
    "ports": {"type": "array", "items": {"type": "string"}, "description": "names of listeners"},
    "ttl": {"type": "string", "description": "a duration: 10m"}}},
"Inbox": {"type": "object", "required": ["name", "ports", "address", "user", "made", "expires"],
  "properties": {
    "name": {"type": "string"},
    "ports": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1,
      "maximum": 65535}},
    "address": {"type": "string"}, "user": {"type": "string"},
    "made": {"$ref": "#/components/schemas/Time"},
    "expires": {"oneOf": [{"$ref": "#/components/schemas/Time"}, {"type": "null"}]}}},
"InboxList": {"allOf": [{"$ref": "#/components/schemas/List"}, {"type": "object",
  "properties": {"items": {"items": {"$ref": "#/components/schemas/Inbox"}}}}]}
})json";
}

}  // namespace mailrig::json
