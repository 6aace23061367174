#include "json/junit_xml.hpp"

#include <algorithm>

#include "mail/utf8.hpp"

namespace mailrig::json {
namespace {

constexpr std::string_view hex = "0123456789abcdef";

// XML 1.0 §2.2: no control character but tab, LF and CR, and not U+FFFE and U+FFFF.
bool allowed(std::string_view character) {
  if (character.size() == 1) {
    const char c = character.front();
    return c == '\t' || c == '\n' || (c >= ' ' && c != 0x7f);
  }
  return character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF" &&
         !(character.size() == 2 && character[0] == '\xC2' &&
           static_cast<unsigned char>(character[1]) < 0xa0);
}

void append_octets(std::string& out, std::string_view octets) {
  for (const char c : octets) {
    const auto octet = static_cast<unsigned char>(c);
    out.append("\\x").append(1, hex[octet >> 4]).append(1, hex[octet & 15]);
  }
}

void append_character(std::string& out, std::string_view character, bool in_attribute) {
  switch (character.front()) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\n':
    case '\t':
      // An attribute's white space is normalised unless it is a reference (XML 1.0 §3.3.3).
      if (in_attribute)
        out += character.front() == '\n' ? "&#10;" : "&#9;";
      else
        out += character;
      return;
    default:
      out += character;
  }
}

std::string escaped(std::string_view text, bool in_attribute) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = std::max<std::size_t>(utf8_length(text), 1);
    const std::string_view character = text.substr(0, length);
    if (utf8_length(text) == 0 || !allowed(character))
      append_octets(out, character);
    else
      append_character(out, character, in_attribute);
    text.remove_prefix(length);
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escaped(value, true) + "\"";
}

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0;

  void add(const JunitSuite& suite) {
    tests += suite.cases.size();
    for (const JunitCase& one : suite.cases) {
      failures += one.verdict == Judgement::fail;
      errors += one.verdict == Judgement::error;
    }
  }
  std::string attributes() const {
    return attribute("tests", std::to_string(tests)) +
           attribute("failures", std::to_string(failures)) +
           attribute("errors", std::to_string(errors));
  }
};

void append_case(std::string& out, std::string_view suite, const JunitCase& one) {
  out += "    <testcase" + attribute("classname", suite) + attribute("name", one.name);
  if (one.verdict == Judgement::pass && one.system_out.empty()) {
    out += "/>\n";
    return;
  }
  out += ">\n";
  if (one.verdict != Judgement::pass) {
    const std::string tag = one.verdict == Judgement::fail ? "failure" : "error";
    out += "      <" + tag + attribute("message", one.message) +
           attribute("type", to_string(one.verdict)) + ">" + escaped(one.text, false) + "</" + tag +
           ">\n";
  }
  if (!one.system_out.empty())
    out += "      <system-out>" + escaped(one.system_out, false) + "</system-out>\n";
  out += "    </testcase>\n";
}

}  // namespace

JunitCase junit_case(const ExpectationResult& result, std::string transcripts) {
  return {result.name, result.verdict, result.because.empty() ? "" : result.because.front(),
          failure_text(result), std::move(transcripts)};
}

std::string write_junit(const std::vector<JunitSuite>& suites) {
  Counts all;
  for (const JunitSuite& suite : suites) all.add(suite);
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + all.attributes() + ">\n";
  for (const JunitSuite& suite : suites) {
    Counts own;
    own.add(suite);
    out += "  <testsuite" + attribute("name", suite.name) + own.attributes() + ">\n";
    for (const JunitCase& one : suite.cases) append_case(out, suite.name, one);
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

}  // namespace mailrig::json
