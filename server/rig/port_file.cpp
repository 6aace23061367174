#include "rig/port_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <set>
#include <system_error>

namespace mailrig {

namespace {

// RFC 8259 §7. Names, protocols and IP addresses need no escapes; a unix socket's path may.
std::string quoted(const std::string& text) {
  std::string json = "\"";
  for (const char c : text) {
    char escape[8];
    if (static_cast<unsigned char>(c) < 0x20) {
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      json += escape;
      continue;
    }
    if (c == '"' || c == '\\') json += '\\';
    json += c;
  }
  return json + "\"";
}

}  // namespace

std::string ports_json(const std::vector<BoundListener>& listeners) {
  std::string json = "{";
  std::set<std::string> seen;
  for (const BoundListener& one : listeners)
    if (seen.insert(one.name).second)
      json += quoted(one.name) + ":" + (one.port ? std::to_string(one.port) : quoted(one.address)) +
              ",";
  json += "\"listeners\":[";
  for (std::size_t i = 0; i < listeners.size(); ++i) {
    const BoundListener& one = listeners[i];
    if (i) json += ",";
    json += "{\"name\":" + quoted(one.name) + ",\"protocol\":" + quoted(one.protocol) +
            ",\"address\":" + quoted(one.address) + ",\"port\":" + std::to_string(one.port) +
            ",\"tls\":" + quoted(one.tls) + "}";
  }
  return json + "]}";
}

void write_port_file(const std::string& path, const std::vector<BoundListener>& listeners) {
  const std::string draft = path + "." + std::to_string(::getpid());
  const auto fail = [&](const std::string& doing) {
    const std::string why = std::generic_category().message(errno);
    ::unlink(draft.c_str());
    throw StartError("cannot write the port file " + path + ": " + doing + ": " + why +
                     "; name a place that can be written with --port-file");
  };
  errno = 0;
  std::ofstream file(draft, std::ios::binary | std::ios::trunc);
  file << ports_json(listeners) << "\n";
  file.close();
  if (!file) fail("writing " + draft);
  if (std::rename(draft.c_str(), path.c_str()) != 0) fail("renaming " + draft);
}

}  // namespace mailrig
