#include "net/http_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

namespace mailrig::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

std::string say(error_code error, std::chrono::milliseconds timeout) {
  if (error == beast::error::timeout)
    return "no answer within " + std::to_string(timeout.count()) + " ms";
  if (error == asio::error::connection_refused) return "nothing listens there";
  if (error == asio::error::host_not_found || error == asio::error::host_not_found_try_again)
    return "there is no host of that name";
  return error.message();
}

}  // namespace

Result<Url> Url::parse(const std::string& text) {
  const std::string scheme = "http://";
  if (text.compare(0, scheme.size(), scheme) != 0)
    return Error{"\"" + text + "\" is not a URL like http://127.0.0.1:8025"};
  Url url;
  std::string rest = text.substr(scheme.size());
  if (const auto slash = rest.find('/'); slash != rest.npos) {
    url.path = rest.substr(slash);
    rest.resize(slash);
    while (!url.path.empty() && url.path.back() == '/') url.path.pop_back();
  }
  const auto bracket = rest.find(']');
  const auto colon = rest.find(':', bracket == rest.npos ? 0 : bracket);
  if (colon != rest.npos) {
    url.port = rest.substr(colon + 1);
    rest.resize(colon);
  }
  if (rest.size() > 2 && rest.front() == '[' && rest.back() == ']')
    rest = rest.substr(1, rest.size() - 2);
  url.host = rest;
  const bool number = !url.port.empty() && url.port.size() <= 5 &&
                      url.port.find_first_not_of("0123456789") == url.port.npos;
  if (url.host.empty() || !number || std::stoi(url.port) < 1 || std::stoi(url.port) > 65535)
    return Error{"\"" + text + "\" has no usable host and port; write http://127.0.0.1:8025"};
  return url;
}

Result<ClientResponse> http_ask(const Url& url, const ClientRequest& asked,
                                std::chrono::milliseconds timeout) {
  asio::io_context context;
  beast::tcp_stream stream(context);
  error_code error;
  const auto finish = [&](error_code result, auto&&...) { error = result; };
  const auto step = [&] {
    context.restart();
    context.run();
  };
  asio::ip::tcp::resolver resolver(context);
  const auto found = resolver.resolve(url.host, url.port, error);
  if (error) return Error{say(error, timeout)};

  stream.expires_after(timeout);
  stream.async_connect(found, finish);
  step();
  if (error) return Error{say(error, timeout)};

  http::request<http::string_body> request;
  request.method_string(asked.method);
  request.target(url.path + asked.target);
  request.version(11);
  const bool six = url.host.find(':') != url.host.npos;
  request.set(http::field::host, (six ? "[" + url.host + "]" : url.host) + ":" + url.port);
  request.set(http::field::connection, "close");
  if (!asked.content_type.empty()) request.set(http::field::content_type, asked.content_type);
  request.body() = asked.body;
  request.prepare_payload();
  stream.expires_after(timeout);
  http::async_write(stream, request, finish);
  step();
  if (error) return Error{say(error, timeout)};

  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(boost::none);
  http::async_read(stream, buffer, parser, finish);
  step();
  if (error) return Error{say(error, timeout)};
  auto& response = parser.get();
  return ClientResponse{static_cast<int>(response.result_int()),
                        std::string(response[http::field::content_type]),
                        std::move(response.body())};
}

}  // namespace mailrig::net
