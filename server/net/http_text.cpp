#include "net/http_text.hpp"

#include <charconv>
#include <ctime>

namespace mailrig::net {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    case 507:
      return "Insufficient Storage";
    default:
      return "Status";
  }
}

// RFC 9110 §6.6.1: an origin server with a clock says the date. Made once a second and thread.
std::string_view date() {
  thread_local std::time_t made = 0;
  thread_local char text[32];
  thread_local std::size_t size = 0;
  const std::time_t now = std::time(nullptr);
  if (now != made || size == 0) {
    static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm utc{};
    gmtime_r(&now, &utc);
    char form[32];
    // The C locale's names, whatever the process's locale is.
    std::strftime(form, sizeof form, "%H:%M:%S GMT", &utc);
    const std::string whole = std::string(days[utc.tm_wday]) + ", " +
                              (utc.tm_mday < 10 ? "0" : "") + std::to_string(utc.tm_mday) + " " +
                              months[utc.tm_mon] + " " + std::to_string(utc.tm_year + 1900) + " " +
                              form;
    size = whole.copy(text, sizeof text);
    made = now;
  }
  return {text, size};
}

void add(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  for (const char octet : value)
    if (static_cast<unsigned char>(octet) >= 0x20 && octet != 0x7f) head += octet;
  head += "\r\n";
}

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

}  // namespace

std::string response_head(const api::Response& response, ResponseForm form) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head += reason(response.status);
  head += "\r\n";
  add(head, "Date", date());
  if (has_body(response.status)) {
    if (!response.content_type.empty()) add(head, "Content-Type", response.content_type);
    add(head, "Content-Length", std::to_string(response.octets().size()));
  }
  for (const auto& [name, value] : response.headers) add(head, name, value);
  if (!form.keep_alive)
    add(head, "Connection", "close");
  else if (form.http10)
    add(head, "Connection", "keep-alive");
  head += "\r\n";
  return head;
}

std::string stream_head(const api::Follow& follow, bool chunked) {
  std::string head = "HTTP/1.1 200 OK\r\n";
  add(head, "Date", date());
  add(head, "Content-Type", "text/event-stream");
  for (const auto& [name, value] : follow.headers) add(head, name, value);
  if (chunked) add(head, "Transfer-Encoding", "chunked");
  add(head, "Connection", "close");
  head += "\r\n";
  return head;
}

std::string chunk(std::string_view octets) {
  char size[16];
  const auto end = std::to_chars(size, size + sizeof size, octets.size(), 16).ptr;
  std::string framed(size, end);
  framed += "\r\n";
  framed += octets;
  framed += "\r\n";
  return framed;
}

api::Response problem(int status, std::string_view title, std::string_view detail,
                      std::string_view hint) {
  api::Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = "{\"type\":\"about:blank\",\"title\":\"" + std::string(title) +
                  "\",\"status\":" + std::to_string(status) + ",\"detail\":\"" +
                  std::string(detail) + "\",\"hint\":\"" + std::string(hint) + "\"}";
  return response;
}

api::Response internal_error() {
  return problem(500, "Internal Server Error", "the server failed to answer this request",
                 "the server's log on stderr says more");
}

}  // namespace mailrig::net
