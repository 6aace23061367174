// mailrig send: a test message or a scripted dialogue, to any server, with the conversation.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <random>

#include "cli/command.hpp"
#include "cli/via.hpp"
#include "mail/ascii.hpp"
#include "mail/draft.hpp"
#include "rig/conversation.hpp"
#include "smtp/script.hpp"

namespace mailrig::cli {
namespace {

struct Wanted {
  Via via;
  std::string from = "sender@example.test", subject = "Test message", text, html, message, script;
  std::vector<std::string> to, cc, bcc, attachments, headers;
  bool quiet = false;
};

void complain(const std::string& what) { std::fprintf(stderr, "mailrig: %s\n", what.c_str()); }

// A line with the milliseconds since the first one.
class Printer {
 public:
  explicit Printer(bool quiet) : quiet_(quiet), began_(std::chrono::steady_clock::now()) {}

  void operator()(const smtp::SpokenLine& line) const {
    if (quiet_) return;
    const std::chrono::duration<double, std::milli> at = line.at - began_;
    const char* const who = line.who == Who::client ? "C:" : line.who == Who::server ? "S:" : "--";
    std::printf("%10.1f ms  %s %s\n", at.count(), who, printable(line.text).c_str());
    std::fflush(stdout);
  }

 private:
  bool quiet_;
  Time began_;
};

// RFC 2046 §4.5.1: what is not known is octets.
std::string type_of(const std::string& file) {
  static constexpr std::pair<std::string_view, std::string_view> types[] = {
      {".txt", "text/plain"},      {".html", "text/html"},      {".csv", "text/csv"},
      {".ics", "text/calendar"},   {".pdf", "application/pdf"}, {".json", "application/json"},
      {".xml", "application/xml"}, {".zip", "application/zip"}, {".png", "image/png"},
      {".jpg", "image/jpeg"},      {".jpeg", "image/jpeg"},     {".gif", "image/gif"},
      {".svg", "image/svg+xml"},   {".webp", "image/webp"},     {".eml", "message/rfc822"},
  };
  for (const auto& [ending, type] : types)
    if (iends_with(file, ending)) return std::string(type);
  return "application/octet-stream";
}

std::string unique_id() {
  std::random_device random;
  std::string id;
  for (int i = 0; i < 4; ++i) id += std::to_string(random()) + (i < 3 ? "." : "");
  return id;
}

std::vector<Mailbox> mailboxes(const std::vector<std::string>& given) {
  std::vector<Mailbox> all;
  for (const std::string& each : given)
    for (Mailbox& mailbox : parse_mailboxes(each)) all.push_back(std::move(mailbox));
  return all;
}

Result<std::string> content_of(const Wanted& wanted) {
  if (!wanted.message.empty()) {
    auto raw = read_file(wanted.message);
    if (!raw) return Error{"--message " + raw.error().what};
    return with_crlf(*raw);
  }
  Draft draft;
  draft.from = mailboxes({wanted.from});
  draft.to = mailboxes(wanted.to);
  draft.cc = mailboxes(wanted.cc);
  draft.subject = wanted.subject;
  if (!wanted.html.empty()) draft.html = wanted.html;
  if (!wanted.text.empty() || wanted.html.empty())
    draft.text = wanted.text.empty() ? "This is a test message.\n" : wanted.text;
  for (const std::string& header : wanted.headers) {
    const std::size_t colon = header.find(':');
    if (colon == 0 || colon == std::string::npos)
      return Error{"--header \"" + header + "\" is no header: write \"X-Name: value\""};
    draft.headers.emplace_back(header.substr(0, colon), trim(header.substr(colon + 1)));
  }
  for (const std::string& file : wanted.attachments) {
    auto octets = read_file(file);
    if (!octets) return Error{"--attach " + octets.error().what};
    draft.attachments.push_back(
        {file.substr(file.rfind('/') + 1), type_of(file), std::move(*octets), ""});
  }
  const auto now = std::chrono::system_clock::now();
  return compose(draft, std::chrono::floor<std::chrono::seconds>(now), unique_id());
}

int play(const Wanted& wanted, const smtp::Target& target) {
  const auto text = read_file(wanted.script);
  if (!text) return complain("--script " + text.error().what), exit_usage;
  auto steps = smtp::parse_script(*text);
  if (!steps) return complain(wanted.script + ", " + steps.error().what), exit_usage;
  smtp::Script script(std::move(*steps), Printer(wanted.quiet));
  converse(target, script);
  if (script.failure().empty()) return exit_ok;
  complain(wanted.script + ", " + script.failure());
  return script.greeted() ? exit_failed : exit_unreachable;
}

int deliver(const Wanted& wanted, const smtp::Target& target) {
  auto content = content_of(wanted);
  if (!content) return complain(content.error().what), exit_usage;
  smtp::Outgoing mail;
  mail.content = std::move(*content);
  for (const auto* list : {&wanted.to, &wanted.cc, &wanted.bcc})
    for (const Mailbox& each : mailboxes(*list)) mail.to.push_back(each.address);
  const auto from = mailboxes({wanted.from});
  if (!from.empty()) mail.from = from.front().address;
  if (mail.to.empty()) return complain("nobody to send to: --to ann@example.test"), exit_usage;

  smtp::SenderOptions options = sender_options(wanted.via);
  bool given = false, all = false;
  options.mail = [&]() -> const smtp::Outgoing* {
    return std::exchange(given, true) ? nullptr : &mail;
  };
  options.done = [&](const smtp::Attempt& attempt) {
    all = attempt.accepted && attempt.refused.empty();
    if (all) return;
    for (const auto& [to, reply] : attempt.refused)
      complain("refused for " + printable(to) + ": " + printable(reply));
    if (!attempt.accepted) complain("not accepted: " + printable(attempt.reply));
  };
  options.show = Printer(wanted.quiet);
  smtp::Sender sender(std::move(options));
  converse(target, sender);
  if (!given && !sender.failure().empty()) complain(printable(sender.failure()));
  if (all) return exit_ok;
  return sender.greeted() ? exit_failed : exit_unreachable;
}

int send(const Wanted& wanted) {
  const auto target = target_of(wanted.via);
  if (!target) return complain(target.error().what), exit_usage;
  return wanted.script.empty() ? deliver(wanted, *target) : play(wanted, *target);
}

}  // namespace

void add_send(CLI::App& program, Run& run) {
  CLI::App* app =
      program.add_subcommand("send", "Send a test message, or play a dialogue, to any server");
  const auto wanted = std::make_shared<Wanted>();
  add_via(*app, wanted->via);
  app->add_option("--from", wanted->from, "Sender (sender@example.test)")->type_name("ADDRESS");
  app->add_option("--to", wanted->to, "Recipient; may be repeated")->type_name("ADDRESS");
  app->add_option("--cc", wanted->cc, "As --to, in Cc")->type_name("ADDRESS");
  app->add_option("--bcc", wanted->bcc, "As --to, in no header")->type_name("ADDRESS");
  app->add_option("--subject", wanted->subject, "Subject (Test message)")->type_name("TEXT");
  app->add_option("--text", wanted->text, "The text")->type_name("TEXT");
  app->add_option("--html", wanted->html, "The same as HTML")->type_name("TEXT");
  app->add_option("--attach", wanted->attachments, "Attach; may be repeated")->type_name("FILE");
  app->add_option("--header", wanted->headers, "Add \"Name: value\"; may be repeated")
      ->type_name("HEADER");
  auto* message = app->add_option("--message", wanted->message,
                                  "Send this file instead of building a mail; - is stdin")
                      ->type_name("FILE");
  for (const char* part : {"--subject", "--text", "--html", "--attach", "--header"})
    message->excludes(app->get_option(part));
  auto* script =
      app->add_option("--script", wanted->script, "Play this file of C: and S: lines; - is stdin")
          ->type_name("FILE")
          ->excludes(message);
  for (const char* part : {"--to", "--cc", "--bcc", "--from", "--text", "--html", "--attach"})
    script->excludes(app->get_option(part));
  app->add_flag("--quiet", wanted->quiet, "Show nothing but failures");
  app->footer(
      "Exit: 0 accepted for all, 1 not, or not as scripted, 2 bad usage, 3 no server.\n"
      "A script says C: (a line), C! (octets, with \\r \\n \\xHH), hears S: (a line, * and ? "
      "match),\n"
      "S..: (up to a line), and has tls, pause 500ms and closed.\nExamples:\n"
      "  mailrig send --to ann@example.test --subject Invoice --attach invoice.pdf\n"
      "  mailrig send --to x@y.test --server mail.test:587 --tls starttls --user ann\n"
      "  printf 'S: 220 *\\nC: NOOP\\nS: 250 *\\n' | mailrig send --script -");
  app->callback([&run, wanted] { run = [wanted] { return send(*wanted); }; });
}

}  // namespace mailrig::cli
