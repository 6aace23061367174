// mailrig load: many mails over many connections, and how fast they were taken.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "cli/command.hpp"
#include "cli/quantity.hpp"
#include "cli/via.hpp"
#include "rig/conversation.hpp"

namespace mailrig::cli {
namespace {

using Clock = std::chrono::steady_clock;

struct Wanted {
  Via via;
  std::string from = "load@example.test", to = "user{n}@example.test", size = "1KiB", time;
  std::uint64_t count = 1'000, each = 0;
  unsigned connections = 10;
  bool pipeline = false, quiet = false;
};

void complain(const std::string& what) { std::fprintf(stderr, "mailrig: %s\n", what.c_str()); }

// What all connections share.
struct Tally {
  std::atomic<std::uint64_t> taken{0};  // mails begun; each its number
  std::atomic<std::uint64_t> accepted{0}, refused{0}, failed{0};
  std::atomic<bool> stop{false}, reached{false};
  std::mutex mutex;
  std::vector<std::uint32_t> microseconds;      // of accepted mails
  std::map<std::string, std::uint64_t> errors;  // bounded: beyond it they are "others"

  void note_error(const std::string& text) {
    constexpr std::size_t most = 20;
    const std::lock_guard lock(mutex);
    const bool known = errors.contains(text) || errors.size() < most;
    ++errors[known ? text : "others"];
  }
};

// Header and lines of text, `octets` in all or a little more; numbers make it one of a kind.
std::string content_of(const Wanted& wanted, const std::string& to, std::uint64_t number,
                       std::uint64_t octets) {
  std::string mail = "From: <" + wanted.from + ">\r\nTo: <" + to + ">\r\nSubject: Load " +
                     std::to_string(number) + "\r\nMessage-ID: <load." + std::to_string(number) +
                     "." + std::to_string(::getpid()) + "@example.test>\r\n\r\n";
  constexpr std::string_view line =
      "The quick brown fox jumps over the lazy dog, and does so again and again.\r\n";
  while (mail.size() + line.size() < octets) mail += line;
  while (mail.size() + 2 < octets) mail += 'x';
  return mail += "\r\n";
}

std::string numbered(std::string text, std::uint64_t number) {
  for (std::size_t at; (at = text.find("{n}")) != std::string::npos;)
    text.replace(at, 3, std::to_string(number));
  return text;
}

// One connection's mails, until there are no more. False if the connection was of no use.
bool converse_once(const Wanted& wanted, const smtp::Target& target, std::uint64_t octets,
                   Tally& tally, std::vector<std::uint32_t>& times) {
  smtp::Outgoing mail;
  std::uint64_t sent = 0;
  smtp::SenderOptions options = sender_options(wanted.via);
  options.pipelining = wanted.pipeline;
  options.mail = [&]() -> const smtp::Outgoing* {
    if (tally.stop || (wanted.each != 0 && sent == wanted.each)) return nullptr;
    const std::uint64_t number = tally.taken.fetch_add(1) + 1;
    if (number > wanted.count) return nullptr;
    ++sent;
    const std::string to = numbered(wanted.to, number);
    mail = {wanted.from, {to}, content_of(wanted, to, number, octets)};
    return &mail;
  };
  options.done = [&](const smtp::Attempt& attempt) {
    if (attempt.accepted) {
      tally.accepted.fetch_add(1);
      times.push_back(
          static_cast<std::uint32_t>(std::min<std::int64_t>(attempt.took.count(), UINT32_MAX)));
    } else {
      tally.refused.fetch_add(1);
      tally.note_error(printable(attempt.reply));
    }
  };
  smtp::Sender sender(std::move(options));
  converse(target, sender, &tally.stop);
  if (sender.greeted()) tally.reached = true;
  if (sender.failure().empty()) return true;
  // A mail that was under way has been counted by then.
  if (sent == 0) {
    tally.failed.fetch_add(1);
    tally.note_error(printable(sender.failure()));
  }
  return sent > 0;
}

void run_connection(const Wanted& wanted, const smtp::Target& target, std::uint64_t octets,
                    Tally& tally) {
  std::vector<std::uint32_t> times;
  while (!tally.stop && tally.taken.load() < wanted.count)
    if (!converse_once(wanted, target, octets, tally, times)) break;
  const std::lock_guard lock(tally.mutex);
  tally.microseconds.insert(tally.microseconds.end(), times.begin(), times.end());
}

void show_progress(const Tally& tally, const Wanted& wanted, Clock::time_point began) {
  const std::uint64_t done = tally.accepted + tally.refused;
  const std::chrono::duration<double> took = Clock::now() - began;
  std::fprintf(stderr, "\r%llu of %llu, %.0f/s, %llu refused, %llu failed \x1b[K",
               static_cast<unsigned long long>(done), static_cast<unsigned long long>(wanted.count),
               static_cast<double>(done) / took.count(),
               static_cast<unsigned long long>(tally.refused.load()),
               static_cast<unsigned long long>(tally.failed.load()));
}

void summarize(Tally& tally, std::uint64_t octets, double seconds) {
  const auto number = [](std::uint64_t n) { return static_cast<unsigned long long>(n); };
  const auto accepted = static_cast<double>(tally.accepted.load());
  std::printf("%llu accepted, %llu refused, %llu connections failed, in %.2f s\n",
              number(tally.accepted), number(tally.refused), number(tally.failed), seconds);
  std::printf("%.0f mails/s, %.2f MB/s\n", accepted / seconds,
              accepted * static_cast<double>(octets) / 1e6 / seconds);
  auto& times = tally.microseconds;
  if (!times.empty()) {
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
      return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))] /
             1000.0;
    };
    std::printf("a mail took: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, most %.2f ms\n", at(0.5),
                at(0.9), at(0.99), at(1));
  }
  for (const auto& [text, count] : tally.errors)
    std::printf("%8llu x %s\n", number(count), text.c_str());
}

int load(const Wanted& wanted) {
  const auto target = target_of(wanted.via);
  if (!target) return complain(target.error().what), exit_usage;
  const auto octets = parse_size(wanted.size);
  if (!octets || *octets > (1u << 30))
    return complain("--size is \"" + wanted.size + "\": allowed is " +
                    (octets ? "at most 1GiB" : octets.error().what)),
           exit_usage;
  std::optional<std::chrono::milliseconds> time;
  if (!wanted.time.empty()) {
    const auto parsed = parse_time(wanted.time);
    if (!parsed)
      return complain("--time is \"" + wanted.time + "\": allowed is " + parsed.error().what),
             exit_usage;
    time = *parsed;
  }
  Tally tally;
  const auto began = Clock::now();
  std::atomic<unsigned> running{wanted.connections};
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < wanted.connections; ++i)
    threads.emplace_back([&] {
      run_connection(wanted, *target, *octets, tally);
      running.fetch_sub(1);
    });
  const bool terminal = !wanted.quiet && ::isatty(STDERR_FILENO);
  for (int beat = 0; running.load() > 0; ++beat) {
    if (time && Clock::now() - began >= *time) tally.stop = true;
    if (terminal && beat % 25 == 0) show_progress(tally, wanted, began);
    ::usleep(10'000);
  }
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> took = Clock::now() - began;
  if (terminal) std::fprintf(stderr, "\r\x1b[K");
  summarize(tally, *octets, took.count());
  if (!tally.reached) return exit_unreachable;
  return tally.refused + tally.failed == 0 ? exit_ok : exit_failed;
}

}  // namespace

void add_load(CLI::App& program, Run& run) {
  CLI::App* app =
      program.add_subcommand("load", "Send many mails at once and say how fast they were taken");
  const auto wanted = std::make_shared<Wanted>();
  add_via(*app, wanted->via);
  app->add_option("--count", wanted->count, "So many mails (1000)")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{100'000'000}));
  app->add_option("--time", wanted->time, "No longer than this")->type_name("TIME");
  app->add_option("--connections", wanted->connections, "At once (10)")
      ->type_name("N")
      ->check(CLI::Range(1u, 1'000u));
  app->add_option("--each", wanted->each, "Mails per connection (0: all)")
      ->type_name("N")
      ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{100'000'000}));
  app->add_option("--size", wanted->size, "Octets of a mail (1KiB)")->type_name("SIZE");
  app->add_option("--from", wanted->from, "Sender (load@example.test)")->type_name("ADDRESS");
  app->add_option("--to", wanted->to, "Recipient; {n} is the mail's number (user{n}@example.test)")
      ->type_name("ADDRESS");
  app->add_flag("--pipeline", wanted->pipeline, "MAIL, RCPT and DATA in one piece if offered");
  app->add_flag("--quiet", wanted->quiet, "No progress, only the summary");
  app->footer(
      "Exit: 0 all accepted, 1 not all, 2 bad usage, 3 no server.\nExamples:\n"
      "  mailrig load --count 100000 --connections 20\n"
      "  mailrig load --time 30s --count 1000000 --size 100KiB --each 1\n"
      "  mailrig load --server mail.test:587 --tls starttls --user ann");
  app->callback([&run, wanted] { run = [wanted] { return load(*wanted); }; });
}

}  // namespace mailrig::cli
