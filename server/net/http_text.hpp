// The octets of HTTP response heads (RFC 9110, RFC 9112). No Asio.
#pragma once

#include <string>
#include <string_view>

#include "api/answer.hpp"

namespace mailrig::net {

struct ResponseForm {
  bool keep_alive = true;
  bool http10 = false;  // the request's version: then keep-alive has to be said
};

// Status line to empty line, for a body of the response's size. Control characters in header
// values are left out, so that no value can begin a header of its own.
std::string response_head(const api::Response& response, ResponseForm form);
// The head of an event stream: chunked, or to the end of the connection.
std::string stream_head(const api::Follow& follow, bool chunked);
// One chunk of a chunked body (RFC 9112 §7.1).
std::string chunk(std::string_view octets);

// RFC 9457. Texts need no JSON escapes.
api::Response problem(int status, std::string_view title, std::string_view detail,
                      std::string_view hint);
// 500: an exception ended the handler.
api::Response internal_error();

}  // namespace mailrig::net
