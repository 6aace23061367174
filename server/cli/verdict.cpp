#include "cli/verdict.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <set>
#include <system_error>

#include "cli/command.hpp"
#include "json/answer_json.hpp"
#include "json/junit_xml.hpp"

namespace mailrig::cli {
namespace {

constexpr std::size_t most_sessions = 5;            // whose transcripts are printed
constexpr std::size_t most_transcript = 64 * 1024;  // octets of one of them

// Control characters of a client must not reach the terminal.
std::string shown(const std::string& text) {
  std::string out;
  for (const char c : text)
    out += (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7f ? '?' : c;
  return out;
}

std::string indented(const std::string& text) {
  std::string out = "    ";
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '\n' && i + 1 < text.size()) out += "    ";
  }
  return out;
}

std::string transcript(const Remote& remote, const std::string& session) {
  const auto answer =
      remote.get("/v1/sessions/" + session + "/transcript", {}, std::chrono::seconds(30));
  if (!answer || answer->status != 200) return {};
  std::string text = answer->body;
  if (text.size() > most_transcript) text.resize(most_transcript), text += "\n(and more)\n";
  return text;
}

std::string transcripts(const Remote& remote, const std::vector<std::string>& sessions) {
  std::string all;
  for (const std::string& session : sessions)
    if (all.size() < most_transcript * most_sessions) all += transcript(remote, session) + "\n";
  return all;
}

}  // namespace

Result<json::VerdictReport, VerifyFailure> ask_for_verdict(const Remote& remote,
                                                           const std::string& body,
                                                           std::chrono::milliseconds patience) {
  const auto answer = remote.post("/v1/verify", body, patience);
  if (!answer) return VerifyFailure{exit_unreachable, answer.error().what};
  if (answer->status == 200 || answer->status == 422)
    if (auto report = json::read_verdict(answer->body)) return std::move(*report);
  const auto problem = json::read_problem(answer->body);
  if (!problem || problem->title.empty())
    return VerifyFailure{exit_unreachable, remote.url() + " does not answer like mailrig"};
  std::string what = problem->detail.empty() ? problem->title : problem->detail;
  if (!problem->hint.empty()) what += " (" + problem->hint + ")";
  return VerifyFailure{answer->status < 500 ? exit_usage : exit_unreachable, std::move(what)};
}

void print_failures(const Remote& remote, const std::vector<Suite>& suites) {
  std::vector<std::string> sessions;
  for (const Suite& suite : suites) {
    for (const ExpectationResult& result : suite.results) {
      if (result.verdict == Judgement::pass) continue;
      std::fprintf(stderr, "%s: %s: %s\n%s", std::string(to_string(result.verdict)).c_str(),
                   shown(suite.name).c_str(), shown(result.name).c_str(),
                   indented(shown(failure_text(result))).c_str());
      for (const std::string& each : result.sessions)
        if (std::ranges::find(sessions, each) == sessions.end()) sessions.push_back(each);
    }
  }
  for (std::size_t i = 0; i < sessions.size() && i < most_sessions; ++i)
    std::fprintf(stderr, "\n%s", transcript(remote, sessions[i]).c_str());
  if (sessions.size() > most_sessions)
    std::fprintf(stderr, "\n(%zu more sessions)\n", sessions.size() - most_sessions);
}

std::string check_writable(const std::string& path) {
  // Without emptying what is there: the run may be stopped before there is anything to write.
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::app);
  if (file) return {};
  return "cannot write the JUnit file " + path + ": " +
         std::generic_category().message(errno ? errno : EIO) +
         " (--junit names a file in a folder that exists)";
}

std::string write_junit_file(const Remote& remote, const std::string& path,
                             const std::vector<Suite>& suites) {
  std::vector<json::JunitSuite> all;
  for (const Suite& suite : suites) {
    json::JunitSuite& out = all.emplace_back();
    out.name = suite.name;
    for (const ExpectationResult& each : suite.results)
      out.cases.push_back(json::junit_case(each, each.verdict == Judgement::pass
                                                     ? std::string()
                                                     : transcripts(remote, each.sessions)));
  }
  errno = 0;
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << json::write_junit(all) << std::flush;
  if (file) return {};
  return "cannot write the JUnit file " + path + ": " +
         std::generic_category().message(errno ? errno : EIO);
}

int say_verdict(const std::vector<Suite>& suites) {
  Judgement gravest = Judgement::pass;
  std::string reasons;
  std::size_t bad = 0, all = 0;
  for (const Suite& suite : suites) {
    for (const ExpectationResult& result : suite.results) {
      ++all;
      if (result.verdict == Judgement::pass) continue;
      ++bad;
      gravest = std::max(gravest, result.verdict);
      reasons += (reasons.empty() ? "" : "; ") + result.name + ": " +
                 (result.because.empty() ? "failed" : result.because.front());
    }
  }
  if (gravest == Judgement::pass) {
    std::fprintf(stderr, "mailrig: verdict pass (%zu of %zu)\n", all, all);
    return exit_ok;
  }
  for (char& c : reasons)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  std::fprintf(stderr, "mailrig: verdict fail (%zu of %zu): %s\n", bad, all, reasons.c_str());
  return exit_failed;
}

}  // namespace mailrig::cli
