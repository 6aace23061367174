#include "cli/exported.hpp"

#include <algorithm>
#include <map>

namespace mailrig::cli {
namespace {

using Words = std::map<std::string, std::string>;

const BoundListener* find(const std::vector<BoundListener>& listeners, const std::string& name) {
  const auto found = std::ranges::find(listeners, name, &BoundListener::name);
  return found == listeners.end() ? nullptr : &*found;
}

Words words_of(const std::vector<BoundListener>& listeners) {
  Words words{{"host", host_of(listeners, "smtp")}, {"url", url_of(listeners)}};
  for (const BoundListener& one : listeners) words.emplace(one.name, std::to_string(one.port));
  return words;
}

std::string known(const Words& words) {
  std::string all;
  for (const auto& [word, value] : words) all += (all.empty() ? "{" : ", {") + word + "}";
  return all;
}

Result<std::string> expand(const std::string& text, const Words& words) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text[at] == '{' ? text.find('}', at) : std::string::npos;
    if (end == std::string::npos) {
      out += text[at++];
      continue;
    }
    const std::string word = text.substr(at + 1, end - at - 1);
    const auto found = words.find(word);
    if (found == words.end())
      return Error{"there is no {" + word + "} here: known are " + known(words)};
    out += found->second;
    at = end + 1;
  }
  return out;
}

}  // namespace

std::string host_of(const std::vector<BoundListener>& listeners, const std::string& name) {
  const BoundListener* listener = find(listeners, name);
  if (!listener) return {};
  if (listener->address == "0.0.0.0") return "127.0.0.1";
  if (listener->address == "::") return "::1";
  return listener->address;
}

std::string url_of(const std::vector<BoundListener>& listeners) {
  const BoundListener* listener = find(listeners, "http");
  if (!listener) return {};
  const std::string host = host_of(listeners, "http");
  const bool six = host.find(':') != std::string::npos;
  return "http://" + (six ? "[" + host + "]" : host) + ":" + std::to_string(listener->port);
}

Result<std::vector<std::string>> exported(const std::vector<BoundListener>& listeners,
                                          const std::vector<std::string>& wanted,
                                          const char* const* inherited) {
  const Words words = words_of(listeners);
  Words given;
  for (const char* const* entry = inherited; *entry; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals != std::string::npos) given[text.substr(0, equals)] = text.substr(equals + 1);
  }
  if (find(listeners, "smtp")) {
    given["SMTP_HOST"] = words.at("host");
    given["SMTP_PORT"] = words.at("smtp");
  }
  given["MAILRIG_URL"] = words.at("url");
  for (const std::string& each : wanted) {
    const std::size_t equals = each.find('=');
    if (equals == std::string::npos || equals == 0)
      return Error{"--env \"" + each + "\": write NAME=value, as in MAIL_PORT={smtp}"};
    auto value = expand(each.substr(equals + 1), words);
    if (!value) return Error{"--env \"" + each + "\": " + value.error().what};
    given[each.substr(0, equals)] = std::move(*value);
  }
  std::vector<std::string> all;
  for (const auto& [name, value] : given) all.push_back(name + "=" + value);
  return all;
}

}  // namespace mailrig::cli
