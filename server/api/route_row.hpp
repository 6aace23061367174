// The words that the rows of the route table are written with.
#pragma once

#include "api/route.hpp"

namespace mailrig::api {

inline constexpr auto get = Method::get, post = Method::post, put = Method::put,
                      patch = Method::patch, del = Method::delete_;
inline constexpr auto none = BodyKind::none, json = BodyKind::json,
                      maybe_json = BodyKind::maybe_json, mail_or_json = BodyKind::mail_or_json;

inline constexpr std::string_view json_type = "application/json", plain_type = "text/plain",
                                  mail_type = "message/rfc822";

// Schemas of parameters.
inline constexpr std::string_view text = R"({"type":"string"})",
                                  flag = R"({"type":"string","enum":["true","false"]})";

constexpr Successes answers(Success first, Success second = {}) { return {first, second}; }
constexpr Successes ok(std::string_view schema) { return answers({200, json_type, schema}); }

// A row whose fields come in the order of Route's.
inline Route row(Method method, std::string_view path, Handler handler, std::string_view name,
                 std::string_view summary,
                 std::array<std::span<const QueryParameter>, 3> parameters, BodyKind body,
                 std::string_view body_schema, Successes answers) {
  return {method, path, handler, name, summary, parameters, body, body_schema, answers};
}

}  // namespace mailrig::api
