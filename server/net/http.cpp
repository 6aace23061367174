#include "net/http.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cctype>

#include "net/connection.hpp"
#include "net/http_text.hpp"
#include "net/http_wait.hpp"
#include "net/refusal.hpp"

namespace mailrig::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using Clock = std::chrono::steady_clock;
using Parser = http::request_parser<http::string_body>;

constexpr std::chrono::seconds idle_time{60}, read_time{30}, last_words{1};
constexpr std::uint32_t header_limit = 16 * 1024;

struct HttpConnection {
  HttpConnection(std::shared_ptr<Wire> on, const HttpPlace& at) : wire(std::move(on)), place(at) {}
  ~HttpConnection() { place.open.fetch_sub(1); }

  std::shared_ptr<Wire> wire;
  HttpPlace place;
  beast::flat_buffer buffer;  // what was read beyond the last request
};

// What arrived: a request, a fault to be answered, or nothing more.
struct Incoming {
  api::Request request;
  ResponseForm form;
  bool head_only = false;
  std::optional<api::Response> fault;
  bool gone = false;
};

void fill(Incoming& in, Parser& parser, const Peer& peer) {
  auto& message = parser.get();
  in.head_only = message.method() == http::verb::head;
  in.request.method = in.head_only ? "GET" : std::string(message.method_string());
  in.request.target = std::string(message.target());
  for (const auto& field : message)
    in.request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  in.request.client_ip = peer.ip;
  in.form.keep_alive = message.keep_alive();
  in.form.http10 = message.version() < 11;
}

void judge(Incoming& in, error_code error, const Wire& wire) {
  in.form.keep_alive = false;
  if (error == http::error::body_limit) {
    in.request.body_too_large = true;
  } else if (error == http::error::header_limit) {
    in.fault =
        problem(431, "Request Header Fields Too Large", "the request line and headers pass 16 KiB",
                "send fewer or shorter headers; filters may be shorter than that too");
  } else if (wire.timed_out()) {
    in.fault = problem(408, "Request Timeout", "the request did not arrive whole within 30 s",
                       "send the request without a pause");
  } else if (error.category() == make_error_code(http::error::bad_method).category() &&
             error != http::error::end_of_stream && error != http::error::partial_message) {
    in.fault = problem(400, "Bad Request", "not an HTTP/1.1 request: " + error.message(),
                       "this port speaks HTTP; SMTP has a port of its own");
  } else {
    in.gone = true;
  }
}

bool expects_continue(Parser& parser) {
  return beast::iequals(parser.get()[http::field::expect], "100-continue");
}

Task<Incoming> receive(HttpConnection& c) {
  Wire& wire = *c.wire;
  Incoming in;
  if (c.buffer.size() == 0) {
    wire.set_deadline(Clock::now() + idle_time);
    wire.set_interruptible(Wire::Interruptible::by_stop);
    const auto free = c.buffer.prepare(4096);
    const std::span<char> room(static_cast<char*>(free.data()), free.size());
    const Transfer received = co_await wire.socket().read(room);
    wire.set_interruptible(Wire::Interruptible::no);
    c.buffer.commit(received.octets);
    in.gone = received.state != Transfer::State::done;
    if (in.gone) co_return in;
  }
  Parser parser;
  parser.header_limit(header_limit);
  parser.body_limit(c.place.limits.body);
  wire.set_deadline(Clock::now() + read_time);
  AwaitedHandler head([&](auto handler) {
    http::async_read_header(wire.socket(), c.buffer, parser, std::move(handler));
  });
  error_code error = co_await head;
  if (!error && !parser.is_done() && expects_continue(parser)) {
    const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const std::size_t unsent = co_await wire.send_all(go_on);
    in.gone = unsent != 0;
  }
  while (!error && !in.gone && !parser.is_done()) {
    wire.set_deadline(Clock::now() + read_time);
    AwaitedHandler part([&](auto handler) {
      http::async_read_some(wire.socket(), c.buffer, parser, std::move(handler));
    });
    const error_code more = co_await part;
    error = more;
  }
  wire.clear_deadline();
  // A Content-Length beyond the limit is an error before the header counts as done.
  if (parser.is_header_done() || error == http::error::body_limit) fill(in, parser, wire.peer());
  if (error)
    judge(in, error, wire);
  else
    in.request.body = std::move(parser.get().body());
  co_return in;
}

api::Answer ask(api::Service& service, const api::Request& request, IoPool& pool) {
  try {
    return service.handle(request);
  } catch (...) {
    pool.report(std::current_exception());
    return internal_error();
  }
}

Task<void> converse(std::shared_ptr<HttpConnection> owned) {
  HttpConnection& c = *owned;
  Wire& wire = *c.wire;
  for (;;) {
    if (wire.stopping()) break;
    Incoming in = co_await receive(c);
    if (in.gone) break;
    std::optional<api::Response> response = std::move(in.fault);
    if (!response) {
      const api::Answer answer = ask(c.place.service, in.request, wire.thread().pool);
      if (const auto* wait = std::get_if<api::Wait>(&answer)) {
        std::optional<api::Response> awaited =
            co_await await_answer(wire, c.place.workers, c.place.store, *wait);
        response = std::move(awaited);
        if (!response) break;
      } else if (const auto* work = std::get_if<api::Work>(&answer)) {
        std::optional<api::Response> done = co_await await_work(wire, c.place.workers, *work);
        response = std::move(done);
        if (!response) break;
      } else if (const auto* follow = std::get_if<api::Follow>(&answer)) {
        const bool chunked = !in.form.http10;
        if (in.head_only) {
          const std::string head = stream_head(*follow, chunked);
          const std::size_t unsent = co_await wire.send_all(head);
          (void)unsent;
        } else {
          co_await follow_events(wire, c.place.workers, c.place.store, *follow, chunked);
        }
        break;
      } else {
        response = std::get<api::Response>(answer);
      }
    }
    if (wire.stopping()) in.form.keep_alive = false;
    const std::string head = response_head(*response, in.form);
    const bool bare = in.head_only || response->status == 204 || response->status == 304;
    const std::string_view body = bare ? std::string_view() : response->octets();
    const std::size_t unsent = co_await wire.send_all(head, body);
    if (unsent || !in.form.keep_alive) break;
  }
  const Time until = Clock::now() + last_words;
  co_await wire.finish(until, Wire::Farewell::said);
  wire.close();
}

struct HttpEnded {
  std::shared_ptr<HttpConnection> connection;

  void operator()(std::exception_ptr error) const {
    if (!error) return;
    connection->wire->thread().pool.report(error);
    connection->wire->reset();
  }
};

}  // namespace

void answer_http(std::shared_ptr<Wire> wire, const HttpPlace& place) {
  if (place.open.fetch_add(1) >= place.limits.connections) {
    place.open.fetch_sub(1);
    const api::Response busy =
        problem(503, "Service Unavailable", "too many HTTP connections are open",
                "close some, or keep one connection for many requests");
    ResponseForm form;
    form.keep_alive = false;
    drive(std::move(wire), std::make_unique<Refusal>(response_head(busy, form) + busy.body),
          nullptr);
    return;
  }
  const auto connection = std::make_shared<HttpConnection>(std::move(wire), place);
  spawn(converse(connection), HttpEnded{connection});
}

}  // namespace mailrig::net
