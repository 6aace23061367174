#include "api/test_mail.hpp"

#include <algorithm>
#include <chrono>

#include "api/context.hpp"
#include "api/problem.hpp"
#include "json/info_json.hpp"
#include "mail/date.hpp"

namespace mailrig::api {
namespace {

constexpr std::string_view content =
    "From: mailrig <hello@mailrig.test>\r\n"
    "To: You <you@example.test>\r\n"
    "Subject: Your first mail\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=\"mailrig-test\"\r\n"
    "\r\n"
    "--mailrig-test\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "\r\n"
    "It works: this mail came through the real port.\r\n"
    "\r\n"
    "Your code is 493817.\r\n"
    "\r\n"
    "--mailrig-test\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "\r\n"
    "<!doctype html>\r\n"
    "<body style=\"font: 16px/1.5 sans-serif; margin: 0; padding: 32px; background: #eef2fb; "
    "color: #1d1f22\">\r\n"
    "<div style=\"max-width: 460px; margin: auto; padding: 28px 32px; background: #fff; "
    "border-radius: 12px\">\r\n"
    "<h1 style=\"margin: 0 0 12px; font-size: 22px\">It works</h1>\r\n"
    "<p>This mail came through the real port, as one of your app would.</p>\r\n"
    "<p>Your code is <b style=\"font: 700 20px monospace; letter-spacing: 2px\">493817</b></p>\r\n"
    "<p style=\"color: #5c6067; font-size: 14px\"><b>Session</b> shows the conversation that "
    "brought "
    "it, <b>Faults</b> makes the next one fail.</p>\r\n"
    "</div>\r\n"
    "</body>\r\n"
    "--mailrig-test--\r\n";

bool takes_test_mail(const ListenerInfo& listener) {
  return (listener.protocol == "smtp" || listener.protocol == "lmtp") &&
         listener.tls != "implicit" && listener.port != 0;
}

}  // namespace

Answer send_test_mail(const Context& context) {
  const auto listeners = context.listeners();
  const auto wanted = find(context.query, "listener");
  const auto listener =
      std::find_if(listeners.begin(), listeners.end(), [&](const ListenerInfo& each) {
        return wanted ? each.name == *wanted : takes_test_mail(each);
      });
  if (listener == listeners.end() || !takes_test_mail(*listener)) {
    std::string names;
    for (const ListenerInfo& each : listeners)
      if (takes_test_mail(each) && names.find(each.name) == std::string::npos)
        names += (names.empty() ? "" : " or ") + each.name;
    return to_response(bad_parameter(
        "listener",
        listener == listeners.end()
            ? "there is no listener of that name"
            : "listener \"" + listener->name + "\" takes no mail without TLS from the start",
        names.empty() ? "start one that speaks SMTP in the clear" : "listener=" + names));
  }
  TestMail mail;
  mail.address = listener->address;
  mail.port = listener->port;
  mail.lmtp = listener->protocol == "lmtp";
  // Told apart by what is on record since.
  mail.helo = "test-mail-" + std::to_string(context.store().seq()) + ".mailrig.test";
  mail.from = "hello@mailrig.test";
  mail.to = "you@example.test";
  const auto now = std::chrono::floor<std::chrono::seconds>(context.store().wall_now());
  mail.content = "Date: " + format_rfc5322(now) + "\r\nMessage-ID: <" + mail.helo +
                 "@mailrig.test>\r\n" + std::string(content);
  const json::SentTestMail sent{listener->name, mail.helo, mail.from, mail.to};
  const auto& send = context.options().send_test_mail;
  if (!send || !send(std::move(mail))) {
    Response response = to_response({.status = 503,
                                     .type = "busy",
                                     .title = "A test mail is under way",
                                     .detail = "one test mail is sent at a time",
                                     .hint = "wait for it, a few seconds at most"});
    response.headers.emplace_back("Retry-After", "1");
    return response;
  }
  return json_response(json::write_sent_test_mail(sent), 202);
}

}  // namespace mailrig::api
