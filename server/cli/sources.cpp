#include "cli/sources.hpp"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace mailrig::cli {
namespace {

constexpr std::string_view prefix = "MAILRIG_";

bool digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

// Kubernetes sets these for every service; of one named mailrig, or mailrig-smtp, they look like
// ours: …_SERVICE_HOST, …_SERVICE_PORT*, …_PORT_<n>_TCP*, and …_PORT with the address as a URL.
bool from_kubernetes(std::string_view name, std::string_view value) {
  if (name.ends_with("_SERVICE_HOST") || name.ends_with("_SERVICE_PORT") ||
      name.find("_SERVICE_PORT_") != name.npos)
    return true;
  const bool url =
      value.starts_with("tcp://") || value.starts_with("udp://") || value.starts_with("sctp://");
  if (name == "MAILRIG_PORT" || (name.ends_with("_PORT") && url)) return true;
  const auto at = name.find("_PORT_");
  if (at == name.npos) return false;
  name.remove_prefix(at + 6);
  const auto end = name.find('_');
  if (end == name.npos || !digits(name.substr(0, end))) return false;
  const auto rest = name.substr(end + 1);
  return rest.starts_with("TCP") || rest.starts_with("UDP") || rest.starts_with("SCTP");
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto comma = text.find(separator);
    parts.emplace_back(trimmed(text.substr(0, comma)));
    if (comma == text.npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

const Setting* find(std::string_view name) {
  for (const Setting& one : settings())
    if (one.name == name) return &one;
  return nullptr;
}

std::string meant(const std::string& near) {
  return near.empty() ? "" : "; did you mean " + near + "?";
}

}  // namespace

Result<GivenByName> read_environment(const char* const* environment, std::string& config) {
  GivenByName given;
  std::vector<std::string> names = {"MAILRIG_URL", "MAILRIG_CONFIG"};
  for (const Setting& one : settings()) names.push_back(one.variable());
  for (const char* const* entry = environment; *entry; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (!text.starts_with(prefix) || equals == text.npos) continue;
    const std::string name(text.substr(0, equals)), value(text.substr(equals + 1));
    // First: a service named mailrig-smtp gives MAILRIG_SMTP_PORT a meaning of its own.
    if (from_kubernetes(name, value)) continue;
    const auto setting = std::find_if(settings().begin(), settings().end(),
                                      [&](const Setting& one) { return one.variable() == name; });
    if (setting != settings().end())
      given[setting->name] = {name, setting->repeatable ? split(value, setting->separator)
                                                        : std::vector<std::string>{value}};
    else if (name == "MAILRIG_CONFIG")
      config = value;
    else if (name != "MAILRIG_URL")
      return Error{"unknown environment variable " + name + meant(nearest(name, names))};
  }
  return given;
}

Result<GivenByName> read_config(const std::string& path) {
  GivenByName given;
  errno = 0;
  std::ifstream file(path);
  std::string line;
  std::vector<std::string> names;
  for (const Setting& one : settings()) names.push_back(one.name);
  std::size_t number = 0;
  while (std::getline(file, line)) {
    const std::string where = path + ":" + std::to_string(++number);
    const std::string_view text = trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    const auto equals = text.find('=');
    if (equals == text.npos)
      return Error{where + ": \"" + std::string(text) + "\": write name = value"};
    const std::string name(trimmed(text.substr(0, equals)));
    std::string_view value = trimmed(text.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    const Setting* setting = find(name);
    if (!setting) return Error{where + ": unknown setting " + name + meant(nearest(name, names))};
    Given& place = given[name];
    if (!place.values.empty() && !setting->repeatable)
      return Error{where + ": " + name + " is set already at " + place.where};
    place.where = where;
    place.values.emplace_back(value);
  }
  if (number == 0 && !file.is_open())
    return Error{"cannot read the config file " + path + ": " +
                 std::generic_category().message(errno ? errno : EIO)};
  return given;
}

Result<ServeOptions> resolve(const std::vector<GivenByName>& sources, ServeOptions options) {
  for (const Setting& setting : settings()) {
    for (const GivenByName& source : sources) {
      const auto found = source.find(setting.name);
      if (found == source.end()) continue;
      const Given& given = found->second;
      const std::string allowed = setting.apply(options, given.values);
      if (!allowed.empty()) {
        std::string shown;
        for (const std::string& value : given.values) shown += (shown.empty() ? "" : ",") + value;
        return Error{given.where + " is \"" + shown + "\": allowed is " + allowed};
      }
      break;
    }
  }
  return options;
}

}  // namespace mailrig::cli
