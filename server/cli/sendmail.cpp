// mailrig sendmail: stands in for /usr/sbin/sendmail where programs call that to send mail. Exit
// codes are those of sysexits.h, which they know.
#include <sysexits.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <memory>
#include <random>

#include "cli/command.hpp"
#include "cli/via.hpp"
#include "mail/ascii.hpp"
#include "mail/date.hpp"
#include "mail/header.hpp"
#include "mail/mailbox.hpp"
#include "rig/conversation.hpp"

namespace mailrig::cli {
namespace {

struct Wanted {
  std::string server, from, full_name;
  std::vector<std::string> to;
  bool from_header = false, dots_end = true, verbose = false, null_sender = false;
};

void complain(const std::string& what) { std::fprintf(stderr, "sendmail: %s\n", what.c_str()); }

// Flags as sendmail has them: a letter, and its value behind it or next. Those that only matter to
// a queue or a configuration are taken and do nothing, as with any mail server's own sendmail.
Result<Wanted> parse(const std::vector<std::string>& arguments) {
  Wanted wanted;
  std::size_t at = 0;
  const auto value = [&](const std::string& word) -> Result<std::string> {
    if (word.size() > 2) return word.substr(2);
    if (++at < arguments.size()) return arguments[at];
    return Error{word + " needs a value"};
  };
  bool flags = true;
  for (; at < arguments.size(); ++at) {
    const std::string& word = arguments[at];
    if (!flags || word.size() < 2 || word[0] != '-') {
      wanted.to.push_back(word);
    } else if (word == "--") {
      flags = false;
    } else if (word == "-t") {
      wanted.from_header = true;
    } else if (word == "-i" || word == "-oi") {
      wanted.dots_end = false;
    } else if (word == "-v") {
      wanted.verbose = true;
    } else if (word == "-ti" || word == "-it") {
      wanted.from_header = true;
      wanted.dots_end = false;
    } else if (word[1] == 'f' || word[1] == 'r' || word[1] == 'F' || word[1] == 'S') {
      auto given = value(word);
      if (!given) return given.error();
      if (word[1] == 'F') wanted.full_name = *given;
      if (word[1] == 'S') wanted.server = *given;
      if (word[1] != 'F' && word[1] != 'S') {
        wanted.null_sender = *given == "<>" || given->empty();
        const auto mailboxes = parse_mailboxes(*given);
        wanted.from = mailboxes.empty() ? "" : mailboxes.front().address;
      }
    } else if (word == "-bm" || word == "-m" || word == "-n" || word == "-U" || word == "-G" ||
               word.starts_with("-o") || word.starts_with("-O")) {
      if (word == "-O" || word == "-o") ++at;
    } else if (std::string("BNRVXLhp").find(word[1]) != std::string::npos) {
      auto ignored = value(word);
      if (!ignored) return ignored.error();
    } else {
      return Error{"flag " + word + " is not known here: there are -t -i -oi -f -r -F -S -v -bm"};
    }
  }
  return wanted;
}

// Up to the end, or to a line with a lone dot unless -i says that it is text.
std::string read_mail(bool dots_end) {
  std::string mail, line;
  while (std::getline(std::cin, line)) {
    if (line.ends_with('\r')) line.pop_back();
    if (dots_end && line == ".") break;
    mail += line + "\r\n";
  }
  return mail;
}

std::string sender_of_user() {
  const char* user = std::getenv("USER");
  if (!user || !*user) user = std::getenv("LOGNAME");
  char host[256] = "";
  if (::gethostname(host, sizeof host - 1) != 0 || !*host)
    std::snprintf(host, sizeof host, "localhost");
  return std::string(user && *user ? user : "nobody") + "@" + host;
}

std::string unique_id() {
  std::random_device random;
  return std::to_string(random()) + "." + std::to_string(random()) + "." +
         std::to_string(::getpid());
}

std::string now_as_date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  char text[64];
  // Names of days and months are English whatever the locale: the program never sets one.
  std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &utc);
  return text;
}

// The mail as it is sent: without Bcc, with the fields that RFC 5322 §3.6 wants and a program may
// leave to sendmail.
std::string completed(const std::string& raw, const Wanted& wanted, const std::string& from) {
  std::string header;
  HeaderReader reader(raw);
  bool dated = false, named = false, sent_by = false;
  std::size_t body = 0;
  while (const auto field = reader.next()) {
    body = reader.position();
    if (iequals(field->name, "Bcc")) continue;
    // A line that is no field begins the body, as it does for sendmail.
    if (field->name.empty()) {
      body = field->offset;
      break;
    }
    dated = dated || iequals(field->name, "Date");
    named = named || iequals(field->name, "Message-ID");
    sent_by = sent_by || iequals(field->name, "From");
    header += std::string(field->raw) + "\r\n";
  }
  std::string_view rest = std::string_view(raw).substr(body);
  if (rest.starts_with("\r\n")) rest.remove_prefix(2);
  if (!sent_by)
    header += "From: " + (wanted.full_name.empty() ? "" : "\"" + wanted.full_name + "\" ") + "<" +
              from + ">\r\n";
  if (!dated) header += "Date: " + now_as_date() + "\r\n";
  if (!named)
    header += "Message-ID: <" + unique_id() + from.substr(std::min(from.find('@'), from.size())) +
              ">\r\n";
  return header + "\r\n" + std::string(rest);
}

std::vector<std::string> recipients(const Wanted& wanted, const std::string& raw) {
  std::vector<std::string> all;
  const auto add = [&](std::string_view text) {
    for (const Mailbox& each : parse_mailboxes(text))
      if (!each.address.empty() && std::find(all.begin(), all.end(), each.address) == all.end())
        all.push_back(each.address);
  };
  for (const std::string& each : wanted.to) add(each);
  if (wanted.from_header)
    for (const char* name : {"To", "Cc", "Bcc"})
      for (const std::string_view value : find_headers(raw, name)) add(value);
  return all;
}

int exit_code(int reply) { return reply / 100 == 5 ? EX_UNAVAILABLE : EX_TEMPFAIL; }

int sendmail(const std::vector<std::string>& arguments) {
  const auto wanted = parse(arguments);
  if (!wanted) return complain(wanted.error().what), EX_USAGE;
  const std::string server = mail_server(wanted->server);
  const auto target = smtp::parse_target(server, 1025);
  if (!target) return complain("-S " + target.error().what), EX_USAGE;
  if (!wanted->from_header && wanted->to.empty())
    return complain("nobody to send to: name recipients, or -t to take them from the header"),
           EX_USAGE;
  const std::string raw = read_mail(wanted->dots_end);
  if (raw.empty()) return complain("there is no mail on standard input"), EX_NOINPUT;
  smtp::Outgoing mail;
  mail.to = recipients(*wanted, raw);
  if (mail.to.empty()) return complain("no recipient in To, Cc or Bcc"), EX_DATAERR;
  const std::string from = wanted->from.empty() ? sender_of_user() : wanted->from;
  mail.from = wanted->null_sender ? "" : from;
  mail.content = completed(raw, *wanted, from);

  Via via;
  smtp::SenderOptions options = sender_options(via);
  bool given = false;
  int code = EX_TEMPFAIL;
  options.mail = [&]() -> const smtp::Outgoing* {
    return std::exchange(given, true) ? nullptr : &mail;
  };
  options.done = [&](const smtp::Attempt& attempt) {
    code = attempt.accepted ? EX_OK : exit_code(std::atoi(attempt.reply.c_str()));
    for (const auto& [to, reply] : attempt.refused) {
      complain(printable(to) + ": " + printable(reply));
      code = exit_code(std::atoi(reply.c_str())) == EX_UNAVAILABLE ? EX_NOUSER : EX_TEMPFAIL;
    }
    if (!attempt.accepted && attempt.refused.empty()) complain(printable(attempt.reply));
  };
  if (wanted->verbose)
    options.show = [](const smtp::SpokenLine& line) {
      std::printf("%s %s\n", line.who == Who::client ? ">>>" : "   ", printable(line.text).c_str());
    };
  smtp::Sender sender(std::move(options));
  converse(*target, sender);
  if (given) return code;
  complain(printable(sender.failure()));
  return sender.failure_code() ? exit_code(sender.failure_code()) : EX_TEMPFAIL;
}

}  // namespace

void add_sendmail(CLI::App& program, Run& run) {
  CLI::App* app = program.add_subcommand("sendmail", "Stand in for /usr/sbin/sendmail");
  app->set_help_flag("--help", "Print this help message and exit");
  app->prefix_command();
  app->footer(
      "sendmail [-t] [-i] [-f SENDER] [-F NAME] [-S HOST:PORT] [-v] [RECIPIENT...] < MAIL\n"
      "  -t  recipients also from To, Cc and Bcc     -i, -oi  a line with a dot does not end the "
      "mail\n"
      "  -f, -r SENDER  of the envelope              -F NAME  for a From field that is missing\n"
      "  -S HOST:PORT  server (SMTP_HOST and SMTP_PORT, or 127.0.0.1:1025)   -v  the conversation\n"
      "Bcc is taken off; From, Date and Message-ID are added if they are missing. A symbolic link\n"
      "called sendmail does the same. Exit codes: sysexits.h (0 sent, 67 no such user, 75 try "
      "again).\n"
      "Examples:\n"
      "  printf 'To: ann@example.test\\nSubject: Hi\\n\\nHello\\n' | mailrig sendmail -t -i\n"
      "  ln -s $(command -v mailrig) /usr/sbin/sendmail");
  app->callback(
      [app, &run] { run = [arguments = app->remaining()] { return sendmail(arguments); }; });
}

}  // namespace mailrig::cli
