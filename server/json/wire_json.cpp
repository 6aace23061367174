#include "json/wire_json.hpp"

#include <algorithm>
#include <filesystem>

#include "json/rule_fields.hpp"
#include "mail/ascii.hpp"
#include "match/suggestion.hpp"

namespace mailrig::json {
namespace {

// A count from 1.
std::uint64_t read_count(const Node& node, std::string_view what) {
  const auto count = node.integer();
  if (!count) return 0;
  if (*count >= 1) return static_cast<std::uint64_t>(*count);
  node.fault(std::string(what) + " counts octets, from 1", "write 1 or more");
  return 0;
}

bool one_of(const std::string& word, const std::vector<std::string_view>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A word of the list; anything else is a fault, and gives the empty word.
std::string read_word(const Node& node, const std::vector<std::string_view>& words,
                      std::string_view what) {
  // JSON has no other way to write a version than a number or a string.
  if (node.tree().is_number()) {
    node.fault("a number where a string was expected", "write \"" + node.tree().dump() + "\"");
    return {};
  }
  const auto word = node.text();
  if (!word) return {};
  if (one_of(*word, words)) return *word;
  node.fault("\"" + *word + "\" is no " + std::string(what), suggest(*word, words));
  return {};
}

std::string read_certificate(const Node& node) {
  const auto word = node.text();
  if (!word || one_of(*word, certificate_words())) return word.value_or(std::string());
  std::error_code ignored;
  if (word->find('/') == std::string::npos && word->find('.') == std::string::npos) {
    node.fault("\"" + *word + "\" is no certificate",
               suggest(*word, certificate_words()) + ", or the name of a PEM file");
  } else if (!std::filesystem::is_regular_file(*word, ignored)) {
    node.fault("there is no file \"" + *word + "\"",
               "a PEM file with certificate and key, or one of: " + joined(certificate_words()));
  }
  return *word;
}

bool is_capability(std::string_view text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const auto in_keyword = [](char c) { return is_alnum(c) || c == '-'; };
  // RFC 5321 §4.1.1.1: ehlo-keyword, then parameters of visible characters.
  return end > 0 && is_alnum(text.front()) && text.size() <= 500 &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), in_keyword) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

std::optional<Pace> read_send(const Node& node) {
  if (!node.fields({"chunk", "every", "rate", "cut", "split"})) return std::nullopt;
  Pace pace;
  if (const auto chunk = node.field("chunk")) pace.chunk = read_count(*chunk, "chunk");
  if (const auto rate = node.field("rate")) pace.rate = read_count(*rate, "rate");
  if (const auto cut = node.field("cut")) pace.cut = read_count(*cut, "cut");
  if (const auto split = node.field("split")) pace.split = split->boolean().value_or(false);
  if (const auto every = node.field("every")) {
    const auto text = every->text();
    const auto time = text ? parse_duration(*text) : Result<Milliseconds>(Milliseconds(0));
    if (!time)
      every->fault(time.error().what, "units are ms, s, m, h, d");
    else
      pace.every = *time;
    if (!node.field("chunk") && !node.field("split"))
      every->fault("every is the pause between pieces, and nothing says what a piece is",
                   "add \"chunk\": 1 for octets or \"split\": true for lines");
  }
  if (node.tree().empty())
    node.fault("send says nothing", "name some of: chunk, every, rate, cut, split");
  return pace;
}

std::optional<ReadPlan> read_read(const Node& node) {
  if (!node.fields({"stop", "rate"})) return std::nullopt;
  ReadPlan plan;
  if (const auto stop = node.field("stop")) plan.stop = stop->boolean().value_or(false);
  if (const auto rate = node.field("rate")) plan.rate = read_count(*rate, "rate");
  if (node.tree().empty()) node.fault("read says nothing", "name some of: stop, rate");
  return plan;
}

std::vector<CapabilityEdit> read_capabilities(const Node& node) {
  std::vector<CapabilityEdit> edits;
  if (node.is_text()) {
    node.fault("capabilities is a list", "write [" + node.tree().dump() + "]");
    return edits;
  }
  const auto elements = node.elements();
  if (!elements) return edits;
  if (elements->empty())
    node.fault("an empty list edits nothing", "name some, as in \"-STARTTLS\"");
  for (const Node& element : *elements) {
    const auto text = element.text();
    if (!text) continue;
    CapabilityEdit edit;
    edit.remove = text->starts_with('-');
    edit.line = text->substr(edit.remove ? 1 : 0);
    if (!is_capability(edit.line))
      element.fault(
          "\"" + *text + "\" is no line of an EHLO reply",
          "write a keyword and its parameters, \"SIZE 1000\", or \"-SIZE\" to take it out");
    else if (edit.remove && edit.line.find(' ') != std::string::npos)
      element.fault("a capability is taken out by its keyword alone",
                    "write \"-" + edit.line.substr(0, edit.line.find(' ')) + "\"");
    edits.push_back(std::move(edit));
  }
  return edits;
}

std::optional<TlsPlan> read_handshake(const Node& node) {
  if (!node.fields({"cert", "min", "max", "fail"})) return std::nullopt;
  TlsPlan plan;
  if (const auto cert = node.field("cert")) plan.certificate = read_certificate(*cert);
  if (const auto min = node.field("min")) plan.min = read_word(*min, tls_versions(), "TLS version");
  if (const auto max = node.field("max")) plan.max = read_word(*max, tls_versions(), "TLS version");
  if (const auto fail = node.field("fail"))
    plan.fail = read_word(*fail, handshake_failures(), "way for a handshake to fail");
  if (!plan.min.empty() && !plan.max.empty() && plan.min > plan.max)
    node.fault("no TLS version is at least " + plan.min + " and at most " + plan.max,
               "min is no more than max");
  if (node.tree().empty())
    node.fault("handshake says nothing", "name some of: cert, min, max, fail");
  return plan;
}

void read_close(const Node& node, Rule& rule) {
  const auto word = node.text();
  if (!word) return;
  const bool listen = std::find(rule.on.begin(), rule.on.end(), Stage::listen) != rule.on.end();
  const bool at_door = *word == "refuse" || *word == "ignore";
  if (!one_of(*word, close_words())) {
    node.fault("\"" + *word + "\" is no way to close", suggest(*word, close_words()));
  } else if (at_door && (!listen || rule.on.size() != 1)) {
    node.fault("\"" + *word + "\" is for connections that do not exist yet",
               "it stands at \"on\": \"listen\" alone; elsewhere: fin, rst, half, truncate");
  } else if (!at_door && listen) {
    node.fault("\"" + *word + "\" needs a connection, and at listen there is none",
               "write refuse or ignore; to close after accepting, \"on\": \"connect\"");
  }
  if (*word == "refuse") rule.admission = Admission::refuse;
  if (*word == "ignore") rule.admission = Admission::ignore;
  if (*word == "fin") rule.close = Close{Close::How::fin};
  if (*word == "rst") rule.close = Close{Close::How::rst};
  if (*word == "half") rule.close = Close{Close::How::half};
  if (*word == "truncate") rule.close = Close{Close::How::truncate};
}

}  // namespace mailrig::json
