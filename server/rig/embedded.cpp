// What tests that carry a rig inside ask of it: requests of the API and its answers, as values.
#include <stdexcept>

#include "json/answer_json.hpp"
#include "json/verdict_json.hpp"
#include "rig/rig.hpp"
#include "rig/target.hpp"
#include "verify/failure_text.hpp"

namespace mailrig {
namespace {

Parameters with(Parameters filters, Parameters more) {
  filters.insert(filters.end(), more.begin(), more.end());
  return filters;
}

std::string why_not(const ApiAnswer& answer) {
  const auto problem = json::read_problem(answer.body);
  if (!problem) return "the API answers " + std::to_string(answer.status);
  std::string text = problem->detail.empty() ? problem->title : problem->detail;
  for (const json::ReadNearMiss& miss : problem->near_misses) {
    text += "\n  " + miss.kind + " " + miss.id + " came close:";
    for (const json::ReadDifference& one : miss.differences)
      text += " " + one.field + " is \"" + one.found + "\", not \"" + one.wanted + "\";";
    if (text.back() == ';') text.pop_back();
    if (!miss.note.empty()) text += " (" + miss.note + ")";
  }
  if (problem->near_misses.empty() && !problem->hint.empty()) text += " (" + problem->hint + ")";
  return text;
}

const ApiAnswer& checked(const ApiAnswer& answer) {
  if (answer.status >= 300) throw std::invalid_argument(why_not(answer));
  return answer;
}

// The body of POST /v1/verify: `expect` is an array of expectations, or one of them.
std::string verify_body(const std::string& expect) {
  const bool lone = expect.find_first_not_of(" \t\r\n") == expect.find('{');
  return "{\"expect\":" + (lone ? "[" + expect + "]" : expect) + "}";
}

std::string why_not(const json::VerdictReport& report) {
  std::string text;
  for (const ExpectationResult& each : report.results)
    if (each.verdict != Judgement::pass) text += each.name + ": " + failure_text(each);
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace

std::vector<Mail> Rig::messages(const Filters& filters) const {
  std::vector<Mail> mails;
  std::string cursor;
  do {
    Parameters page = {{"order", "asc"}, {"limit", "1000"}};
    if (!cursor.empty()) page.emplace_back("cursor", cursor);
    const ApiAnswer answer = ask("GET", target("/v1/messages", with(filters, std::move(page))));
    const auto list = json::read_messages(checked(answer).body);
    if (!list) throw std::logic_error("the API answers no list: " + answer.body);
    for (const json::ListedMessage& one : list->items) {
      // One may be evicted between the list and this.
      const ApiAnswer raw = ask("GET", "/v1/messages/" + one.id + "/raw");
      if (raw.status != 200) continue;
      Mail mail{one.id, one.from, {}, one.subject, raw.body};
      for (const json::ListedRecipient& to : one.to)
        if (to.reply.starts_with('2')) mail.to.push_back(to.address);
      mails.push_back(std::move(mail));
    }
    cursor = list->next;
  } while (!cursor.empty());
  return mails;
}

bool Rig::received(const Filters& filters, std::uint64_t count, std::chrono::milliseconds patience,
                   std::string& why) const {
  const ApiAnswer answer =
      ask("GET",
          target("/v1/messages", with(filters, {{"wait", std::to_string(patience.count()) + "ms"},
                                                {"count", std::to_string(count)},
                                                {"limit", "0"}})));
  if (answer.status == 200) return true;
  why = why_not(answer);
  if (answer.status != 422) throw std::invalid_argument(why);
  return false;
}

bool Rig::verify(const std::string& expect, std::string& why) const {
  const ApiAnswer answer = ask("POST", "/v1/verify", verify_body(expect));
  if (answer.status == 200) return true;
  const auto report = answer.status == 422 ? json::read_verdict(answer.body) : std::nullopt;
  if (!report) throw std::invalid_argument(why_not(answer));
  why = why_not(*report);
  return false;
}

void Rig::arm(const std::string& rules) const { checked(ask("POST", "/v1/rules", rules)); }

void Rig::disarm() const { checked(ask("DELETE", "/v1/rules?all=true")); }

}  // namespace mailrig
