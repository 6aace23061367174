// Micro benchmarks of the paths that are walked for every octet, command, event or item.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "json/message_json.hpp"
#include "json/record_json.hpp"
#include "mail/mime.hpp"
#include "mail/plain.hpp"
#include "mail/reading.hpp"
#include "match/find.hpp"
#include "match/search.hpp"
#include "scenario/engine.hpp"
#include "smtp/command.hpp"
#include "smtp/dot_reader.hpp"
#include "store/query.hpp"

namespace mailrig {
namespace {

using benchmark::State;

std::string lines_of(std::size_t octets) {
  std::string lines;
  while (lines.size() < octets) lines += std::string(76, 'x') + "\r\n";
  return lines;
}

void count_octets(State& state, std::size_t each) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) *
                          static_cast<std::int64_t>(each));
}

// The physical limit of what follows.
void copy_octets(State& state) {
  const std::string from = lines_of(1 << 20);
  std::string to = from;
  for (auto _ : state) {
    std::memcpy(to.data(), from.data(), from.size());
    benchmark::DoNotOptimize(to.data());
    benchmark::ClobberMemory();
  }
  count_octets(state, from.size());
}
BENCHMARK(copy_octets);

void scan_mail_data(State& state) {
  std::string data = lines_of(1 << 20);
  for (auto _ : state) {
    smtp::DotReader reader;
    benchmark::DoNotOptimize(reader.scan(data));
  }
  count_octets(state, data.size());
}
BENCHMARK(scan_mail_data);

void find_text(State& state) {
  const std::string text = lines_of(1 << 20);
  for (auto _ : state) benchmark::DoNotOptimize(find_lower(text, "parcel left", 0));
  count_octets(state, text.size());
}
BENCHMARK(find_text);

void parse_commands(State& state) {
  const std::string_view lines[] = {"EHLO client.test", "MAIL FROM:<a@x.test> SIZE=1024",
                                    "RCPT TO:<b@y.test>", "DATA", "quit"};
  for (auto _ : state)
    for (const std::string_view line : lines) benchmark::DoNotOptimize(smtp::parse_command(line));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 5);
}
BENCHMARK(parse_commands);

// Decisions at RCPT with so many rules, none of which matches.
void decide(State& state) {
  Engine engine("mailrig.test", {});
  std::vector<Rule> rules;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    Rule rule;
    rule.on = {Stage::rcpt};
    rule.match = {
        {{Field::to, {}}, *Pattern::parse("nobody" + std::to_string(i) + "@x.test", Field::to)}};
    rules.push_back(std::move(rule));
  }
  engine.add(std::move(rules), std::nullopt);
  Facts facts;
  facts.ip = "127.0.0.1";
  Envelope envelope;
  envelope.from.address = "a@x.test";
  Recipient recipient;
  recipient.address = "b@y.test";
  const Reply planned = Reply::raw("250 2.1.5 Ok\r\n");
  Moment moment;
  moment.stage = Stage::rcpt;
  moment.facts = &facts;
  moment.planned = &planned;
  moment.transaction = 1;
  moment.envelope = &envelope;
  moment.recipient = &recipient;
  for (auto _ : state) benchmark::DoNotOptimize(engine.decide(moment));
}
BENCHMARK(decide)->Arg(0)->Arg(1)->Arg(100);

double resident_mb() {
  std::ifstream statm("/proc/self/statm");
  double total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

// Ten million recipients that one rule counts apart, windows and all: what it keeps of them is
// bounded, and so memory is what it was after the first million.
void count_new_keys(State& state) {
  Engine engine("mailrig.test", {});
  Rule rule;
  rule.on = {Stage::rcpt};
  rule.per = {*parse_key_part("ip"), *parse_key_part("to")};
  rule.nth = *Nth::parse("3-");
  rule.window = *parse_window("1m");
  engine.add({std::move(rule)}, std::nullopt);
  Facts facts;
  facts.ip = "127.0.0.1";
  Envelope envelope;
  Recipient recipient;
  const Reply planned = Reply::raw("250 2.1.5 Ok\r\n");
  Moment moment;
  moment.stage = Stage::rcpt;
  moment.facts = &facts;
  moment.planned = &planned;
  moment.transaction = 1;
  moment.envelope = &envelope;
  moment.recipient = &recipient;
  std::uint64_t keys = 0;
  double after_a_million = 0;
  for (auto _ : state) {
    recipient.address = "user" + std::to_string(++keys) + "@y.test";
    benchmark::DoNotOptimize(engine.decide(moment));
    if (keys == 1'000'000) after_a_million = resident_mb();
  }
  const double in_the_end = resident_mb();
  state.counters["MB at 1M"] = after_a_million;
  state.counters["MB at 10M"] = in_the_end;
  if (in_the_end > after_a_million * 1.05 + 1) state.SkipWithError("memory grew with the keys");
}
BENCHMARK(count_new_keys)->Iterations(10'000'000)->Unit(benchmark::kNanosecond);

const std::string& simple_mail() {
  static const std::string mail =
      "Received: from a (b [127.0.0.1])\r\n\tby c with ESMTP; Mon, 23 Nov 2026 15:02:11 +0100\r\n"
      "From: Ann <ann@x.test>\r\nTo: Bob <bob@y.test>\r\nSubject: Order 17 confirmed\r\n"
      "Date: Mon, 23 Nov 2026 15:02:11 +0100\r\nMessage-ID: <1@x.test>\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n\r\n" +
      lines_of(700);
  return mail;
}

const std::string& rich_mail() {
  static const std::string mail =
      "From: Ann <ann@x.test>\r\nTo: Bob <bob@y.test>\r\nSubject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n"
      "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n"
      "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
      "quoted-printable\r\n\r\n"
      "Gr=C3=BC=C3=9Fe, see https://shop.test/reset?token=3D1\r\n--b\r\n"
      "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Gr&uuml;&szlig;e, see <a href=\"https://"
      "shop.test/reset?token=1\">here</a></p>\r\n--b--\r\n--a\r\nContent-Type: application/pdf\r\n"
      "Content-Disposition: attachment; filename=x.pdf\r\nContent-Transfer-Encoding: "
      "base64\r\n\r\n" +
      [] {
        std::string lines;
        for (int i = 0; i < 40; ++i) lines += std::string(76, 'A') + "\r\n";
        return lines;
      }() +
      "--a--\r\n";
  return mail;
}

void read_structure(State& state, const std::string& mail) {
  for (auto _ : state) benchmark::DoNotOptimize(read_mime(mail));
  count_octets(state, mail.size());
}
BENCHMARK_CAPTURE(read_structure, simple, simple_mail());
BENCHMARK_CAPTURE(read_structure, rich, rich_mail());

void read_whole(State& state, const std::string& mail) {
  for (auto _ : state) benchmark::DoNotOptimize(read_message(mail));
  count_octets(state, mail.size());
}
BENCHMARK_CAPTURE(read_whole, simple, simple_mail());
BENCHMARK_CAPTURE(read_whole, rich, rich_mail());

// What a list has to read of a mail that it has not shown yet.
void read_outline(State& state, const std::string& mail) {
  for (auto _ : state) benchmark::DoNotOptimize(outline_of(mail));
  count_octets(state, mail.size());
}
BENCHMARK_CAPTURE(read_outline, simple, simple_mail());
BENCHMARK_CAPTURE(read_outline, rich, rich_mail());

Message message_of(const std::string& mail) {
  Message message;
  message.number = 17;
  Envelope envelope;
  envelope.from.address = "ann@x.test";
  envelope.to.push_back(Recipient{"bob@y.test", {}, "250 2.1.5 Ok", true, true});
  message.seed =
      Message::Seed{std::move(envelope), {"default"}, std::make_shared<const Content>(mail)};
  return message;
}

// Whether one message has a word, as a text search asks it.
void search_message(State& state, const std::string& mail) {
  const Message message = message_of(mail);
  Query query;
  add_search(query, std::get<Search>(parse_search("parcel", Searched::messages, {})));
  for (auto _ : state) benchmark::DoNotOptimize(accepts(query, message));
  count_octets(state, mail.size());
}
BENCHMARK_CAPTURE(search_message, simple, simple_mail());
BENCHMARK_CAPTURE(search_message, rich, rich_mail());

void write_list_page(State& state, const std::string& mail) {
  const Message message = message_of(mail);
  const Outline outline = outline_of(mail);
  for (auto _ : state) {
    json::List list;
    for (int i = 0; i < 50; ++i) list.items.push_back(json::write_message(message, outline));
    list.total = 50;
    benchmark::DoNotOptimize(json::write_list(list));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 50);
}
BENCHMARK_CAPTURE(write_list_page, simple, simple_mail());
BENCHMARK_CAPTURE(write_list_page, rich, rich_mail());

}  // namespace
}  // namespace mailrig

BENCHMARK_MAIN();
