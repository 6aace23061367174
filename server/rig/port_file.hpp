// Where the listeners are, as JSON for machines.
#pragma once

#include <string>
#include <vector>

#include "rig/rig.hpp"

namespace mailrig {

// {"smtp":1025,"http":8025,"listeners":[{"name":…,"protocol":…,"address":…,"port":…,"tls":…},…]}
// The path of a unix socket stands in place of its port, and as its address. All
// on one line, without LF.
std::string ports_json(const std::vector<BoundListener>& listeners);

// Writes it to `path`, with LF, in one step: a reader sees the old file or the new one whole.
// Throws StartError.
void write_port_file(const std::string& path, const std::vector<BoundListener>& listeners);

}  // namespace mailrig
