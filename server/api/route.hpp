// The routes as a table: what the router goes by, and what openapi.json is made of.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "api/answer.hpp"

namespace mailrig::api {

struct Context;
using Handler = Answer (*)(const Context&);

enum class Method : std::uint8_t { get, post, put, patch, delete_ };
std::string_view to_string(Method method);

enum class Times : std::uint8_t { once, any };

// A query parameter. `schema` is its JSON Schema as text. A name that ends in `:` is a prefix.
struct QueryParameter {
  std::string_view name;
  std::string_view schema;
  std::string_view summary;
  Times times = Times::once;
};

// `maybe_json`: JSON, or no body at all.
enum class BodyKind : std::uint8_t { none, json, maybe_json, mail_or_json };

// An answer besides problems. `schema` names a component; empty: not JSON.
struct Success {
  int status;
  std::string_view content_type;
  std::string_view schema;
};

struct Route {
  Method method;
  std::string_view path;  // `{id}` takes one segment
  Handler handler;
  std::string_view name;  // the operation's
  std::string_view summary;
  std::array<std::span<const QueryParameter>, 3> parameters;
  BodyKind body = BodyKind::none;
  std::string_view body_schema;         // of JSON; names a component
  std::array<Success, 2> answers = {};  // unused ones have status 0

  const QueryParameter* find(std::string_view parameter) const;
};

std::span<const Route> routes();

}  // namespace mailrig::api
