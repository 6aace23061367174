// The shapes of everything but records: rules, problems, the server itself.
#include "json/schemas.hpp"

namespace mailrig::json {

std::string_view service_schemas() {
  return R"json({
"NewRules": {"oneOf": [{"$ref": "#/components/schemas/rule"},
  {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/rule"}}]},
"Rule": {"type": "object", "required": ["id", "matched", "fired", "lastFired", "expires"],
  "description": "the rule as it was written, and what became of it",
  "properties": {
    "id": {"type": "string"},
    "name": {"type": "string"},
    "scenario": {"type": "string", "description": "of the file it came with"},
    "matched": {"type": "integer", "minimum": 0, "description": "events counted"},
    "fired": {"type": "integer", "minimum": 0},
    "lastFired": {"oneOf": [{"$ref": "#/components/schemas/Time"}, {"type": "null"}]},
    "expires": {"oneOf": [{"$ref": "#/components/schemas/Time"}, {"type": "null"}]},
    "droppedKeys": {"type": "integer", "minimum": 1}}},
"RuleList": {"allOf": [{"$ref": "#/components/schemas/List"}, {"type": "object",
  "properties": {"items": {"items": {"$ref": "#/components/schemas/Rule"}}}}]},
"RuleOrList": {"oneOf": [{"$ref": "#/components/schemas/Rule"},
  {"$ref": "#/components/schemas/RuleList"}]},
"Deleted": {"type": "object", "required": ["deleted"], "properties": {
  "deleted": {"type": "integer", "minimum": 0}}},
"Patched": {"type": "object", "required": ["matched", "seq"], "properties": {
  "matched": {"type": "integer", "minimum": 0}, "seq": {"type": "integer", "minimum": 0}}},
"Problem": {"type": "object", "required": ["type", "title", "status", "detail"],
  "description": "RFC 9457",
  "properties": {
    "type": {"type": "string", "pattern": "^/problems/[a-z-]+$"},
    "title": {"type": "string"},
    "status": {"type": "integer", "minimum": 400, "maximum": 599},
    "detail": {"type": "string"},
    "hint": {"type": "string", "description": "what to do"},
    "parameter": {"type": "string", "description": "of the query, that is to blame"},
    "pointer": {"type": "string", "description": "into the body (RFC 6901)"},
    "errors": {"type": "array", "items": {"type": "object", "required": ["pointer", "detail"],
      "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"},
        "hint": {"type": "string"}}}},
    "matched": {"type": "integer", "minimum": 0},
    "wanted": {"type": "integer", "minimum": 1},
    "found": {"$ref": "#/components/schemas/List"},
    "nearMisses": {"type": "array", "maxItems": 3,
      "items": {"$ref": "#/components/schemas/NearMiss"}}}},
"NearMiss": {"type": "object", "required": ["kind", "id", "distance", "differences", "note"],
  "properties": {
    "kind": {"enum": ["message", "transaction", "session"]},
    "id": {"type": "string"},
    "distance": {"type": "number", "minimum": 0, "maximum": 1},
    "differences": {"type": "array", "items": {"type": "object",
      "required": ["field", "wanted", "found"], "properties": {
        "field": {"type": "string"}, "wanted": {"type": "string"}, "found": {"type": "string"}}}},
    "note": {"type": ["string", "null"]}}},
"Numbers": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
"ProfileList": {"type": "object", "required": ["items", "total"], "properties": {
  "items": {"type": "array", "items": {"$ref": "#/components/schemas/Profile"}},
  "total": {"type": "integer", "minimum": 1}}},
"Stray": {"description": "what becomes of it in mail data", "oneOf": [
  {"enum": ["keep", "to_crlf", "to_space", "abort"]},
  {"type": "object", "required": ["reject"], "additionalProperties": false,
    "properties": {"reject": {"type": "integer", "minimum": 400, "maximum": 599}}}]},
"Profile": {"type": "object", "description": "a receiver's leniency, switch by switch",
  "required": ["name", "about", "command_eol", "end_of_data", "end_of_data_when", "bare_lf",
    "bare_cr", "nul", "unstuff_after", "early_talk", "unauth_pipelining", "max_command", "max_line",
    "hello_required", "hello_fqdn", "envelope_syntax", "colon_space", "unknown_param",
    "undeclared_8bit", "http_verbs", "auth_without_tls", "starttls_buffer", "errors_before_421",
    "timeouts"],
  "properties": {
    "name": {"type": "string"}, "about": {"type": "string"},
    "command_eol": {"enum": ["crlf", "lf_ok", "cr_ok"]},
    "end_of_data": {"type": "array", "items": {"type": "string"},
      "description": "what ends mail data beside CRLF.CRLF"},
    "end_of_data_when": {"enum": ["always", "first_line_lf"]},
    "bare_lf": {"$ref": "#/components/schemas/Stray"},
    "bare_cr": {"$ref": "#/components/schemas/Stray"},
    "nul": {"$ref": "#/components/schemas/Stray"},
    "unstuff_after": {"enum": ["crlf", "lf"]},
    "early_talk": {"enum": ["ignore", "554_close", "drop"]},
    "unauth_pipelining": {"enum": ["allow", "554_close", "500_close", "503"]},
    "max_command": {"type": "integer", "minimum": 0, "description": "octets; 0: the listener's"},
    "max_line": {"type": "integer", "minimum": 0, "description": "octets; 0: any"},
    "hello_required": {"type": "boolean"},
    "hello_fqdn": {"enum": ["off", "501", "504", "550"]},
    "envelope_syntax": {"enum": ["strict", "lax"]},
    "colon_space": {"enum": ["ok", "501"]},
    "unknown_param": {"enum": ["555", "ignore"]},
    "undeclared_8bit": {"enum": ["accept", "554"]},
    "http_verbs": {"enum": ["500", "221_close"]},
    "auth_without_tls": {"enum": ["allow", "530", "538", "hide"]},
    "starttls_buffer": {"enum": ["discard", "vulnerable"]},
    "errors_before_421": {"type": "integer", "minimum": 0, "description": "0: any number"},
    "timeouts": {"type": "object", "required": ["command", "data"], "properties": {
      "command": {"type": ["string", "null"]}, "data": {"type": ["string", "null"]}}}}},
"Info": {"type": "object",
  "required": ["version", "started", "now", "seq", "listeners", "limits", "counts", "evicted"],
  "properties": {
    "version": {"type": "string"},
    "started": {"$ref": "#/components/schemas/Time"},
    "now": {"$ref": "#/components/schemas/Time"},
    "seq": {"type": "integer", "minimum": 0},
    "listeners": {"type": "array", "items": {"type": "object",
      "required": ["name", "protocol", "address", "port", "tls", "profile"],
      "properties": {
        "name": {"type": "string"}, "protocol": {"type": "string"}, "address": {"type": "string"},
        "port": {"type": "integer", "minimum": 0, "maximum": 65535,
          "description": "0: a unix socket, whose path is the address"},
        "tls": {"enum": ["none", "starttls", "implicit"]},
        "profile": {"type": ["string", "null"], "description": "how it receives"}}}},
    "limits": {"$ref": "#/components/schemas/Numbers"},
    "counts": {"$ref": "#/components/schemas/Numbers"},
    "evicted": {"$ref": "#/components/schemas/Numbers"}}},
"SentTestMail": {"type": "object", "required": ["listener", "helo", "from", "to"], "properties": {
  "listener": {"type": "string"},
  "helo": {"type": "string", "description": "what its session calls itself, and no other"},
  "from": {"type": "string"}, "to": {"type": "string"}}},
"OpenApi": {"type": "object", "required": ["openapi", "info", "paths", "components"]}
})json";
}

}  // namespace mailrig::json
