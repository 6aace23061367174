#include "rig/port_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <set>
#include <system_error>

namespace mailrig {

// Names, protocols and addresses are the rig's own and need no escapes.
std::string ports_json(const std::vector<BoundListener>& listeners) {
  std::string json = "{";
  std::set<std::string> seen;
  for (const BoundListener& one : listeners)
    if (seen.insert(one.name).second)
      json += "\"" + one.name + "\":" + std::to_string(one.port) + ",";
  json += "\"listeners\":[";
  for (std::size_t i = 0; i < listeners.size(); ++i) {
    const BoundListener& one = listeners[i];
    if (i) json += ",";
    json += "{\"name\":\"" + one.name + "\",\"protocol\":\"" + one.protocol + "\",\"address\":\"" +
            one.address + "\",\"port\":" + std::to_string(one.port) + ",\"tls\":\"" + one.tls +
            "\"}";
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
