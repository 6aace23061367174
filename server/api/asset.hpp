// The page's files, compiled into the program (web/dist, by web/embed.cmake).
#pragma once

#include <span>
#include <string_view>

#include "api/answer.hpp"
#include "api/request.hpp"
#include "api/url.hpp"

namespace mailrig::api {

struct Asset {
  std::string_view path;  // "/assets/page-X.js"; of an index its depth: "0", "1", …
  std::string_view content_type;
  std::string_view octets, gzip;
  std::string_view hash;  // of its octets, for the ETag
};

// Files of hashed names, which never change.
std::span<const Asset> page_files();
// index.html for each depth of the path that asks for it: what it names is named relative to that,
// so that the page works under any prefix that a proxy takes away. Empty: built without the page.
std::span<const Asset> page_indexes();

// What a GET of a path outside the APIs gets: a file of the page, or, if a browser asks for a
// document, the page itself, so that its deep links reload. Nothing if it is neither.
std::optional<Response> page_response(const Request& request, const Url& url);

// Whether the path belongs to the APIs, which the page leaves alone.
bool is_api_path(const Url& url);

}  // namespace mailrig::api
